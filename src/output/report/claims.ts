// Claims of a hand-written report, the untrue ones first.
import { printable, printableLine } from '../../base/text.ts';
import type { Claim, ClaimWord } from '../../readiness/claims/claim.ts';
import type { Paint } from '../paint.ts';

const order: readonly ClaimWord[] = ['false', 'partly', 'true', 'not-checkable'];

export function claimsText(file: string, claims: readonly Claim[], paint: Paint): string {
  const tone = { false: paint.red, partly: paint.yellow, true: paint.green, 'not-checkable': paint.dim };
  const counts = order.map((word) => `${claims.filter((one) => one.word === word).length} ${word}`);
  const rows = order.flatMap((word) =>
    claims
      .filter((one) => one.word === word)
      .flatMap((one) => [
        `${tone[word](word.padEnd(13))} ${printable(file)}:${one.line}  ${printableLine(one.text)}`,
        `${''.padEnd(14)}${printableLine(one.because)}${evidenceText(one)}`,
      ]),
  );
  return `${[`${printable(file)}: ${counts.join(' · ')}`, ...rows].join('\n')}\n`;
}

function evidenceText({ evidence }: Claim): string {
  const places = [...new Set(evidence.map(({ text }) => text))];
  return places.length === 0 ? '' : `  [${printableLine(places.slice(0, 3).join(', '))}]`;
}
