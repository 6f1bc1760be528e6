// Arithmetic inside of one line: shares, falls, sums, and counts beside what is counted.

import { type Amount, amountsIn, fall, middleOf, overlap, roundText } from './amounts.ts';
import type { Found } from './claim.ts';
import { type ProseLine, sentencesOf } from './prose.ts';

export function arithmeticOf(lines: readonly ProseLine[]): readonly Found[] {
  return lines
    .filter(({ kind }) => kind !== 'code' && kind !== 'row')
    .flatMap(({ line, text }) =>
      sentencesOf(text).flatMap((sentence) =>
        [
          shareOf(sentence),
          sumOf(sentence),
          fallIn(sentence),
          listedCount(sentence),
          boundOf(sentence),
        ].flatMap((found) => (found === undefined ? [] : [{ line, ...found }])),
      ),
    );
}

type Verdict = Omit<Found, 'line'> | undefined;

const ratio = String.raw`(\d[\d,]*)\s?(?:\/|of|out of)\s?(\d[\d,]*)`;
const percent = String.raw`~?(\d+(?:\.\d+)?)\s?%`;

/** `66.7% (8/12 …)`, `8 of 12 … (66.7%)`. */
function shareOf(text: string): Verdict {
  const before = new RegExp(String.raw`${percent}\s*\(\s*${ratio}\b`).exec(text);
  const after = new RegExp(String.raw`\b${ratio}\b[^.;()%]{0,40}[(=,]\s*${percent}`).exec(text);
  const [share, part, whole] =
    before !== null
      ? [before[1], before[2], before[3]]
      : after !== null
        ? [after[3], after[1], after[2]]
        : [];
  if (share === undefined || part === undefined || whole === undefined) return undefined;
  const [some, all] = [Number(part.replaceAll(',', '')), Number(whole.replaceAll(',', ''))];
  if (all === 0) return undefined;
  const real = (some / all) * 100;
  const digits = /\.(\d+)/.exec(share)?.[1]?.length ?? 0;
  const fits =
    Math.abs(real - Number(share)) <= 0.5 * 10 ** -digits + 1e-9 ||
    Math.floor(real * 10 ** digits) / 10 ** digits === Number(share);
  return {
    word: fits ? 'true' : 'false',
    because: `${some} of ${all} is ${roundText(real)} %${fits ? '' : `, not ${share} %`}`,
  };
}

/** `5 + 10 + 8 = 23`. */
function sumOf(text: string): Verdict {
  const match =
    /(?<![\w.])(\d+(?:\.\d+)?(?:\s?[A-Za-z%]{1,4})?(?:\s?\+\s?\d+(?:\.\d+)?(?:\s?[A-Za-z%]{1,4})?)+)\s?=\s?(\d+(?:\.\d+)?)/.exec(
      text,
    );
  if (match === null) return undefined;
  const terms = [...(match[1] ?? '').matchAll(/\d+(?:\.\d+)?/g)].map(([one]) => Number(one));
  const units = new Set([...(match[1] ?? '').matchAll(/\d\s?([A-Za-z%]{1,4})/g)].map(([, unit]) => unit));
  if (units.size > 1) return undefined;
  const sum = terms.reduce((total, one) => total + one, 0);
  const stated = Number(match[2]);
  const fits = Math.abs(sum - stated) < 1e-6;
  return {
    word: fits ? 'true' : 'false',
    because: `${terms.join(' + ')} is ${roundText(sum)}${fits ? '' : `, not ${stated}`}`,
  };
}

