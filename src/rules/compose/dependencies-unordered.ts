import type { YamlScalar } from '../../syntax/yaml.ts';
import { bad, good } from '../rule.ts';
import {
  composeTextRule,
  firstOutOfOrder,
  ownValue,
  servicesIn,
  sortedItems,
  textsOf,
} from '../shared/compose-text.ts';
import { safeFix } from '../shared/yaml-fix.ts';

export default composeTextRule({
  id: 'dependencies-unordered',
  aliases: ['dclint:service-dependencies-alphabetical-order'],
  title: 'What a service depends on is not in alphabetical order',
  why: 'In a long list one that is missing is not seen.',
  fix: 'Sort the names.',
  references: ['https://docs.docker.com/reference/compose-file/services/#depends_on'],
  *faultsOf(text) {
    for (const service of servicesIn(text)) {
      const list = ownValue(service, 'depends_on');
      const items = textsOf(list);
      const wrong = firstOutOfOrder(items, byName);
      if (wrong === undefined) continue;
      yield {
        at: wrong.item.span,
        message: `dependency ${wrong.item.text} of ${service.key.text} stands after ${wrong.before.text}`,
        object: `services.${service.key.text}.depends_on`,
        ...safeFix('Sort the names', ...sortedItems(text, list, byName)),
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
              depends_on: [db, cache]
            cache:
              image: ghcr.io/acme/cache:1.4.2
            db:
              image: ghcr.io/acme/db:1.4.2
        `,
      },
      'compose.yaml:4:22',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              depends_on: [cache, db]
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
                  depends_on:
                      - "db"
                      - cache
                      - auth

              auth: { image: "ghcr.io/acme/auth:1.4.2", depends_on: [db, cache] } # both
              web:
                  image: ghcr.io/acme/web:1.4.2
                  depends_on:
                      - db # first
                      - cache
              cache:
                  image: ghcr.io/acme/cache:1.4.2
              db:
                  image: ghcr.io/acme/db:1.4.2
        `,
      },
      ['compose.yaml:6:15', 'compose.yaml:9:64', 'compose.yaml:14:15'],
      {
        'compose.yaml': `
          services:
              api:
                  image: ghcr.io/acme/api:1.4.2
                  depends_on:
                      - auth
                      - cache
                      - "db"

              auth: { image: "ghcr.io/acme/auth:1.4.2", depends_on: [db, cache] } # both
              web:
                  image: ghcr.io/acme/web:1.4.2
                  depends_on:
                      - db # first
                      - cache
              cache:
                  image: ghcr.io/acme/cache:1.4.2
              db:
                  image: ghcr.io/acme/db:1.4.2
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            depends_on: [cache, db]
          cache:
            image: ghcr.io/acme/cache:1.4.2
          db:
            image: ghcr.io/acme/db:1.4.2
      `,
    }),
  ],
});

/** The characters of a name in the order in which a dictionary has them, whatever their case. */
const order = '_-.0123456789abcdefghijklmnopqrstuvwxyz';

/** As `localeCompare` has it, which loads tables of all scripts for it. */
function byName(a: YamlScalar, b: YamlScalar): number {
  const [one, other] = [a.text.toLowerCase(), b.text.toLowerCase()];
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) {
    const difference = order.indexOf(one.charAt(at)) - order.indexOf(other.charAt(at));
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
