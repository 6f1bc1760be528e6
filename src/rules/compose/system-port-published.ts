import { bad, good } from '../rule.ts';
import { serviceSettingRule } from '../shared/service-setting-rule.ts';

export default serviceSettingRule({
  id: 'system-port-published',
  severity: 'info',
  aliases: ['kics:privileged_ports_mapped_in_container', 'docker-bench:5.8'],
  key: 'ports',
  title: 'A port below 1024 of the host is published',
  why: 'Such ports belong to services of the host by convention, and an engine without root cannot bind them.',
  fix: 'Publish a port from 1024 on, and put a proxy in front.',
  references: ['https://docs.docker.com/engine/security/rootless/tips/#exposing-privileged-ports'],
  faultsOf: (service) =>
    service.ports.flatMap(({ span, published }) =>
      // The ports of the web are what people type.
      published === undefined || published.value >= 1024 || [0, 80, 443].includes(published.value)
        ? []
        : [{ at: span, is: `publishes port ${published.value} of the host, which is below 1024` }],
    ),
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: ["127.0.0.1:81:80"]
        `,
      },
      ['compose.yaml:4:13'],
    ),
    good({
      'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: ["443:8443", "8080:80", "9000"]
        `,
    }),
  ],
});
