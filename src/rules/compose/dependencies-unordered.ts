import { bad, good } from '../rule.ts';
import { composeTextRule, firstOutOfOrder, ownValue, servicesIn, textsOf } from '../shared/compose-text.ts';

export default composeTextRule({
  id: 'dependencies-unordered',
  aliases: ['dclint:service-dependencies-alphabetical-order'],
  title: 'What a service depends on is not in alphabetical order',
  why: 'In a long list one that is missing is not seen.',
  fix: 'Sort the names.',
  references: ['https://docs.docker.com/reference/compose-file/services/#depends_on'],
  *faultsOf(text) {
    for (const service of servicesIn(text)) {
      const items = textsOf(ownValue(service, 'depends_on'));
      const wrong = firstOutOfOrder(items, (a, b) => a.text.localeCompare(b.text, 'en'));
      if (wrong === undefined) continue;
      yield {
        at: wrong.item.span,
        message: `dependency ${wrong.item.text} of ${service.key.text} stands after ${wrong.before.text}`,
        object: `services.${service.key.text}.depends_on`,
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
