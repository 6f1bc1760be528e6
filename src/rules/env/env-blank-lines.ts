import type { Span } from '../../base/span.ts';
import { remove, safe } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { envFileSyntax } from '../shared/env-entry-rule.ts';

export default defineRule({
  id: 'env-blank-lines',
  area: 'env',
  severity: 'info',
  preset: 'strict',
  aliases: ['dotenv-linter:EndingBlankLine', 'dotenv-linter:ExtraBlankLine'],
  title: 'An env file has needless blank lines, or no line end at its end',
  why: 'A line that is appended to a file without a last line end (`echo A=1 >> .env`) joins the entry before it.',
  fix: 'Keep one blank line at most, and end the file with one line end.',
  references: [envFileSyntax],
  on: 'env-file',
  *check(file, { project }) {
    const text = project.texts.get(file.file)?.text ?? '';
    const last = file.entries.at(-1);
    if (last === undefined) return;
    if (!text.endsWith('\n')) {
      const at = { file: file.file, start: text.length, end: text.length };
      const fix = safe('Add a line end', { span: at, text: '\n' });
      yield { at: last.name.span, message: 'The last line has no line end', object: 'end', fix };
    }
    for (const match of text.matchAll(/\n\r?\n((?:\r?\n)+)/g)) {
      const end = match.index + match[0].length;
      const at: Span = { file: file.file, start: end - (match[1]?.length ?? 0), end };
      // Blank lines of a value in quotes are part of it.
      const isInside = file.entries.some(({ span }) => span.start < at.start && at.end < span.end);
      if (isInside) continue;
      const fix = safe('Remove the blank lines', remove(at));
      yield { at, message: 'Several blank lines follow one another', object: `${match.index}`, fix };
    }
  },
  examples: [
    bad({ '.env': 'A=1\n\n\nB=2' }, ['.env:3:1', '.env:4:1'], { '.env': 'A=1\n\nB=2\n' }),
    good({ '.env': 'A=1\n\nB="2\n\n\n3"\n' }),
  ],
});
