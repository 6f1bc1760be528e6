import { entryOf } from '../../syntax/yaml.ts';
import { remove, safe } from '../fix.ts';
import { bad, good } from '../rule.ts';
import { composeTextRule } from '../shared/compose-text.ts';

export default composeTextRule({
  id: 'version-obsolete',
  severity: 'low',
  aliases: ['dclint:no-version-field'],
  title: 'A compose file names a version',
  why: 'Compose reads every file by the same rules and warns of the key at each call.',
  fix: 'Remove the key.',
  references: [
    'https://docs.docker.com/reference/compose-file/version-and-name/#version-top-level-element-obsolete',
  ],
  *faultsOf({ file, text, root }) {
    const version = entryOf(root, 'version');
    if (version === undefined) return;
    const { start, end } = version.span;
    const isLine = /(?:^|\n)$/.test(text.slice(0, start));
    const rest = /^[ \t]*(?:#[^\n]*)?\r?\n/.exec(text.slice(end))?.[0];
    yield {
      at: version.key.span,
      message: 'The key version has no effect',
      object: 'version',
      // A comment behind it may be about something else.
      ...(isLine && rest !== undefined && !rest.includes('#')
        ? { fix: safe('Remove the key', remove({ file, start, end: end + rest.length })) }
        : {}),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          version: "3.8"
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
        `,
      },
      'compose.yaml:1:1',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});
