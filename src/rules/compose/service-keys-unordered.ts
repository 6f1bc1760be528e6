import { isMap } from '../../syntax/yaml.ts';
import { bad, good } from '../rule.ts';
import { composeTextRule, firstOutOfOrder, servicesIn } from '../shared/compose-text.ts';

/** What a service is, then how it is put together, then how it is reached and kept running. */
const order: readonly (readonly string[])[] = [
  ['extends', 'image', 'build', 'pull_policy', 'platform'],
  ['container_name', 'hostname', 'profiles'],
  ['depends_on', 'links', 'external_links'],
  ['volumes', 'volumes_from', 'tmpfs', 'configs', 'secrets'],
  ['environment', 'env_file'],
  ['ports', 'expose', 'networks', 'network_mode', 'extra_hosts', 'dns'],
  ['user', 'working_dir', 'entrypoint', 'command'],
  ['restart', 'healthcheck', 'deploy', 'logging', 'labels'],
];

const places = new Map(order.flatMap((keys, index) => keys.map((key) => [key, index] as const)));

export default composeTextRule({
  id: 'service-keys-unordered',
  aliases: ['dclint:service-keys-order'],
  title: 'The keys of a service stand in another order than in other files',
  why: 'A reader looks for the image at the top and for health and limits at the end, and misses what stands elsewhere.',
  fix: 'Put image and build first, then names, dependencies, volumes, environment, ports, command, and what keeps it running.',
  references: ['https://docs.docker.com/reference/compose-file/services/'],
  *faultsOf(text) {
    for (const { key, value } of servicesIn(text)) {
      const keys = isMap(value)
        ? value.entries.filter(({ key: own, merged }) => merged === undefined && places.has(own.text))
        : [];
      const place = (entry: (typeof keys)[number]) => places.get(entry.key.text) ?? 0;
      const wrong = firstOutOfOrder(keys, (a, b) => place(a) - place(b));
      if (wrong === undefined) continue;
      yield {
        at: wrong.item.key.span,
        message: `${wrong.item.key.text} of ${key.text} stands after ${wrong.before.key.text}`,
        object: `services.${key.text}`,
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              restart: always
              image: ghcr.io/acme/api:1.4.2
        `,
      },
      'compose.yaml:4:5',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            cap_drop: [ALL]
            environment: {LOG_LEVEL: info}
            ports: ["127.0.0.1:8080:80"]
            restart: always
      `,
    }),
  ],
});
