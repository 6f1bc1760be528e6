import { bad, good } from '../rule.ts';
import { envEntryRule } from '../shared/env-entry-rule.ts';

export default envEntryRule({
  id: 'env-name-lower-case',
  severity: 'info',
  aliases: ['dotenv-linter:LowercaseKey'],
  title: 'A name in an env file has lower-case letters',
  why: 'Names of variables are written in capitals nearly everywhere, and they differ by case: such a one is easily missed.',
  fix: 'Write the name in capitals here and where it is read.',
  faultsOf: ({ name }) =>
    /[a-z]/.test(name.value) ? [{ at: name.span, message: `${name.value} has lower-case letters` }] : [],
  examples: [
    bad({ '.env': 'LOG_LEVEL=info\napi_token=a\n' }, '.env:2:1'),
    good({ '.env': 'LOG_LEVEL=info\nAPI_TOKEN=abc\n' }),
  ],
});
