import type { Edit } from '../../base/edit.ts';
import { bad, defineRule, good } from '../rule.ts';
import type { EnvFileEntry } from '../shared/env-entry-rule.ts';
import { envFileSyntax } from '../shared/env-entry-rule.ts';
import { safeFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'env-keys-unordered',
  area: 'env',
  severity: 'info',
  preset: 'strict',
  aliases: ['dotenv-linter:UnorderedKey'],
  title: 'The keys of an env file are not in alphabetical order',
  why: 'In a long file a key is set twice before anybody sees that it is there.',
  fix: 'Sort the keys of each block; blank lines and comments separate blocks.',
  references: [envFileSyntax],
  on: 'env-file',
  *check(file, { project }) {
    const text = project.texts.get(file.file)?.text ?? '';
    let before: (typeof file.entries)[number] | undefined;
    for (const entry of file.entries) {
      const isSameBlock = before !== undefined && isTogether(before, entry, text);
      if (isSameBlock && before !== undefined && entry.name.value < before.name.value) {
        const message = `${entry.name.value} stands after ${before.name.value}`;
        yield {
          at: entry.name.span,
          message,
          object: entry.name.value,
          ...safeFix('Sort the keys', sortedBlock(file.entries, entry, text)),
        };
      }
      before = entry;
    }
  },
  examples: [
    bad({ '.env': 'LOG_LEVEL=info\nPORT=80\nHOST=db\n' }, '.env:3:1', {
      '.env': `
          HOST=db
          LOG_LEVEL=info
          PORT=80
        `,
    }),
    bad(
      {
        '.env': `
          # first the stores

          REDIS=1 # cache
          DATABASE=2

          # where users come in
          PORT=80
          HOST=a

          # where the application stands
          APP=/srv
          ZONE=eu
          NAME=shop

          PROXY=$HOST
          AGENT=a
        `,
      },
      ['.env:4:1', '.env:8:1', '.env:13:1', '.env:16:1'],
      {
        '.env': `
          # first the stores

          DATABASE=2
          REDIS=1 # cache

          # where users come in
          PORT=80
          HOST=a

          # where the application stands
          APP=/srv
          NAME=shop
          ZONE=eu

          PROXY=$HOST
          AGENT=a
        `,
      },
    ),
    good({ '.env': 'LOG_LEVEL=info\nPORT=80\n\nHOST=db\n# keys\nAPI_KEY=\n' }),
  ],
});

function isTogether(before: EnvFileEntry, entry: EnvFileEntry, text: string): boolean {
  return !/\n\s*(?:\n|#)/.test(text.slice(before.span.end, entry.span.start));
}

/** The lines of the entry's block in order; undefined where the order may count, or an entry takes several lines. */
function sortedBlock(entries: readonly EnvFileEntry[], entry: EnvFileEntry, text: string): Edit | undefined {
  const at = entries.indexOf(entry);
  const joins = (index: number) => {
    const [one, next] = [entries[index - 1], entries[index]];
    return one !== undefined && next !== undefined && isTogether(one, next, text);
  };
  let [first, last] = [at, at];
  while (joins(first)) first -= 1;
  while (joins(last + 1)) last += 1;
  const block = entries.slice(first, last + 1);
  const { file, start: from } = block[0]?.span ?? entry.span;
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const end = lineEndAt(text, block.at(-1)?.span.end ?? start);
  const lines = text.slice(start, end).split(/\r?\n/);
  const names = new Set(block.map(({ name }) => name.value));
  const isPlain = names.size === lines.length && block.length === lines.length && !names.has('');
  if (!isPlain || lines.some((line) => line.includes('$')) || text.startsWith('\uFEFF', start))
    return undefined;
  const pairs = block.map(({ name }, index) => ({ name: name.value, line: lines[index] ?? '' }));
  const sorted = pairs.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ line }) => line);
  // A comment above the block may be about its first key alone.
  if (sorted[0] !== lines[0] && /^[ \t]*#/.test(text.slice(text.lastIndexOf('\n', start - 2) + 1, start)))
    return undefined;
  return { span: { file, start, end }, text: sorted.join('\n') };
}

function lineEndAt(text: string, offset: number): number {
  return offset + (/^[^\r\n]*/.exec(text.slice(offset))?.[0].length ?? 0);
}
