import { bad, good } from '../rule.ts';
import { envEntryRule } from '../shared/env-entry-rule.ts';

export default envEntryRule({
  id: 'env-value-missing',
  severity: 'low',
  aliases: ['dotenv-linter:KeyWithoutValue'],
  title: 'A line of an env file holds a name alone',
  why: 'Compose takes the value from the shell that starts it; other readers of the file refuse the line or drop it.',
  fix: 'Write `NAME=` for an empty value, or the value itself.',
  faultsOf: ({ name, value }) =>
    value === undefined ? [{ at: name.span, message: `${name.value} has no "=" and no value` }] : [],
  examples: [
    bad({ '.env': 'LOG_LEVEL=info\nAPI_TOKEN\n' }, '.env:2:1'),
    good({ '.env': 'LOG_LEVEL=info\nAPI_TOKEN=\n' }),
  ],
});
