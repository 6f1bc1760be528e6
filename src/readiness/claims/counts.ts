// Numbers in headings against the lists below them, a stated total against the sum, and a summary table against both.
import { amountOf } from './amounts.ts';
import type { Found } from './claim.ts';
import type { ProseLine } from './prose.ts';
import { tablesOf } from './tables.ts';

interface CountedSection {
  readonly heading: ProseLine;
  readonly noun: string;
  readonly stated: number;
  readonly items: readonly ProseLine[];
}

export function countClaims(lines: readonly ProseLine[]): readonly Found[] {
  const sections = countedSections(lines);
  const found: Found[] = [];
  for (const level of new Set(sections.map(({ heading }) => heading.depth))) {
    const series = sections.filter(({ heading }) => heading.depth === level);
    found.push(
      ...seriesClaims(series),
      ...totalClaims(series, lines),
      ...summaryClaims(series, lines),
      ...earlyNames(series, lines),
    );
  }
  return found;
}

const stated = /(?:^|[\s(\u2013-])(\d{1,3})\s+([a-z]+s)\)?(?:\s|$|[).,:])/i;

function countedSections(lines: readonly ProseLine[]): readonly CountedSection[] {
  return lines.flatMap((heading) => {
    const match = heading.kind === 'heading' ? stated.exec(heading.text) : null;
    const noun = match?.[2]?.toLowerCase();
    if (
      match === null ||
      noun === undefined ||
      /^(?:ms|hours|minutes|seconds|days|weeks|months|years)$/.test(noun)
    )
      return [];
    const items = itemsOf(heading, noun, lines);
    return items.length === 0 ? [] : [{ heading, noun, stated: Number(match[1]), items }];
  });
}

/** The outermost items of the first list that is about the noun; of the list right below where no heading names it. */
function itemsOf(heading: ProseLine, noun: string, lines: readonly ProseLine[]): readonly ProseLine[] {
  const below = lines.filter(({ line, under }) => line > heading.line && under.includes(heading.line));
  const named = below.find(({ kind, text }) => kind === 'heading' && text.toLowerCase().includes(noun));
  const own = below.filter(({ under }) => under.at(-1) === (named?.line ?? heading.line));
  const first = own.find(({ kind }) => kind === 'item');
  if (first === undefined) return [];
  const list: ProseLine[] = [];
  let last = first.line;
  for (const line of own.filter((one) => one.line >= first.line)) {
    // Lines of one list follow each other; deeper ones belong to an item.
    if (line.line > last + 2 || (line.kind !== 'item' && line.kind !== 'text')) break;
    last = line.line;
    if (line.kind === 'item' && line.depth === first.depth) list.push(line);
  }
  return list;
}

/** All count their own, or all count what came before, too: what differs from the others is wrong. */
function seriesClaims(series: readonly CountedSection[]): readonly Found[] {
  const sums = cumulated(series);
  const isOwn = series.every(({ stated: amount, items }) => amount === items.length);
  const isSum = !isOwn && series.every(({ stated: amount }, index) => amount === sums[index]);
  return series.map(({ heading, noun, stated: amount, items }, index) => {
    if (isOwn || isSum || amount === items.length) {
      const with_ = isSum && index > 0 ? ', with those before' : '';
      return {
        line: heading.line,
        word: 'true',
        because: `${isSum ? sums[index] : items.length} ${noun} are listed${with_}`,
      };
    }
    const mixed =
      amount === sums[index]
        ? `; ${amount} is the number with those before, which the other headings leave out`
        : '';
    return {
      line: heading.line,
      word: 'false',
      because: `${items.length} ${noun} are listed, not ${amount}${mixed}`,
    };
  });
}

function cumulated(series: readonly CountedSection[]): readonly number[] {
  let sum = 0;
  return series.map(({ items }) => {
    sum += items.length;
    return sum;
  });
}

/** `Total Services: 37+` beside sections that list 32. */
function totalClaims(series: readonly CountedSection[], lines: readonly ProseLine[]): readonly Found[] {
  const [first] = series;
  if (first === undefined || series.length < 2) return [];
  const listed = cumulated(series).at(-1) ?? 0;
  const headings = series.reduce((sum, one) => sum + one.stated, 0);
  const total = new RegExp(String.raw`^total ${first.noun}\b[^\d]*(\d+)(\+?)`, 'i');
  const running = new RegExp(String.raw`\b(\d+)(\+?) ${first.noun}\b`, 'i');
  const totals = lines.filter(({ kind, text }) => kind !== 'code' && kind !== 'heading' && total.test(text));
  const numbers = new Set(totals.map(({ text }) => total.exec(text)?.[1]));
  const repeats = lines.filter(
    ({ kind, text, label }) =>
      (kind === 'text' || kind === 'item') &&
      !totals.some((one) => one.text === text) &&
      label !== '' &&
      numbers.has(running.exec(text)?.[1]),
  );
  return [...totals, ...repeats].map(({ line, text }) => {
    const match = total.exec(text) ?? running.exec(text);
    const amount = Number(match?.[1]);
    const fits = match?.[2] === '+' ? listed >= amount : listed === amount;
    const mixed =
      amount === headings && headings !== listed
        ? `; ${amount} is the sum of the numbers in their headings`
        : '';
    return {
      line,
      word: fits ? 'true' : 'false',
      because: `the ${series.length} sections list ${listed} ${first.noun}${fits ? '' : `, not ${amount}${mixed}`}`,
    };
  });
}

/** A table with one row a section and a column of that noun. */
function summaryClaims(series: readonly CountedSection[], lines: readonly ProseLine[]): readonly Found[] {
  const [first] = series;
  if (first === undefined) return [];
  const sums = cumulated(series);
  return tablesOf(lines).flatMap(({ header, rows }) => {
    const column = header.cells.findIndex((cell) => cell.toLowerCase() === first.noun);
    if (column < 0 || rows.length !== series.length) return [];
    const amounts = rows.map((row) => amountOf(row.cells[column] ?? '')?.low);
    const isSum = amounts.every((amount, index) => amount === sums[index]);
    return rows.map((row, index) => {
      const own = series[index]?.items.length;
      const fits = isSum || amounts[index] === own;
      return {
        line: row.line,
        word: fits ? ('true' as const) : ('false' as const),
        because: isSum
          ? `${sums[index]} ${first.noun} are listed up to there`
          : `${own} ${first.noun} are listed${fits ? '' : `, not ${amounts[index]}`}`,
      };
    });
  });
}

/** A command of one section that names what only a later one brings. */
function earlyNames(series: readonly CountedSection[], lines: readonly ProseLine[]): readonly Found[] {
  const names = series.flatMap(({ items }, index) =>
    items.map(({ text }) => [/^[a-z][\w.-]*/.exec(text)?.[0] ?? '', index] as const),
  );
  return series.flatMap(({ heading }, index) =>
    lines.flatMap((line): readonly Found[] => {
      if (line.kind !== 'code' || !line.under.includes(heading.line) || /^\s*#/.test(line.text)) return [];
      const words = new Set(line.text.split(/[^\w.-]+/));
      const early = names.find(([name, at]) => at > index && name.length > 2 && words.has(name));
      if (early === undefined) return [];
      return [
        {
          line: line.line,
          word: 'partly',
          because: `${early[0]} comes only with ${series[early[1]]?.heading.text ?? 'a later section'}`,
        },
      ];
    }),
  );
}