/** `30 % smaller, from 100 MB to 70 MB`. */
function fallIn(text: string): Verdict {
  const change = changeIn(text);
  const shares = amountsIn(text).filter(({ unit }) => unit === 'percent');
  const [share, other] = shares;
  if (change === undefined || share === undefined || other !== undefined) return undefined;
  const isFall = /reduc|smaller|less|lower|fewer|faster|down|decreas|shrunk|shrank|cut|saved?|drop/i.test(
    text,
  );
  const isRise = /increas|more|higher|grew|grown|up from|slower|larger|bigger/i.test(text);
  if (isFall === isRise) return undefined;
  const exact = (middleOf(change.to) / middleOf(change.from) - 1) * 100;
  const range = isFall ? fall(change.from, change.to) : { low: exact - 2, high: exact + 2 };
  const fits = overlap(range, share);
  return {
    word: fits ? 'true' : 'false',
    because: `from ${change.from.text} to ${change.to.text} is ${roundText(Math.abs(exact))} %${fits ? '' : `, not ${share.text}`}`,
  };
}

/** `from A to B`, `B (down from A)`: two amounts of one unit, not shares. */
export function changeIn(text: string): { readonly from: Amount; readonly to: Amount } | undefined {
  const amounts = amountsIn(text).filter(({ unit }) => unit !== 'percent');
  const toward = /\bfrom\s+(~?\d[\d.,]*\s?\w*)\s+(?:down |up )?to\s+(~?\d[\d.,]*\s?\w*)/i.exec(text);
  const back =
    /(~?\d[\d.,]*\s?\w*)[^.;\d]{0,30}?\(?(?:down|up|reduced|instead)\s+(?:from|of)\s+(~?\d[\d.,]*\s?\w*)/i.exec(
      text,
    );
  const pair = toward !== null ? [toward[1], toward[2]] : back !== null ? [back[2], back[1]] : undefined;
  if (pair === undefined || amounts.length < 2) return undefined;
  const [from] = amountsIn(pair[0] ?? '');
  const [to] = amountsIn(pair[1] ?? '');
  if (from === undefined || to === undefined || from.unit !== to.unit || from.low <= 0) return undefined;
  return { from, to };
}

const words = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** `three services: a, b and c` and nothing more behind it. */
function listedCount(text: string): Verdict {
  const match =
    /\b(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+((?:[a-z-]+\s)?[a-z-]+s)\s?(?::\s|\(\s?)([^().;:]+)\)?\.?$/i.exec(
      text,
    );
  if (
    match === null ||
    /[<>=%]|\d/.test(match[3] ?? '') ||
    /\b(?:e\.?g|such as|including|like|etc|and more|among)\b/i.test(match[3] ?? '')
  )
    return undefined;
  const stated =
    words.indexOf((match[1] ?? '').toLowerCase()) >= 0
      ? words.indexOf((match[1] ?? '').toLowerCase())
      : Number(match[1]);
  const names = (match[3] ?? '').split(/\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*/).filter((name) => name !== '');
  // Names are short; clauses with commas are none.
  if (names.length < 2 || names.some((name) => name.split(' ').length > 3)) return undefined;
  const fits = names.length === stated;
  return {
    word: fits ? 'true' : 'false',
    because: `${names.length} ${match[2]} are named${fits ? '' : `, not ${stated}`}`,
  };
}

/** `p95 is 250 ms, below the limit of 200 ms`: two amounts of one unit and one comparison. */
function boundOf(text: string): Verdict {
  const match =
    /(~?\d[\d.,]*\s?(?:ms|s|%|[KMGT]i?B|cores)),?\s(?:which is |and is |is |stays |well )*(below|under|less than|within|above|over|more than)\s(?:the |our |its |a )?(?:limit |target |budget |threshold )?(?:of )?(~?\d[\d.,]*\s?(?:ms|s|%|[KMGT]i?B|cores))/i.exec(
      text,
    );
  const [left] = amountsIn(match?.[1] ?? '');
  const [right] = amountsIn(match?.[3] ?? '');
  if (match === null || left === undefined || right === undefined || left.unit !== right.unit)
    return undefined;
  const isBelow = /below|under|less|within/i.test(match[2] ?? '');
  const fits = isBelow ? left.low <= right.high : left.high >= right.low;
  return {
    word: fits ? 'true' : 'false',
    because: `${left.text} is ${fits ? '' : 'not '}${(match[2] ?? '').toLowerCase()} ${right.text}`,
  };
}
