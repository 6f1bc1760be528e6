// `npm run fuzz [-- CASES [SEED [SETS [CRASHES]]]]`: random sets of fixes through the applier, the writer of fixes killed
// at random places, and mutated files through every reader, in a process of its own, because what brings
// Node down (an aborted regular expression, no memory left) cannot be caught. A case fails when something is thrown,
// the process ends, it takes more than a second of CPU time, or the process more than 256 MB.
import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { corpus } from './corpus.ts';
import { crash, writeAsTold } from './crashes.ts';
import { fuzzEdits } from './edits.ts';
import { caseOf, runCase } from './target.ts';

const limitMs = 1000;
const limitBytes = 256 * 1024 * 1024;
/** Where a hang is given up. */
const patienceMs = 20_000;
/** Garbage is collected before it could be taken for need. */
const heapFlags = ['--max-old-space-size=160', '--max-semi-space-size=8', '--single-threaded-gc'];

interface Failure {
  readonly number: number;
  readonly why: string;
}

interface Answer {
  readonly failures: readonly Failure[];
  readonly cases: number;
  readonly worst: { readonly number: number; readonly ms: number };
  readonly peakBytes: number;
}

if (process.argv[2] === '--child') process.exit(child(process.argv.slice(3)));
if (process.argv[2] === '--write') {
  writeAsTold(process.argv[3] ?? '');
  process.exit(0);
}
const [cases = 50_000, seed = Date.now() % 2 ** 31, sets = 20_000, crashes = 200] = process.argv
  .slice(2)
  .map(Number);
process.exitCode = Math.max(fixes(sets, crashes, seed), await parent(cases, seed));

function fixes(sets: number, crashes: number, seed: number): number {
  const { counts, failures } = fuzzEdits(sets, seed);
  const writing = crash(crashes, seed, [process.execPath, fileURLToPath(import.meta.url), '--write']);
  for (const failure of [...failures, ...writing.failures]) process.stdout.write(`${failure}\n`);
  const { fixes, edits, applied, postponed, flawed } = counts;
  const told = `${sets} sets of ${fixes} fixes and ${edits} edits: ${applied} applied, ${postponed} postponed, ${flawed} refused`;
  process.stdout.write(`edits: seed ${seed}, ${told}, ${failures.length} failed: ${verdictOf(failures)}\n`);
  const { killed, ran } = writing;
  process.stdout.write(
    `writer: seed ${seed}, ${killed} killed, ${ran} whole, ${writing.failures.length} failed: ${verdictOf(writing.failures)}\n`,
  );
  return failures.length + writing.failures.length === 0 ? 0 : 1;
}

function verdictOf(failures: readonly string[]): string {
  return failures.length === 0 ? 'held' : 'MISSED';
}

/** Runs the cases from one number to another; writes the number of each before it begins. */
function child([seed = '', from = '', to = '', progress = '', answer = '']: readonly string[]): number {
  const all = corpus();
  const descriptor = openSync(progress, 'w');
  const failures: Failure[] = [];
  let worst = { number: 0, ms: 0 };
  for (let number = Number(from); number < Number(to); number++) {
    writeSync(descriptor, `${number}\n`, 0);
    const made = caseOf(all, Number(seed), number);
    const { ms, error } = timed(() => runCase(made));
    if (ms > worst.ms) worst = { number, ms };
    if (error !== undefined) failures.push({ number, why: error });
    else if (ms > limitMs) failures.push({ number, why: `took ${ms.toFixed(0)} ms` });
  }
  closeSync(descriptor);
  const cases = Number(to) - Number(from);
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  writeFileSync(answer, JSON.stringify({ failures, cases, worst, peakBytes } satisfies Answer));
  return 0;
}

/** CPU time: others may be at work on the machine as well. */
function timed(run: () => void): { readonly ms: number; readonly error?: string } {
  const before = process.cpuUsage();
  const used = () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  try {
    run();
    return { ms: used() };
  } catch (error) {
    return { ms: used(), error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

async function parent(cases: number, seed: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-fuzz-'));
  const answers: Answer[] = [];
  const batch = 5000;
  let next = 0;
  while (next < cases) {
    const end = Math.min(cases, next + batch);
    const answer = await inChild(folder, seed, next, end);
    answers.push(answer);
    next += answer.cases;
  }
  const failures = answers.flatMap((answer) => answer.failures);
  const worst = answers.map((answer) => answer.worst).reduce((a, b) => (b.ms > a.ms ? b : a));
  const peak = Math.max(...answers.map(({ peakBytes }) => peakBytes));
  for (const { number, why } of failures) tell(folder, seed, number, why);
  const verdict = failures.length === 0 && peak <= limitBytes ? 'held' : 'MISSED';
  const megabytes = (peak / 1024 / 1024).toFixed(0);
  process.stdout.write(
    `fuzz: seed ${seed}, ${cases} cases, ${failures.length} failed, worst ${worst.ms.toFixed(0)} ms (case ${worst.number}), peak ${megabytes} MB; limits ${limitMs} ms, 256 MB: ${verdict}\n`,
  );
  if (failures.length === 0) rmSync(folder, { recursive: true, force: true });
  return verdict === 'held' ? 0 : 1;
}

async function inChild(folder: string, seed: number, from: number, to: number): Promise<Answer> {
  const [progress, answer] = [join(folder, 'progress'), join(folder, 'answer')];
  rmSync(answer, { force: true });
  const process = fork(
    fileURLToPath(import.meta.url),
    ['--child', `${seed}`, `${from}`, `${to}`, progress, answer],
    {
      execArgv: heapFlags,
      stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
    },
  );
  const why = await ended(process, progress);
  if (why === undefined) return JSON.parse(readFileSync(answer, 'utf8'));
  const number = Number.parseInt(readFileSync(progress, 'utf8'), 10);
  // What the batch met before is met again when the rest is run.
  const before = number > from ? await inChild(folder, seed, from, number) : undefined;
  const failures = [...(before?.failures ?? []), { number, why }];
  const { worst = { number, ms: 0 }, peakBytes = 0 } = before ?? {};
  return { failures, cases: number - from + 1, worst, peakBytes };
}

/** Why the process ended before its time; undefined when it did all. */
function ended(running: ChildProcess, progress: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let last = '';
    const watch = setInterval(() => {
      const now = readFileSync(progress, 'utf8');
      if (now === last) running.kill('SIGKILL');
      last = now;
    }, patienceMs);
    running.once('exit', (code, signal) => {
      clearInterval(watch);
      resolve(code === 0 ? undefined : `the process ended with ${signal ?? code}`);
    });
  });
}

function tell(folder: string, seed: number, number: number, why: string): void {
  const { seedling, text } = caseOf(corpus(), seed, number);
  const file = join(folder, `${number}-${seedling.file.replaceAll('/', '-')}`);
  writeFileSync(file, text);
  process.stdout.write(`case ${number} of seed ${seed} (${seedling.kind}): ${why}\n  ${file}\n`);
}
