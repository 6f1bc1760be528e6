// Changes that two places of a text measure: what one says of a share, another says in amounts.
import { amountsIn, fall, overlap, roundText } from './amounts.ts';
import { changeIn } from './arithmetic.ts';
import type { Found } from './claim.ts';
import type { ProseLine } from './prose.ts';
import { stems } from './stems.ts';
import { tablesOf, totalFall } from './tables.ts';

/** `Memory usage: 20-30% reduction` where another line says from how much to how much. */
export function changesElsewhere(lines: readonly ProseLine[]): readonly Found[] {
  const changes = lines.flatMap((line) => {
    const change = line.kind === 'code' || line.label === '' ? undefined : changeIn(line.text);
    return change === undefined ? [] : [{ line, change, subject: stems(line.label) }];
  });
  return lines.flatMap((line): readonly Found[] => {
    const shares = line.kind === 'code' ? [] : amountsIn(line.text).filter(({ unit }) => unit === 'percent');
    const [share] = shares;
    if (
      share === undefined ||
      shares.length > 1 ||
      line.label === '' ||
      !/reduc|smaller|less|lower|decreas/i.test(line.text)
    )
      return [];
    const own = stems(line.label);
    const other = changes.find(
      ({ line: at, subject }) =>
        at !== line &&
        [...subject].some((stem) => own.has(stem) && /^(?:memor|cpu|stora|image|disk|netwo)/.test(stem)),
    );
    if (other === undefined) return [];
    const { from, to } = other.change;
    const range = fall(from, to);
    const fits = overlap(range, share);
    return [
      {
        line: line.line,
        word: fits ? 'true' : 'false',
        because: `line ${other.line.line}: from ${from.text} to ${to.text} is ${roundText((range.low + range.high) / 2)} %${fits ? '' : `, not ${share.text}`}`,
      },
    ];
  });
}

const headline = /\b(?:size reduction|reduction in (?:\w+ )*(?:image )?sizes?|smaller images)\b/i;

/** `71% size reduction` where the last row of a table sums before and after. */
export function headlineShares(lines: readonly ProseLine[]): readonly Found[] {
  const totals = tablesOf(lines).flatMap((table) => totalFall(table) ?? []);
  const [total, second] = totals;
  // Of two tables nobody knows which one is meant.
  if (total === undefined || second !== undefined) return [];
  return lines.flatMap((line): readonly Found[] => {
    const shares = line.kind === 'code' || line.kind === 'row' ? [] : amountsIn(line.text);
    const [share, other] = shares.filter(({ unit }) => unit === 'percent');
    if (share === undefined || other !== undefined || !headline.test(line.text)) return [];
    const fits = overlap(total.range, share);
    const because = `line ${total.line}: in all it is ${roundText(total.exact)} %${fits ? '' : `, not ${share.text}`}`;
    return [{ line: line.line, word: fits ? 'true' : 'false', because }];
  });
}
