import { remove, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { envFileSyntax } from '../shared/env-entry-rule.ts';
import { writtenAt } from '../shared/source-text.ts';

// Blanks without width, soft hyphen, marks of direction and of byte order; joiners are left out, as emoji and some
// scripts need them.
const invisible = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+/g;

export default defineRule({
  id: 'env-invisible-character',
  area: 'env',
  severity: 'medium',
  aliases: ['dotenv-linter:InvisibleCharacter'],
  title: 'An entry of an env file holds an invisible character',
  why: 'It comes with copied text and is part of the value: a password or address that looks right is refused.',
  fix: 'Remove the character, or type the value anew.',
  references: [envFileSyntax],
  on: 'env-file',
  *check(file, { project }) {
    for (const { name, span } of file.entries) {
      for (const match of writtenAt(project, span).matchAll(invisible)) {
        const start = span.start + match.index;
        const at = { file: span.file, start, end: start + match[0].length };
        const code = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
        yield {
          at,
          message: `${name.value.replaceAll(invisible, '')} holds the invisible character U+${code}`,
          object: name.value,
          fix: review('Remove the invisible character', remove(at)),
        };
      }
    }
  },
  examples: [
    bad({ '.env': 'DB_HOST=db\u200b\nDB_USER=app\n' }, '.env:1:11', { '.env': 'DB_HOST=db\nDB_USER=app\n' }),
    good({ '.env': '# a\u200bb\nTITLE=Müller\nICON=👩\u200d💻\n' }),
  ],
});
