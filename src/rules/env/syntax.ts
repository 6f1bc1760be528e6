import type { SourceText } from '../../model/artifact.ts';
import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'syntax',
  area: 'env',
  severity: 'high',
  aliases: ['dotenv-linter:LeadingCharacter', 'dotenv-linter:QuoteCharacter'],
  title: 'A line of an env file cannot be parsed',
  why: 'Compose refuses the file or drops the line, and the service starts without the variable.',
  fix: 'Write `NAME=value`, and close quotes on the same line.',
  references: [
    'https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax',
  ],
  takes: ({ code, span }, project) =>
    (code.startsWith('dotenv-') ||
      code === 'env-file-syntax' ||
      code === 'encoding' ||
      code === 'unreadable') &&
    !isScript(project.texts.get(span.file)),
  severityOf: ({ code, span }, project) => {
    if (project.envFiles.get(span.file)?.isExample === true) return 'low';
    return code === 'dotenv-comment-is-value' ? 'medium' : undefined;
  },
  examples: [
    bad(
      {
        '.env': `
          LOG_LEVEL=info
          API TOKEN=from-vault
        `,
      },
      '.env:2:1',
    ),
    good({
      '.env': `
        LOG_LEVEL=info
        API_TOKEN="from vault"
      `,
      'config/prod.env': `
        module.exports = {
          NODE_ENV: 'production',
        };
      `,
    }),
  ],
});

const scripts = new WeakMap<SourceText, boolean>();

/** Some call a shell script that is sourced an env file, or a module: no engine reads it, nor what is encrypted. */
function isScript(source: SourceText | undefined): boolean {
  if (source === undefined) return false;
  // Asked for each problem of the file.
  const known = scripts.get(source) ?? scriptLine.test(source.text);
  scripts.set(source, known);
  return known;
}

const scriptLine =
  /^(?:\0GITCRYPT|#!.*sh\b|module\.exports\b|export default\b)|^[ \t]*(?:\w+\[[^\]\n]*\]\+?=|(?:source|declare|readonly|unset)[ \t]+\w|if[ \t]+\[)/m;
