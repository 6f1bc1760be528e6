// Records of evidence as a chain: each line carries the sum of the one before, so that a line that was edited, taken out
// or brought in from elsewhere shows. It keeps honest people honest; who rewrites the whole chain is caught by the
// sign-off, which names its sums.
import { hashOf } from '../base/hash.ts';
import type { Evidence, StoredEvidence } from '../model/evidence.ts';
import { parseJson } from './files.ts';
import { isNumber, isText, oneOf, optional, shape } from './shape.ts';

const sumLength = 32;
const sealed = /^(\{.*),"sum":"([0-9a-f]{32})"\}$/s;

export type ChainRecord = Evidence & {
  readonly seq: number;
  /** Sum of the record before; `''` for the first. */
  readonly previous: string;
  readonly rawHash: string | undefined;
  readonly rawBytes: number | undefined;
};

const recordShape = shape<ChainRecord>({
  name: isText,
  outcome: oneOf('pass', 'fail', 'unknown'),
  what: isText,
  value: optional((value): value is string | number => isText(value) || isNumber(value)),
  unit: optional(isText),
  limit: optional(isText),
  at: isText,
  by: isText,
  release: optional(isText),
  raw: optional(isText),
  seq: isNumber,
  previous: isText,
  rawHash: optional(isText),
  rawBytes: optional(isNumber),
});

/** The line of a record, and its sum. */
export function sealRecord(record: ChainRecord): { readonly line: string; readonly sum: string } {
  const text = JSON.stringify(record);
  const sum = hashOf(text, sumLength);
  return { line: `${text.slice(0, -1)},"sum":"${sum}"}`, sum };
}

/** Short name of a release, for folders and ids. */
export function releaseName(release: string | undefined): string {
  return release === undefined ? 'none' : release.replace(/[^\w.-]/g, '_').replace(/^\.+/, '_');
}

/** Ten minutes: clocks of one machine are set, but not by so much. */
const backwardsMs = 600_000;

/**
 * The records of one release's chain, each with what speaks against it. A doubt stays with its record: a line that
 * was edited does not take those after it along, but the one after a missing line is doubted.
 */
export function readChain(
  text: string,
  folder: string,
): { readonly records: readonly StoredEvidence[]; readonly unreadable: number } {
  const lines = text.split('\n').filter((line) => line !== '');
  const sums = new Set(['']);
  const records: StoredEvidence[] = [];
  let unreadable = 0;
  let latest = 0;
  for (const line of lines) {
    const match = sealed.exec(line);
    const value = match === null ? undefined : parseJson(`${match[1]}}`);
    if (match === null || !recordShape.is(value)) {
      unreadable += 1;
      continue;
    }
    const sum = match[2] ?? '';
    const time = Date.parse(value.at);
    records.push({
      ...value,
      id: `${folder.slice(0, 8)}/${value.seq}`,
      sum,
      doubt: doubtOf(value, { folder, isWhole: hashOf(`${match[1]}}`, sumLength) === sum, sums, latest }),
    });
    sums.add(sum);
    if (time > latest) latest = time;
  }
  return { records, unreadable };
}

interface ChainPlace {
  readonly folder: string;
  readonly isWhole: boolean;
  readonly sums: ReadonlySet<string>;
  readonly latest: number;
}

function doubtOf(record: ChainRecord, { folder, isWhole, sums, latest }: ChainPlace): string | undefined {
  if (!isWhole) return 'the record was edited: its checksum does not fit';
  if (releaseName(record.release) !== folder)
    return `it belongs to release ${record.release ?? 'none'}, not to this one`;
  // Two writers at once may follow the same record; a record that follows none is from elsewhere.
  if (!sums.has(record.previous))
    return 'a record before it was edited, removed or brought in from elsewhere';
  const time = Date.parse(record.at);
  if (Number.isNaN(time)) return `its time ${record.at} cannot be read`;
  if (time < latest - backwardsMs)
    return `its time ${record.at} is before that of an earlier record: the clock was set back`;
  return undefined;
}
