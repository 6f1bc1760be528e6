import type { EnvFile } from '../../model/env-file.ts';
import { bad, defineRule, good } from '../rule.ts';
import { envFileSyntax } from '../shared/env-entry-rule.ts';
import { withKeys } from '../shared/env-fix.ts';
import { safeFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'env-example-differs',
  area: 'env',
  severity: 'low',
  preset: 'strict',
  aliases: ['dotenv-linter:diff'],
  title: 'An env file and its example do not name the same keys',
  why: 'Who makes the file from the example starts the services without a key, or with one that nothing reads.',
  fix: 'Add the key to the example, without its value, or to the file.',
  references: [envFileSyntax],
  on: 'env-file',
  *check(file, { project }) {
    if (file.isExample) return;
    const example = [...project.envFiles.values()].find(
      (other) => other.isExample && isExampleOf(other, file),
    );
    if (example === undefined) return;
    const [own, asked] = [namesOf(file), namesOf(example)];
    const text = project.texts.get(example.file)?.text ?? '';
    const isAsked = (name: string) => name === '' || asked.has(name) || text.includes(name);
    const missing = [...own].filter((name) => !isAsked(name));
    for (const { name } of file.entries) {
      // A key in a comment of the example is optional.
      if (isAsked(name.value)) continue;
      yield {
        at: name.span,
        message: `${name.value} is missing in ${example.file}`,
        object: name.value,
        ...safeFix('Name the missing keys in the example', withKeys(project, example, missing)),
      };
    }
    for (const { name } of example.entries) {
      if (own.has(name.value)) continue;
      yield { at: name.span, message: `${name.value} is missing in ${file.file}`, object: name.value };
    }
  },
  examples: [
    bad(
      {
        '.env': 'LOG_LEVEL=info\nHOST=db\n',
        '.env.example': 'LOG_LEVEL=info\nPORT=80\n',
      },
      ['.env:2:1', '.env.example:2:1'],
      {
        '.env.example': `
          LOG_LEVEL=info
          PORT=80
          HOST=
        `,
      },
    ),
    bad(
      {
        '.env': 'PORT=80\r\nHOST=a\r\nMODE=b\r\n',
        '.env.example': '# copy me\r\nPORT=',
      },
      ['.env:2:1', '.env:3:1'],
      {
        '.env.example': '# copy me\r\nPORT=\r\nHOST=\r\nMODE=',
      },
    ),
    good({
      '.env': 'LOG_LEVEL=info\nHOST=db\n',
      '.env.example': 'LOG_LEVEL=info\n# HOST=db\n',
    }),
  ],
});

function namesOf(file: EnvFile): ReadonlySet<string> {
  return new Set(file.entries.map(({ name }) => name.value));
}

/** `.env.example` beside `.env`, `api.env.sample` beside `api.env`. */
function isExampleOf(example: EnvFile, file: EnvFile): boolean {
  const rest = example.file.startsWith(`${file.file}.`)
    ? example.file.slice(file.file.length + 1)
    : undefined;
  return rest !== undefined && /^\w+$/.test(rest);
}
