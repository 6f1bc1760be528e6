// What was measured of images and holds for later: the rate of the last pull, and how large layers are unpacked.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { entriesAt, numberAt, parsedJson } from '../../../base/json.ts';

export interface Measures {
  /** Bytes a second. */
  rate: number | undefined;
  /** Bytes unpacked, by digest of the compressed layer. */
  readonly sizes: Map<string, number>;
}

const fileName = 'images.json';
/** Layers that are remembered, the latest. */
const kept = 2000;
/** A pull that is over so soon measures the way to the registry, not the rate. */
const leastMs = 200;
const leastBytes = 256 * 1024;

/** Nothing measured where there is no file, or one that cannot be used: it is measured again. */
export function readMeasures(stateFolder: string | undefined): Measures {
  let text = '';
  try {
    if (stateFolder !== undefined) text = readFileSync(join(stateFolder, fileName), 'utf8');
  } catch {
    // None yet.
  }
  const value = parsedJson(text);
  const sizes = entriesAt(value, 'sizes').filter(
    (entry): entry is readonly [string, number] => typeof entry[1] === 'number',
  );
  return { rate: numberAt(value, 'rate'), sizes: new Map(sizes) };
}

/** Put in place whole; what cannot be written is measured again. */
export function writeMeasures(stateFolder: string | undefined, { rate, sizes }: Measures): void {
  if (stateFolder === undefined) return;
  const path = join(stateFolder, fileName);
  const draft = `${path}.${process.pid}.new`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const latest = Object.fromEntries([...sizes].slice(-kept));
    writeFileSync(draft, `${JSON.stringify({ rate, sizes: latest })}\n`, { mode: 0o600 });
    renameSync(draft, path);
  } catch {
    // A plan without the time of its pulls is a plan.
  }
}

/** Bytes a second; undefined when it was too little or too short to tell. */
export function rateOf(bytes: number, ms: number): number | undefined {
  return bytes < leastBytes || ms < leastMs ? undefined : Math.round((bytes / ms) * 1000);
}
