import { isScalar } from '../../syntax/yaml.ts';
import { insertAfter, insertBefore, safe } from '../fix.ts';
import { bad, good } from '../rule.ts';
import { composeTextRule, ownValue, servicesIn, textsOf } from '../shared/compose-text.ts';

export default composeTextRule({
  id: 'port-unquoted',
  severity: 'low',
  aliases: ['dclint:require-quotes-in-ports'],
  title: 'A port mapping stands without quotes',
  why: 'Readers of YAML 1.1 take `22:22` as a number to the base 60, and publish port 1342.',
  fix: 'Put the mapping into quotes.',
  references: ['https://docs.docker.com/reference/compose-file/services/#ports'],
  *faultsOf(text) {
    for (const service of servicesIn(text)) {
      for (const port of textsOf(ownValue(service, 'ports'))) {
        const isMapping = isScalar(port) && port.style === 'plain' && port.text.includes(':');
        if (!isMapping || port.alias !== undefined) continue;
        yield {
          at: port.span,
          message: `Port ${port.text} of ${service.key.text} stands without quotes`,
          object: `services.${service.key.text}.ports.${port.text}`,
          fix: safe('Add quotes', insertBefore(port.span, '"'), insertAfter(port.span, '"')),
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
              ports:
                - 22:22
        `,
      },
      'compose.yaml:5:9',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              ports:
                - "22:22"
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            ports: ["127.0.0.1:8080:80", 9000]
      `,
    }),
  ],
});
