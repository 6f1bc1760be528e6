import type { Located } from '../../base/span.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'container-name-duplicate',
  area: 'compose',
  severity: 'critical',
  aliases: ['dclint:no-duplicate-container-names', 'compose-go:container-name-in-use'],
  title: 'Two services have the same container name',
  why: 'Compose refuses the project, or the second container is not created because the name is taken.',
  fix: 'Drop `container_name` (compose makes unique names), or give each service its own.',
  references: ['https://docs.docker.com/reference/compose-file/services/#container_name'],
  on: 'stack',
  *check(stack) {
    const seen = new Map<string, Located<string>>();
    for (const service of stack.services.values()) {
      const name = service.containerName;
      if (name === undefined || !service.enabled || name.value.includes('$')) continue;
      const first = seen.get(name.value);
      if (first === undefined) seen.set(name.value, name);
      else {
        yield {
          at: name.span,
          message: `${service.name} has container name ${name.value}, which another service has already`,
          object: `services.${service.name}.container_name`,
          related: [{ at: first.span, message: 'first used here' }],
        };
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
              container_name: acme
            worker:
              image: ghcr.io/acme/worker:1.4.2
              container_name: acme
        `,
      },
      'compose.yaml:7:21',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            container_name: acme-api
          worker:
            image: ghcr.io/acme/worker:1.4.2
      `,
    }),
  ],
});
