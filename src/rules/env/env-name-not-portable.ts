import { bad, good } from '../rule.ts';
import { envEntryRule } from '../shared/env-entry-rule.ts';

export default envEntryRule({
  id: 'env-name-not-portable',
  severity: 'low',
  aliases: ['dotenv-linter:IncorrectDelimiter', 'dotenv-linter:LeadingCharacter'],
  title: 'A name in an env file is none for a shell',
  why: 'A shell cannot read or set the variable, and `. ./.env` stops at the line.',
  fix: 'Use letters, digits and `_`, and begin with a letter or `_`.',
  faultsOf: ({ name }) =>
    name.value === '' || /^[A-Za-z_]\w*$/.test(name.value)
      ? []
      : [{ at: name.span, message: `${name.value} is no name for a shell` }],
  examples: [
    bad({ '.env': 'LOG_LEVEL=info\nAPI-TOKEN=a\n2ND_HOST=b\n' }, ['.env:2:1', '.env:3:1']),
    good({ '.env': 'LOG_LEVEL=info\nAPI_TOKEN=a\n_HOST2=b\n' }),
  ],
});
