// `npm run recall -- FOLDER`: defects put into copies of repositories, one at a time, and whether the review tells of them.
// FOLDER has checkouts, as `KEEP` of `npm run precision` leaves them. `PER` defects of a kind are put into each (2), `EACH`
// takes each so manieth repository (3), `ONLY` a part of the kinds' names. What is not found is printed with `-- FOLDER misses`.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { readProject } from '../../src/read/project.ts';
import { review } from '../../src/review/run.ts';
import type { Operator } from './operator.ts';
import { operators } from './operators.ts';

interface Outcome {
  readonly operator: string;
  readonly place: string;
  /** The text that was changed, on one line. */
  readonly was: string;
  readonly isFound: boolean;
}

const mostFiles = 1400;
const largestFile = 200_000;
const per = Number(process.env['PER'] ?? 2);
const each = Number(process.env['EACH'] ?? 3);
const tried = operators.filter(({ name }) => name.includes(process.env['ONLY'] ?? ''));

async function main([folder, mode]: readonly string[]): Promise<number> {
  if (folder === undefined) {
    process.stderr.write('usage: npm run recall -- FOLDER [misses]\n');
    return 64;
  }
  const checkouts = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
    .sort()
    .filter((_, index) => index % each === 0);
  const outcomes: Outcome[] = [];
  let repositories = 0;
  for (const checkout of checkouts) {
    const own = await outcomesOf(checkout);
    if (own.length > 0) repositories += 1;
    outcomes.push(...own);
  }
  process.stdout.write(table(outcomes, repositories));
  if (mode === 'misses')
    for (const { operator, place, was } of outcomes.filter(({ isFound }) => !isFound))
      process.stdout.write(`${operator}\t${place}\t${was}\n`);
  return 0;
}

/** In a copy, since a checkout is used again. */
async function outcomesOf(checkout: string): Promise<readonly Outcome[]> {
  const paths = filesBelow(checkout);
  if (paths.length > mostFiles) return [];
  const scratch = mkdtempSync(join(tmpdir(), 'seaworthy-recall-'));
  try {
    const root = join(scratch, basename(checkout));
    cpSync(checkout, root, { recursive: true });
    const before = await foundIn(root);
    const outcomes: Outcome[] = [];
    for (const operator of tried) {
      for (const path of paths.filter(operator.fits).slice(0, per)) {
        const one = await outcomeIn(root, path, operator, before);
        if (one !== undefined) outcomes.push(one);
      }
    }
    return outcomes;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Undefined where the file has nothing of the kind. */
async function outcomeIn(
  root: string,
  path: string,
  { broken, name }: Operator,
  before: ReadonlySet<string>,
): Promise<Outcome | undefined> {
  const file = join(root, path);
  if (statSync(file).size > largestFile) return undefined;
  const text = readFileSync(file, 'utf8');
  const all = broken(text);
  const one = all[Math.floor(all.length / 2)];
  if (one === undefined) return undefined;
  writeFileSync(file, one.text);
  const after = await foundIn(root);
  writeFileSync(file, text);
  const isFound = [...after].some((finding) => !before.has(finding));
  const was = one.was.replace(/\s+/g, ' ');
  return { operator: name, place: `${basename(root)}/${path}`, was, isFound };
}

/** Findings of medium and up, without their places: lines may have moved. */
async function foundIn(root: string): Promise<ReadonlySet<string>> {
  const { findings } = review(await readProject({ root, scope: 'review', processEnv: {} }));
  const grave = findings.filter(
    ({ severity, waived }) => waived === undefined && severity !== 'low' && severity !== 'info',
  );
  return new Set(grave.map(({ rule, at, message }) => `${rule} ${at.file} ${message}`));
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !/(?:^|\/)(?:node_modules|\.git)\//.test(path))
    .sort();
}

function table(outcomes: readonly Outcome[], repositories: number): string {
  const rows = operators.flatMap(({ name }) => {
    const own = outcomes.filter(({ operator }) => operator === name);
    const found = own.filter(({ isFound }) => isFound).length;
    return own.length === 0 ? [] : [`| ${name} | ${found} | ${own.length} |\n`];
  });
  const found = outcomes.filter(({ isFound }) => isFound).length;
  const share = outcomes.length === 0 ? 0 : (100 * found) / outcomes.length;
  return `| defect | found | of |\n| --- | ---: | ---: |\n${rows.join('')}\n${found} of ${outcomes.length} defects in ${repositories} repositories are told of at medium or above: ${share.toFixed(0)} %\n`;
}

process.exitCode = await main(process.argv.slice(2));
