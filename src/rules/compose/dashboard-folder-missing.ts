import { bad, defineRule, good } from '../rule.ts';
import { place, providedAt } from '../shared/monitoring.ts';
import { mountOf } from '../shared/mounts.ts';

export default defineRule({
  id: 'dashboard-folder-missing',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'Grafana looks for dashboards in a folder that is not in its container',
  why: 'Grafana starts without any of the dashboards, and says so only in its log.',
  fix: 'Mount the dashboards at the path of the provider.',
  references: ['https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards'],
  on: 'server-config',
  *check(link, { project, service }) {
    if (service.build !== undefined || !service.enabled) return;
    for (const { value, span } of link.config.monitoring?.dashboardFolders ?? []) {
      if (!value.startsWith('/') || /[$*]/.test(value)) continue;
      const mount = mountOf(service, value);
      // A volume for Grafana's own files holds no dashboards of the repository.
      const isVolume =
        mount?.kind === 'volume' && mount.target.value.replace(/\/+$/, '') === '/var/lib/grafana';
      if (mount !== undefined && !isVolume && mount.kind !== 'bind') continue;
      const folder = value.replace(/\/+$/, '');
      const inner = service.mounts.some(({ target }) => target.value.startsWith(`${folder}/`));
      const found = mount === undefined || isVolume ? [] : providedAt(project, service, `${folder}/*`);
      const below = mount?.source === undefined ? undefined : project.files.kind(mount.source.value);
      if (inner || found === undefined || found.length > 0) continue;
      // Folders in the folder are gone through as well.
      if (
        mount?.kind === 'bind' &&
        (below !== 'folder' || holdsFolders(project.files.below(mount.source?.value ?? ''), mount, folder))
      )
        continue;
      yield {
        at: span,
        message: `${service.name} looks for dashboards in ${value}, where its container has none`,
        object: `providers ${value}`,
        related: [
          mount === undefined || isVolume
            ? place(link)
            : { at: mount.span, message: `this is mounted at ${mount.target.value}` },
        ],
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            grafana:
              image: grafana/grafana:11.4.0
              volumes:
                - ./grafana/provisioning:/etc/grafana/provisioning:ro
                - grafana:/var/lib/grafana
          volumes:
            grafana:
        `,
        'grafana/provisioning/dashboards/shop.yml': `
          providers:
            - name: shop
              options: {path: /var/lib/grafana/dashboards}
        `,
        'grafana/dashboards/shop.json': '{"panels": []}\n',
      },
      'grafana/provisioning/dashboards/shop.yml:3:21',
    ),
    good({
      'compose.yaml': `
        services:
          grafana:
            image: grafana/grafana:11.4.0
            volumes:
              - ./grafana/provisioning:/etc/grafana/provisioning:ro
              - ./grafana/dashboards:/var/lib/grafana/dashboards:ro
              - grafana:/var/lib/grafana
        volumes:
          grafana:
      `,
      'grafana/provisioning/dashboards/shop.yml': `
        providers:
          - name: shop
            options: {path: /var/lib/grafana/dashboards}
      `,
      'grafana/dashboards/shop.json': '{"panels": []}\n',
    }),
  ],
});

/** Whether files lie somewhere below the folder as the mount brings it. */
function holdsFolders(
  files: readonly string[],
  {
    target,
    source,
  }: { readonly target: { readonly value: string }; readonly source: { readonly value: string } | undefined },
  folder: string,
): boolean {
  const rest = folder.slice(target.value.replace(/\/+$/, '').length).replace(/^\//, '');
  const start = [source?.value ?? '', rest].filter((part) => part !== '').join('/');
  return files.some((file) => file.startsWith(`${start}/`));
}
