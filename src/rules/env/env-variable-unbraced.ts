import { insertAfter, insertBefore, safe } from '../fix.ts';
import { bad, good } from '../rule.ts';
import { envEntryRule } from '../shared/env-entry-rule.ts';

export default envEntryRule({
  id: 'env-variable-unbraced',
  severity: 'info',
  aliases: ['dotenv-linter:SubstitutionKey'],
  title: 'A variable in an env value stands without braces',
  why: 'Where it ends is a guess: a letter written after it becomes part of the name, and the value comes out empty.',
  fix: 'Write braces around the name.',
  faultsOf: ({ name, value }, written) => {
    const text = value === undefined ? '' : written(value.span);
    // In single quotes nothing is replaced.
    if (value === undefined || text.startsWith("'")) return [];
    return [...text.matchAll(/(?<![\\$])\$([A-Za-z_]\w*)/g)].map((match) => {
      const start = value.span.start + match.index;
      const at = { file: value.span.file, start, end: start + match[0].length };
      return {
        at,
        message: `${name.value} uses $${match[1]} without braces`,
        fix: safe('Add braces', insertBefore({ ...at, start: start + 1 }, '{'), insertAfter(at, '}')),
      };
    });
  },
  examples: [
    bad({ '.env': 'HOST=db\nURL=http://$HOST:80\n' }, '.env:2:12', {
      '.env': `HOST=db\nURL=http://\${HOST}:80\n`,
    }),
    good({ '.env': `HOST=db\nURL=http://\${HOST}:80\nPRICE='$HOST'\nCOST=5$$HOST\n` }),
  ],
});
