// What people said of sampled findings, against what is found now.
import { rowsOf } from './projects.ts';
import { keyOf, type Sampled } from './sample.ts';

export interface Judged {
  /** Repository, commit, rule, file and line. */
  readonly key: string;
  readonly rule: string;
  readonly verdict: string;
  readonly reason: string;
}

export interface Precision {
  readonly right: number;
  readonly wrong: number;
  readonly arguable: number;
  /** Judged rows that are no longer found, or no longer grave. */
  readonly gone: readonly Judged[];
  readonly unjudged: readonly Sampled[];
}

export function judgedRows(file: string): readonly Judged[] {
  return rowsOf(file).map((cells) => {
    const [, , rule = '', , , verdict = '', reason = ''] = cells;
    return { key: cells.slice(0, 5).join('\t'), rule, verdict, reason };
  });
}

export function precisionOf(
  judged: readonly Judged[],
  grave: readonly Sampled[],
  sample: readonly Sampled[],
): Precision {
  const found = new Set(grave.map(keyOf));
  const standing = judged.filter(({ key }) => found.has(key));
  const known = new Set(standing.map(({ key }) => key));
  const count = (wanted: string) => standing.filter(({ verdict }) => verdict === wanted).length;
  return {
    right: count('right'),
    wrong: count('wrong'),
    arguable: count('arguable'),
    gone: judged.filter(({ key }) => !found.has(key)),
    unjudged: sample.filter((sampled) => !known.has(keyOf(sampled))),
  };
}
