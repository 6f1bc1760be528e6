// The writer of fixes, killed at every place: afterwards each file says what it said or what it is to say, whole, with
// its mode, and what is left lying about goes with the next try.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failPositions } from '../../src/base/failpoint.ts';
import { type Replacement, replaceFiles } from '../../src/cli/replace-file.ts';
import { type Random, randomFrom } from './random.ts';

export interface CrashFuzz {
  /** Runs that were killed, and runs whose place was not met. */
  readonly killed: number;
  readonly ran: number;
  readonly failures: readonly string[];
}

interface Planned extends Replacement {
  readonly mode: number;
}

/** What the child does: the parent tells it the files by a list beside them. */
export function writeAsTold(folder: string): void {
  const files: readonly Replacement[] = JSON.parse(readFileSync(join(folder, 'told.json'), 'utf8'));
  replaceFiles(files, folder);
}

/** `child`: the command line that calls `writeAsTold` with the folder that follows. */
export function crash(runs: number, seed: number, child: readonly string[]): CrashFuzz {
  const failures: string[] = [];
  let killed = 0;
  for (let number = 0; number < runs; number++) {
    const random = randomFrom(seed * 7_919 + number);
    const folder = mkdtempSync(join(tmpdir(), 'seaworthy-crash-'));
    try {
      const files = planned(folder, random);
      const point = `${random.pick(['fix-draft', 'fix-place'])}-${1 + random.int(files.length)}@${random.pick(failPositions)}`;
      const wasKilled = run(child, folder, point) === 'SIGKILL';
      if (wasKilled) killed += 1;
      const wrong = wrongAfterCrash(files, wasKilled) ?? wrongAfterRetry(files, child, folder);
      if (wrong !== undefined) failures.push(`run ${number} of seed ${seed}, killed at ${point}: ${wrong}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return { killed, ran: runs - killed, failures };
}

function planned(folder: string, random: Random): readonly Planned[] {
  const files = Array.from({ length: 1 + random.int(4) }, (_, index): Planned => {
    const name = `${random.pick(['', 'sub/'])}f${index}`;
    const text = (letter: string) => `${letter.repeat(1 + random.int(20_000))}\n`;
    const mode = random.pick([0o644, 0o600, 0o755, 0o664]);
    return { path: join(folder, name), name, before: text('o'), after: text('n'), mode };
  });
  mkdirSync(join(folder, 'sub'));
  for (const { path, before, mode } of files) {
    writeFileSync(path, before);
    chmodSync(path, mode);
  }
  writeFileSync(join(folder, 'told.json'), JSON.stringify(files));
  return files;
}

function run(child: readonly string[], folder: string, point: string | undefined): NodeJS.Signals | null {
  const [program = '', ...args] = child;
  const env = { ...process.env, ...(point === undefined ? {} : { SEAWORTHY_FAILPOINT: point }) };
  return spawnSync(program, [...args, folder], { env, stdio: 'ignore' }).signal;
}

function wrongAfterCrash(files: readonly Planned[], wasKilled: boolean): string | undefined {
  const states = files.map(({ path, before, after, mode }) => {
    const text = readFileSync(path, 'utf8');
    if ((statSync(path).mode & 0o7777) !== mode) return 'mode';
    return text === before ? 'old' : text === after ? 'new' : 'mixed';
  });
  const said = states.join(' ');
  if (!/^(?:new ?)*(?:old ?)*$/.test(said)) return said;
  return wasKilled || !said.includes('old') ? undefined : `not killed, and yet ${said}`;
}

/** Those that were written are not told again: a second run of `fix` finds nothing in them. */
function wrongAfterRetry(
  files: readonly Planned[],
  child: readonly string[],
  folder: string,
): string | undefined {
  const left = files.filter(({ path, before }) => readFileSync(path, 'utf8') === before);
  writeFileSync(join(folder, 'told.json'), JSON.stringify(left));
  run(child, folder, undefined);
  const stale = files.find(({ path, after }) => readFileSync(path, 'utf8') !== after);
  if (stale !== undefined) return `${stale.name} is not written by the next run`;
  const drafts = left.length === 0 ? [] : left.flatMap(({ name }) => draftsOf(folder, name));
  return drafts.length === 0 ? undefined : `left lying about: ${drafts.join(', ')}`;
}

function draftsOf(folder: string, name: string): readonly string[] {
  const base = name.slice(name.lastIndexOf('/') + 1);
  return readdirSync(join(folder, name, '..')).filter((entry) => entry.startsWith(`.${base}.`));
}
