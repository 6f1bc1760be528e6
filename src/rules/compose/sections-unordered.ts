import { isMap } from '../../syntax/yaml.ts';
import { bad, good } from '../rule.ts';
import { composeTextRule, firstOutOfOrder } from '../shared/compose-text.ts';

const order = ['version', 'name', 'include', 'services', 'networks', 'volumes', 'configs', 'secrets'];

export default composeTextRule({
  id: 'sections-unordered',
  aliases: ['dclint:top-level-properties-order'],
  title: 'The sections of a compose file stand in another order than in other files',
  why: 'A reader looks for the name at the top and for volumes below the services, and misses what stands elsewhere.',
  fix: 'Write name, include, services, networks, volumes, configs, secrets.',
  references: ['https://docs.docker.com/reference/compose-file/'],
  *faultsOf({ root }) {
    const keys = isMap(root) ? root.entries.filter(({ key }) => order.includes(key.text)) : [];
    const wrong = firstOutOfOrder(keys, (a, b) => order.indexOf(a.key.text) - order.indexOf(b.key.text));
    if (wrong === undefined) return;
    const name = wrong.item.key.text;
    yield { at: wrong.item.key.span, message: `${name} stands after ${wrong.before.key.text}`, object: name };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          volumes:
            files:
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              volumes: ["files:/data"]
        `,
      },
      'compose.yaml:3:1',
    ),
    good({
      'compose.yaml': `
        name: acme
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            volumes: ["files:/data"]
        volumes:
          files:
      `,
    }),
  ],
});
