import type { Located } from '../../base/span.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'env-key-duplicate',
  area: 'env',
  severity: 'medium',
  aliases: ['dotenv-linter:DuplicatedKey'],
  title: 'An env file sets one key to two values',
  why: 'The later one wins without a word: whoever edits the first one sees no effect.',
  fix: 'Keep one of the lines.',
  references: [
    'https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax',
  ],
  joins: 'file',
  on: 'env-file',
  *check(file) {
    const seen = new Map<string, { readonly name: Located<string>; readonly value: string | undefined }>();
    for (const { name, value } of file.entries) {
      const first = seen.get(name.value);
      if (first === undefined) seen.set(name.value, { name, value: value?.value });
      else if (first.value !== value?.value) {
        yield {
          at: name.span,
          message: `${name.value} is set a second time, to another value`,
          object: name.value,
          related: [{ at: first.name.span, message: 'first set here' }],
        };
      }
    }
  },
  examples: [
    bad(
      {
        '.env': `
          LOG_LEVEL=info
          PORT=8080
          LOG_LEVEL=debug
        `,
      },
      '.env:3:1',
    ),
    good({
      '.env': 'LOG_LEVEL=info\nPORT=8080\nPORT=8080\n',
    }),
  ],
});
