import { remove, safe } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { envFileSyntax } from '../shared/env-entry-rule.ts';

export default defineRule({
  id: 'env-trailing-blank',
  area: 'env',
  severity: 'info',
  preset: 'strict',
  aliases: ['dotenv-linter:TrailingWhitespace'],
  title: 'An entry of an env file ends with blanks',
  why: 'Compose drops them; `docker run --env-file` keeps them, and the value is another there.',
  fix: 'Remove the blanks.',
  references: [envFileSyntax],
  on: 'env-file',
  *check(file, { project }) {
    const text = project.texts.get(file.file)?.text ?? '';
    for (const { name, value } of file.entries) {
      if (value === undefined) continue;
      const { end } = value.span;
      const blanks = /^[ \t]+(?=\r?(?:\n|$))/.exec(text.slice(end, end + 1000))?.[0].length ?? 0;
      // After an empty value they stand beside the "=".
      if (blanks === 0 || value.span.start === end) continue;
      const at = { file: file.file, start: end, end: end + blanks };
      yield {
        at,
        message: `The line of ${name.value} ends with blanks`,
        object: name.value,
        fix: safe('Remove the blanks', remove(at)),
      };
    }
  },
  examples: [
    bad({ '.env': 'LOG_LEVEL=info  \nPORT="80" \n' }, ['.env:1:15', '.env:2:10'], {
      '.env': 'LOG_LEVEL=info\nPORT="80"\n',
    }),
    good({ '.env': 'LOG_LEVEL=info # of all \nTEXT="a \nb"\n' }),
  ],
});
