// Amounts as people write them: `~1.25GB`, `20-30%`, `3,000`. An amount is a range, as wide as its last digit allows.

export interface Amount {
  readonly low: number;
  readonly high: number;
  readonly unit: Unit;
  readonly text: string;
}

export type Unit = 'bytes' | 'ms' | 'percent' | 'cores' | 'count';

const factors: Readonly<Record<string, readonly [Unit, number]>> = {
  '%': ['percent', 1],
  b: ['bytes', 1],
  kb: ['bytes', 1e3],
  kib: ['bytes', 1024],
  mb: ['bytes', 1e6],
  mib: ['bytes', 1024 ** 2],
  gb: ['bytes', 1e9],
  gib: ['bytes', 1024 ** 3],
  tb: ['bytes', 1e12],
  ms: ['ms', 1],
  s: ['ms', 1000],
  sec: ['ms', 1000],
  second: ['ms', 1000],
  seconds: ['ms', 1000],
  min: ['ms', 60_000],
  minute: ['ms', 60_000],
  minutes: ['ms', 60_000],
  hour: ['ms', 3_600_000],
  hours: ['ms', 3_600_000],
  core: ['cores', 1],
  cores: ['cores', 1],
  cpus: ['cores', 1],
  '': ['count', 1],
};

const number = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;
export const amountPattern = new RegExp(
  String.raw`(?<![\w.:/-])~?(${number})(?:\s?(?:-|\u2013|to)\s?(${number}))?\s?(%|[KMGT]i?B\b|B\b|ms\b|s\b|sec\b|seconds?\b|min\b|minutes?\b|hours?\b|cores?\b|cpus\b)?(?![\w:/]|\.\d)`,
  'gi',
);

/** All amounts of a text, in order. */
export function amountsIn(text: string): readonly (Amount & { readonly at: number })[] {
  return [...text.matchAll(amountPattern)].flatMap((match) => {
    const amount = toAmount(match[1] ?? '', match[2], match[3] ?? '', match[0].startsWith('~'));
    return amount === undefined ? [] : [{ ...amount, text: match[0].trim(), at: match.index }];
  });
}

/** The first amount, where the text is one. */
export function amountOf(text: string): Amount | undefined {
  const [first, second] = amountsIn(text);
  return second === undefined ? first : undefined;
}

function toAmount(
  from: string,
  to: string | undefined,
  unit: string,
  isAbout: boolean,
): Omit<Amount, 'text'> | undefined {
  const known = factors[unit.toLowerCase()];
  if (known === undefined) return undefined;
  const [kind, factor] = known;
  const low = Number(from.replaceAll(',', ''));
  const high = to === undefined ? low : Number(to.replaceAll(',', ''));
  if (high < low) return undefined;
  // A whole number of things is exact; a measure is as good as its last digit, and half as good with `about`.
  const digits = /\.(\d+)/.exec(from)?.[1]?.length ?? 0;
  const slack =
    kind === 'count' && !isAbout ? 0 : 0.5 * 10 ** -digits * (isAbout && kind !== 'percent' ? 2 : 1);
  return { low: (low - slack) * factor, high: (high + slack) * factor, unit: kind };
}

/** Whether two ranges share a value. */
export function overlap(one: { low: number; high: number }, other: { low: number; high: number }): boolean {
  return one.low <= other.high && other.low <= one.high;
}

/** The range of a fall from one amount to another, in percent: as exact as people round, wider where they say `about`. */
export function fall(from: Amount, to: Amount): { readonly low: number; readonly high: number } {
  const exact = (1 - middleOf(to) / middleOf(from)) * 100;
  const isAbout = from.text.startsWith('~') || to.text.startsWith('~');
  // Some write 1 GB for 1024 MB: both readings are taken as meant.
  const units = unitOf(from) === unitOf(to) ? 0 : 2.4 * (middleOf(to) / middleOf(from));
  const slack = (isAbout ? 2 : 1) + units;
  return { low: exact - slack, high: exact + slack };
}

export function middleOf({ low, high }: Amount): number {
  return (low + high) / 2;
}

function unitOf({ text }: Amount): string {
  return text.replace(/[^A-Za-z]/g, '').toLowerCase();
}

export function roundText(value: number): string {
  return String(Number(value.toFixed(1)));
}
