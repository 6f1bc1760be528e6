import type { Located } from '../../base/span.ts';
import type { Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { removeFromService } from '../shared/service-fix.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

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
  *check(stack, { project }) {
    const seen = new Map<string, { service: Service; name: Located<string> }[]>();
    for (const service of stack.services.values()) {
      const name = service.containerName;
      if (name === undefined || !service.enabled || name.value.includes('$')) continue;
      const others = seen.get(name.value) ?? [];
      seen.set(name.value, [...others, { service, name }]);
      const first = others.find((other) => meet(service, other.service));
      if (first !== undefined) {
        yield {
          at: name.span,
          message: `${service.name} has container name ${name.value}, which another service has already`,
          object: `services.${service.name}.container_name`,
          related: [{ at: first.name.span, message: 'first used here' }],
          ...reviewFix(
            'Let compose name the container',
            removeFromService(project, service, 'container_name'),
          ),
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
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              container_name: acme
            worker:
              image: ghcr.io/acme/worker:1.4.2
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api: { image: "ghcr.io/acme/api:1.4.2", container_name: acme }
            worker: { container_name: acme, image: "ghcr.io/acme/worker:1.4.2" } # the same name
        `,
      },
      'compose.yaml:3:29',
      {
        'compose.yaml': `
          services:
            api: { image: "ghcr.io/acme/api:1.4.2", container_name: acme }
            worker: { image: "ghcr.io/acme/worker:1.4.2" } # the same name
        `,
      },
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
    // Never started together.
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            container_name: acme-api
            profiles: [full]
          api-without-db:
            image: ghcr.io/acme/api:1.4.2
            container_name: acme-api
            profiles: [small]
      `,
    }),
  ],
});

/** Services of different profiles are alternatives. */
function meet(a: Service, b: Service): boolean {
  if (a.profiles.length === 0 || b.profiles.length === 0) return true;
  return a.profiles.some(({ value }) => b.profiles.some((other) => other.value === value));
}
