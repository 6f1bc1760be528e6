import { isList, type YamlScalar } from '../../syntax/yaml.ts';
import { bad, good } from '../rule.ts';
import {
  composeTextRule,
  firstOutOfOrder,
  ownValue,
  servicesIn,
  sortedItems,
  textsOf,
} from '../shared/compose-text.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default composeTextRule({
  id: 'ports-unordered',
  aliases: ['dclint:service-ports-alphabetical-order'],
  title: 'The ports of a service are not in order',
  why: 'In a long list a port that is published twice is not seen.',
  fix: 'Sort the ports by their number on the host.',
  references: ['https://docs.docker.com/reference/compose-file/services/#ports'],
  *faultsOf(text) {
    for (const service of servicesIn(text)) {
      const list = ownValue(service, 'ports');
      const items = textsOf(list).filter(({ text: port }) => numberOf(port) > 0);
      const wrong = firstOutOfOrder(items, byNumber);
      if (wrong === undefined) continue;
      yield {
        at: wrong.item.span,
        message: `port ${wrong.item.text} of ${service.key.text} stands after ${wrong.before.text}`,
        object: `services.${service.key.text}.ports`,
        // A port whose number a variable hides has no place in the order.
        ...(isList(list) && list.items.length === items.length
          ? reviewFix('Sort the ports', ...sortedItems(text, list, byNumber))
          : {}),
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: ["9000:9000", "127.0.0.1:8080:80"]
            cache:
              image: ghcr.io/acme/cache:1.4.2
            db:
              image: ghcr.io/acme/db:1.4.2
        `,
      },
      'compose.yaml:4:26',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: ["127.0.0.1:8080:80", "9000:9000"]
            cache:
              image: ghcr.io/acme/cache:1.4.2
            db:
              image: ghcr.io/acme/db:1.4.2
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              ports:
              - 9000:9000

              - '127.0.0.1:8080:80'
        `,
      },
      'compose.yaml:7:7',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              ports:
              - '127.0.0.1:8080:80'

              - 9000:9000
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            ports: ["127.0.0.1:8080:80", "9000:9000"]
          cache:
            image: ghcr.io/acme/cache:1.4.2
          db:
            image: ghcr.io/acme/db:1.4.2
      `,
    }),
  ],
});

/** The number on the host, or the only one. */
function numberOf(text: string): number {
  const parts = text.replace(/\/\w+$/, '').split(':');
  const number = Number.parseInt(parts.at(-2) ?? parts[0] ?? '', 10);
  // Zero: a variable hides it, and it may stand anywhere.
  return Number.isNaN(number) ? 0 : number;
}

function byNumber(a: YamlScalar, b: YamlScalar): number {
  return numberOf(a.text) - numberOf(b.text);
}
