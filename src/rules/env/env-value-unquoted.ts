import { insertAfter, insertBefore, review } from '../fix.ts';
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
    const quote = quoteFor(written(value.span));
    return [
      {
        at: value.span,
        message: `${name.value} has blanks in its value and no quotes around it`,
        ...(quote === undefined
          ? {}
          : { fix: review('Add quotes', insertBefore(value.span, quote), insertAfter(value.span, quote)) }),
      },
    ];
  },
  examples: [
    bad({ '.env': 'TITLE=Acme shop\n' }, '.env:1:7', {
      '.env': `
          TITLE="Acme shop"
        `,
    }),
    bad(
      {
        '.env': `
          GREETING=say "hello" to all # twice
          SHOP=Acme & Sons
        `,
      },
      ['.env:1:10', '.env:2:6'],
      {
        '.env': `
          GREETING='say "hello" to all' # twice
          SHOP="Acme & Sons"
        `,
      },
    ),
    good({ '.env': 'TITLE="Acme shop"\nLOG_LEVEL=info # of all\n' }),
  ],
});

/** Quotes in which every reader finds the same text: variables are replaced in double ones, and as without any. */
function quoteFor(text: string): '"' | "'" | undefined {
  // A comment that stands where a value would: quotes would only hide it.
  if (text.startsWith('#')) return undefined;
  if (!/["\\`]/.test(text)) return '"';
  return /['$\n]/.test(text) ? undefined : "'";
}
