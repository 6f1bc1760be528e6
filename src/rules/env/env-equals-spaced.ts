import { replace, safe } from '../fix.ts';
import { bad, good } from '../rule.ts';
import { envEntryRule, separatorOf } from '../shared/env-entry-rule.ts';

export default envEntryRule({
  id: 'env-equals-spaced',
  severity: 'low',
  aliases: ['dotenv-linter:SpaceCharacter'],
  title: 'Blanks stand beside the "=" in an env file',
  why: 'Compose drops them, but a shell and `docker run --env-file` do not: there the name or the value is another.',
  fix: 'Write `NAME=value` without blanks.',
  faultsOf: (entry, written) => {
    const separator = separatorOf(entry);
    if (separator === undefined || !/^[ \t]+[=:]|[=:][ \t]+$/.test(written(separator))) return [];
    const sign = written(separator).trim();
    return [
      {
        at: separator,
        message: `${entry.name.value} has blanks beside the "${sign}"`,
        fix: safe('Remove the blanks', replace(separator, sign)),
      },
    ];
  },
  examples: [
    bad({ '.env': 'LOG_LEVEL = info\nPORT= 80 # of the api\n' }, ['.env:1:10', '.env:2:5'], {
      '.env': 'LOG_LEVEL=info\nPORT=80 # of the api\n',
    }),
    good({ '.env': 'LOG_LEVEL=info\nPORT="80"\nEMPTY=\n' }),
  ],
});
