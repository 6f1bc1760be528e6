import { bad, defineRule, good } from '../rule.ts';
import { envFileSyntax } from '../shared/env-entry-rule.ts';

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
      const gap = before === undefined ? '' : text.slice(before.span.end, entry.span.start);
      const isSameBlock = before !== undefined && !/\n\s*(?:\n|#)/.test(gap);
      if (isSameBlock && before !== undefined && entry.name.value < before.name.value) {
        const message = `${entry.name.value} stands after ${before.name.value}`;
        yield { at: entry.name.span, message, object: entry.name.value };
      }
      before = entry;
    }
  },
  examples: [
    bad({ '.env': 'LOG_LEVEL=info\nPORT=80\nHOST=db\n' }, '.env:3:1'),
    good({ '.env': 'LOG_LEVEL=info\nPORT=80\n\nHOST=db\n# keys\nAPI_KEY=\n' }),
  ],
});
