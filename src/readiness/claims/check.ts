// Reads a hand-written report and says of each claim in it whether it holds: against itself, and against the repository.
import { arithmeticOf } from './arithmetic.ts';
import type { Claim, ClaimFacts, ClaimWord, Found } from './claim.ts';
import { countClaims } from './counts.ts';
import { type ProseLine, readProse } from './prose.ts';
import { repositoryClaims } from './repository.ts';
import { statementClaims } from './statements.ts';
import { tableClaims } from './tables.ts';

/** The worst of what was found of a line speaks for it. */
const order: readonly ClaimWord[] = ['false', 'partly', 'true', 'not-checkable'];

/** Claims in the order of the text. Without facts only the text itself is held against itself. */
export function checkClaimText(markdown: string, facts?: ClaimFacts): readonly Claim[] {
  const lines = readProse(markdown);
  const found: Found[] = [
    ...arithmeticOf(lines),
    ...tableClaims(lines),
    ...countClaims(lines),
    ...statementClaims(lines),
    ...(facts === undefined ? [] : repositoryClaims(lines, facts)),
  ];
  const byLine = new Map<number, Found[]>();
  for (const one of found) byLine.set(one.line, [...(byLine.get(one.line) ?? []), one]);
  return lines.flatMap((line): readonly Claim[] => {
    const own =
      byLine.get(line.line) ??
      (looksLikeClaim(line)
        ? [
            {
              line: line.line,
              word: 'not-checkable' as const,
              because: 'nothing here can be held against it',
            },
          ]
        : []);
    const word = order.find((one) => own.some((claim) => claim.word === one));
    if (word === undefined) return [];
    const telling = own.filter((claim) => claim.word === word);
    const because = [...new Set(telling.map((claim) => claim.because))].join('; ');
    return [
      {
        line: line.line,
        text: line.text,
        word,
        because,
        evidence: telling.flatMap(({ evidence }) => evidence ?? []),
      },
    ];
  });
}

/** A line that claims something, although nothing here could check it. */
function looksLikeClaim({ kind, text, ticked }: ProseLine): boolean {
  if (kind === 'box') return ticked === true;
  if (
    kind === 'code' ||
    kind === 'heading' ||
    kind === 'row' ||
    /^(?:add|use|implement|set|ensure|verify)\b|\b(?:should|must)\b/i.test(text)
  )
    return false;
  return (
    /\d\s?%|\b\d+\s?(?:MB|GB|ms)\b|\ball (?:services|tests|issues|containers)\b|\b\d+\/\d+\b/i.test(text) &&
    !/[<>]\s?\d/.test(text)
  );
}
