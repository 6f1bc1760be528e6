import { bad, good } from '../rule.ts';
import { composeTextRule, firstOutOfOrder, servicesIn } from '../shared/compose-text.ts';

export default composeTextRule({
  id: 'services-unordered',
  aliases: ['dclint:services-alphabetical-order'],
  title: 'Services are not in alphabetical order',
  why: 'In a long file a service is not found where a reader looks for it.',
  fix: 'Sort the services by name.',
  references: ['https://docs.docker.com/reference/compose-file/services/'],
  *faultsOf(text) {
    const wrong = firstOutOfOrder(servicesIn(text), (a, b) => (a.key.text < b.key.text ? -1 : 1));
    if (wrong === undefined) return;
    const name = wrong.item.key.text;
    const message = `${name} stands after ${wrong.before.key.text}`;
    yield { at: wrong.item.key.span, message, object: `services.${name}` };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            web:
              image: ghcr.io/acme/web:1.4.2
            api:
              image: ghcr.io/acme/api:1.4.2
        `,
      },
      'compose.yaml:4:3',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
          web:
            image: ghcr.io/acme/web:1.4.2
      `,
    }),
  ],
});
