// Compares the compose loader with docker compose, project by project: `npm run parity [-- PART-OF-A-NAME]`.
// `-v` prints both answers; `--seed N --count N` choose the generated projects.
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { referenceProgram } from '../../scripts/reference.ts';
import { allCases, type ParityCase } from './case.ts';
import { differences } from './compare.ts';
import { explainedCases } from './explained.ts';
import { generatedCases } from './generate/project.ts';
import { ours } from './ours.ts';
import { layOut } from './place.ts';
import { theirs } from './theirs.ts';

/** The least number of projects, and the share of them that must come out equal. */
const bar = { projects: 400, equal: 0.99 };

type Verdict = 'equal' | 'refused' | 'different';

interface Result {
  readonly name: string;
  readonly verdict: Verdict;
  readonly lines: readonly string[];
}

async function compareOne(base: string, own: ParityCase, isVerbose: boolean): Promise<Result> {
  const { name } = own;
  const place = layOut(base, own);
  const [reference, mine] = [await theirs(own, place), await ours(own, place)];
  const shown = isVerbose ? [`theirs: ${JSON.stringify(reference)}`, `ours:   ${JSON.stringify(mine)}`] : [];
  if (reference.kind === 'refused' && mine.kind === 'refused') {
    const placed = mine.why.every(isPlaced);
    const why = placed ? [] : [`refused without place or hint: ${mine.why.join(' | ')}`];
    return { name, verdict: placed ? 'refused' : 'different', lines: [...why, ...shown] };
  }
  if (reference.kind === 'refused')
    return {
      name,
      verdict: 'different',
      lines: [`only they refuse: ${reference.why.join(' | ')}`, ...shown],
    };
  if (mine.kind === 'refused')
    return { name, verdict: 'different', lines: [`only we refuse: ${mine.why.join(' | ')}`, ...shown] };
  const found = differences(reference.project, mine.project, `/cases/${name}`);
  const lines = found.map(({ path, theirs, ours }) => `${path}: theirs ${theirs}, ours ${ours}`);
  return { name, verdict: found.length === 0 ? 'equal' : 'different', lines: [...lines, ...shown] };
}

/** `file:line:column: what; hint`, or at least a hint where the request itself is at fault. */
function isPlaced(line: string): boolean {
  return /^(?:\S+:\d+:\d+: .+|there is no .+|no compose file .+|config: .+); \S/s.test(line);
}

/** Two at a time: as many as the least machine has cores. */
async function compareAll(base: string, cases: readonly ParityCase[], isVerbose: boolean): Promise<Result[]> {
  const results: Result[] = [];
  const queue = [...cases.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      results[next[0]] = await compareOne(base, next[1], isVerbose);
  };
  await Promise.all([worker(), worker()]);
  return results;
}

function report(results: readonly Result[], isWhole: boolean): boolean {
  const explained = explainedCases();
  const meant = results.filter(({ name, verdict }) => verdict === 'different' && explained.has(name));
  const different = results.filter(({ name, verdict }) => verdict === 'different' && !explained.has(name));
  const known = new Set(results.map(({ name }) => name));
  const stale = [...explained].filter(
    (name) =>
      (isWhole && !known.has(name)) ||
      results.some((one) => one.name === name && one.verdict !== 'different'),
  );
  for (const { name, lines } of isWhole ? different : results)
    if (lines.length > 0) process.stdout.write(`${name}\n${lines.map((line) => `  ${line}\n`).join('')}`);
  for (const name of stale) process.stdout.write(`${name}: explained, but there is no such difference\n`);
  const number = (verdict: Verdict) => results.filter((one) => one.verdict === verdict).length;
  process.stdout.write(
    `${results.length} projects, ${number('equal')} equal, ${number('refused')} refused by both, ${meant.length} explained, ${different.length} different\n`,
  );
  const share = (number('equal') + number('refused')) / results.length;
  const isBelow = isWhole && (results.length < bar.projects || share < bar.equal);
  if (isBelow)
    process.stdout.write(`below the bar of ${bar.projects} projects, ${bar.equal * 100} % the same\n`);
  return different.length === 0 && stale.length === 0 && !isBelow;
}

/** `--seed` and `--count` choose the generated projects; what else is there are parts of names. */
const { values: flags, positionals: parts } = parseArgs({
  options: {
    verbose: { type: 'boolean', short: 'v', default: false },
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '100' },
  },
  allowPositionals: true,
});
const isVerbose = flags.verbose;
const all = [...allCases(), ...generatedCases(Number(flags.seed), Number(flags.count))];
const cases = all.filter(({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)));
referenceProgram();
const base = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-parity-')));
try {
  mkdirSync(join(base, 'home'));
  const isGood = report(await compareAll(base, cases, isVerbose), parts.length === 0);
  process.exitCode = isGood ? 0 : 1;
} finally {
  rmSync(base, { recursive: true, force: true });
}
