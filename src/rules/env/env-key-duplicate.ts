import type { EnvFile } from '../../model/env-file.ts';
import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import type { EnvFileEntry } from '../shared/env-entry-rule.ts';
import { withoutEntry } from '../shared/env-fix.ts';
import { writtenAt } from '../shared/source-text.ts';
import { safeFix } from '../shared/yaml-fix.ts';

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
  *check(file, { project }) {
    const seen = new Map<string, EnvFileEntry>();
    for (const entry of file.entries) {
      const { name, value } = entry;
      const first = seen.get(name.value);
      // `export NAME` hands on what it has.
      if (value === undefined) continue;
      if (first === undefined) seen.set(name.value, entry);
      else if (first.value?.value !== value?.value) {
        yield {
          at: name.span,
          message: `${name.value} is set a second time, to another value`,
          object: name.value,
          related: [{ at: first.name.span, message: 'first set here' }],
          ...(isUsedBetween(project, file, first, entry)
            ? {}
            : safeFix('Remove the line without effect', withoutEntry(project, first))),
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
      {
        '.env': `
          PORT=8080
          LOG_LEVEL=debug
        `,
      },
    ),
    bad(
      {
        '.env': `
          # levels
          LOG_LEVEL=debug
          export PORT=80

          LOG_LEVEL=info # quieter
          PORT=8080
        `,
      },
      ['.env:5:1', '.env:6:1'],
      {
        '.env': `
          # levels

          LOG_LEVEL=info # quieter
          PORT=8080
        `,
      },
    ),
    good({
      '.env': 'LOG_LEVEL=info\nPORT=8080\nPORT=8080\n',
      'setup.env': 'PORT=8080\nexport PORT\n',
    }),
  ],
});

/** A value in between may be made of the first one. */
function isUsedBetween(
  project: Project,
  { file }: EnvFile,
  first: EnvFileEntry,
  second: EnvFileEntry,
): boolean {
  const between = writtenAt(project, { file, start: first.span.end, end: second.span.end });
  return new RegExp(`\\$\\{?${first.name.value}\\b`).test(between);
}
