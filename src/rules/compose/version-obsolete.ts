import { entryOf } from '../../syntax/yaml.ts';
import { removeAt } from '../../syntax/yaml-edit.ts';
import { bad, good } from '../rule.ts';
import { composeTextRule } from '../shared/compose-text.ts';
import { safeFix } from '../shared/yaml-fix.ts';

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
  *faultsOf(source) {
    const version = entryOf(source.root, 'version');
    if (version === undefined) return;
    yield {
      at: version.key.span,
      message: 'The key version has no effect',
      object: 'version',
      ...safeFix('Remove the key', removeAt(source, version.key.span)),
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
    bad(
      {
        'compose.yaml':
          "﻿# The shop\r\nversion: '3.8' # swarm\r\n\r\nservices:\r\n    api:\r\n        image: ghcr.io/acme/api:1.4.2\r\n",
      },
      'compose.yaml:2:1',
      {
        'compose.yaml':
          '﻿# The shop\r\n# swarm\r\n\r\nservices:\r\n    api:\r\n        image: ghcr.io/acme/api:1.4.2\r\n',
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
