import { bad, defineRule, good } from '../rule.ts';
import { isOnlyInternal } from '../shared/stack.ts';

export default defineRule({
  id: 'published-on-internal-network',
  area: 'compose',
  severity: 'high',
  aliases: [],
  title: 'A port is published for a service that is only on internal networks',
  why: 'An internal network has no way to the host: the engine takes the entry and nothing answers at the port.',
  fix: 'Put the service on a network that is not internal as well, or drop the port.',
  references: ['https://docs.docker.com/reference/compose-file/networks/#internal'],
  joins: 'file',
  on: 'service',
  *check(service, { stack }) {
    const [port] = service.ports;
    if (!service.enabled || port === undefined || !isOnlyInternal(stack, service)) return;
    const related = service.networks.flatMap(({ name }) => {
      const network = stack.networks.get(name);
      return network === undefined ? [] : [{ at: network.span, message: `${name} is internal` }];
    });
    yield {
      at: port.span,
      message: `${service.name} publishes ${port.target.value}, but is only on internal networks`,
      object: `services.${service.name}.ports`,
      related,
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: ["8080:8080"]
              networks: [back]
          networks:
            back:
              internal: true
        `,
      },
      'compose.yaml:4:13',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            ports: ["8080:8080"]
            networks: [front, back]
        networks:
          front:
          back:
            internal: true
      `,
    }),
  ],
});
