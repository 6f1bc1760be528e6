import type { Span } from '../../base/span.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'volume-shared',
  area: 'compose',
  severity: 'info',
  preset: 'strict',
  aliases: ['kics:shared_volumes_between_containers'],
  title: 'Several services write to one volume or folder',
  why: "Whoever breaks into one of them changes the files of the others, and two writers can spoil each other's data.",
  fix: 'Give each service a volume of its own, or mount it with `:ro` where it is only read.',
  references: ['https://docs.docker.com/reference/compose-file/volumes/'],
  on: 'stack',
  *check(stack) {
    const first = new Map<string, { readonly service: string; readonly span: Span }>();
    for (const service of stack.services.values()) {
      for (const { kind, source, readOnly, span } of service.mounts) {
        if (!service.enabled || source === undefined || readOnly) continue;
        if (kind !== 'volume' && kind !== 'bind') continue;
        const known = first.get(source.value);
        if (known === undefined) first.set(source.value, { service: service.name, span });
        else if (known.service !== service.name) {
          yield {
            at: span,
            message: `${service.name} writes to ${kind === 'bind' ? 'folder' : 'volume'} ${source.value}, as ${known.service} does`,
            object: `services.${service.name}.volumes.${source.value}`,
            related: [{ at: known.span, message: `${known.service} mounts it here` }],
          };
        }
      }
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              volumes: ["files:/data"]
            worker:
              image: ghcr.io/acme/worker:1.4.2
              volumes: ["files:/data"]
          volumes:
            files:
        `,
      },
      'compose.yaml:7:15',
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              volumes: ["./files:/data"]
            worker:
              image: ghcr.io/acme/worker:1.4.2
              volumes: [{type: bind, source: ./files, target: /data}]
        `,
      },
      'compose.yaml:7:15',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            volumes: ["files:/data"]
          web:
            image: ghcr.io/acme/web:1.4.2
            volumes: ["files:/data:ro"]
        volumes:
          files:
      `,
    }),
  ],
});
