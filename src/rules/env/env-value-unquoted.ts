import { bad, good } from '../rule.ts';
import { envEntryRule, isQuoted } from '../shared/env-entry-rule.ts';

export default envEntryRule({
  id: 'env-value-unquoted',
  severity: 'info',
  aliases: ['dotenv-linter:ValueWithoutQuotes'],
  title: 'A value with blanks in an env file stands without quotes',
  why: 'Compose takes the whole line, but a shell that reads the file runs the second word as a command.',
  fix: 'Put the value into quotes.',
  faultsOf: ({ name, value }, written) => {
    if (value === undefined || isQuoted(written(value.span)) || !/\s/.test(value.value)) return [];
    return [{ at: value.span, message: `${name.value} has blanks in its value and no quotes around it` }];
  },
  examples: [
    bad({ '.env': 'TITLE=Acme shop\n' }, '.env:1:7'),
    good({ '.env': 'TITLE="Acme shop"\nLOG_LEVEL=info # of all\n' }),
  ],
});
