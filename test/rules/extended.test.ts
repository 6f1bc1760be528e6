// Which services others take their keys from: by name and by file.
import { expect, test } from 'vitest';
import { readProject } from '../../src/read/project.ts';
import { isExtended } from '../../src/rules/shared/service-fix.ts';
import { temporaryFolder } from '../cli/command.ts';

const web = '  web:\n    image: nginx:1.27.3\n';

test.each([
  [
    'in the same file',
    'services:\n  other:\n    extends: web\n',
    { 'shop/compose.yaml': true, 'blog/compose.yaml': false },
  ],
  [
    'in another file',
    'services:\n  other:\n    extends: { file: ../blog/compose.yaml, service: web }\n',
    { 'shop/compose.yaml': false, 'blog/compose.yaml': true },
  ],
  [
    'in a file that a variable names',
    `services:\n  other:\n    extends: { file: "\${BASE}/compose.yaml", service: web }\n`,
    { 'shop/compose.yaml': true, 'blog/compose.yaml': true },
  ],
  [
    'of another name',
    'services:\n  other:\n    extends: { file: ../blog/compose.yaml, service: db }\n',
    { 'shop/compose.yaml': false, 'blog/compose.yaml': false },
  ],
])('a service that is extended %s', async (_where, text, expected) => {
  const root = temporaryFolder({
    'shop/compose.yaml': `${text}${web}`,
    'blog/compose.yaml': `services:\n${web}  db:\n    image: redis:7.4.1\n`,
  });
  const project = await readProject({ root, scope: 'review', processEnv: {} });
  const found = project.stacks.flatMap(({ services, files: [file = ''] }) => {
    const service = services.get('web');
    return service === undefined ? [] : [[file, isExtended(project, service)]];
  });
  expect(Object.fromEntries(found)).toEqual(expected);
});
