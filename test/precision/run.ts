// `npm run precision -- FOLDER [SAMPLE.tsv]`: the built review over the repositories of projects.tsv, whose git
// directories or checkouts are in the folder. Prints how much it says, and how much of what was judged is right; writes
// the sample of grave findings that is to be judged. `SEED`, `PER_RULE`, `PER_REPOSITORY` choose another sample, `KEEP`
// names a folder for the checkouts, which are used again.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgedRows, type Precision, precisionOf } from './judged.ts';
import { checkOut, gitDirectoryOf, type ListedProject, listedProjects } from './projects.ts';
import { type Reviewed, reviewed } from './reviewed.ts';
import { graveOf, keyOf, type Sampled, sampleOf } from './sample.ts';
import { density, kindTable, projectTable, ruleTable } from './tables.ts';

const folderOfLists = 'test/precision';
/** Findings of medium and up per 1,000 lines that a well-kept project may have. */
const limitPerThousand = 15;
const wantedRight = 0.95;

function main([folder, sampleFile]: readonly string[]): number {
  if (folder === undefined) {
    process.stderr.write('usage: npm run precision -- FOLDER [SAMPLE.tsv]\n');
    return 64;
  }
  const all = reviewAll(folder);
  const grave = graveOf(all);
  const sample = sampleOf(grave, process.env['SEED'] ?? '1', {
    perRule: Number(process.env['PER_RULE'] ?? 8),
    perRepository: Number(process.env['PER_REPOSITORY'] ?? 12),
  });
  const precision = precisionOf(judgedRows(join(folderOfLists, 'judged.tsv')), grave, sample);
  if (sampleFile !== undefined) writeFileSync(sampleFile, sampleText(sample));
  process.stdout.write(
    [
      projectTable(all),
      ruleTable(all, ['critical', 'high']),
      ruleTable(all, ['medium']),
      kindTable(all),
      economyText(all),
      precisionText(precision, grave.length, sample.length),
    ].join('\n'),
  );
  return 0;
}

function reviewAll(folder: string): readonly Reviewed[] {
  const kept = process.env['KEEP'];
  const root = kept ?? mkdtempSync(join(tmpdir(), 'seaworthy-precision-'));
  try {
    return listedProjects(join(folderOfLists, 'projects.tsv')).flatMap((project) => {
      const checkout = checkoutOf(folder, root, project);
      if (checkout === undefined) {
        process.stderr.write(`${project.repository} is not in ${folder}\n`);
        return [];
      }
      const result = reviewed(project, checkout);
      if (kept === undefined) rmSync(checkout, { recursive: true, force: true });
      return [result];
    });
  } finally {
    if (kept === undefined) rmSync(root, { recursive: true, force: true });
  }
}

function checkoutOf(folder: string, root: string, { repository, commit }: ListedProject): string | undefined {
  const checkout = join(root, `${repository.replace('/', '+')}-${commit.slice(0, 12)}`);
  if (existsSync(checkout)) return checkout;
  const directory = gitDirectoryOf(folder, repository);
  if (directory === undefined) return undefined;
  checkOut(directory, commit, checkout);
  return checkout;
}

function sampleText(sample: readonly Sampled[]): string {
  const rows = sample.map((one) => `${keyOf(one)}\t\t\t${one.finding.severity}\t${one.finding.message}\n`);
  return ['repository\tcommit\trule\tfile\tline\tverdict\treason\tseverity\tmessage\n', ...rows].join('');
}

function economyText(all: readonly Reviewed[]): string {
  const kept = all.filter(({ wellKept }) => wellKept);
  const over = kept.filter((project) => density([project]) > limitPerThousand);
  const names = over.map((project) => `${project.repository} ${density([project]).toFixed(1)}`).join(', ');
  return `${density(kept).toFixed(1)} findings of medium and up per 1,000 lines in ${kept.length} well-kept repositories (at most ${limitPerThousand} wanted); ${over.length} of them are over it${over.length === 0 ? '' : `: ${names}`}\n`;
}

function precisionText(precision: Precision, grave: number, sampled: number): string {
  const { right, wrong, arguable, gone, unjudged } = precision;
  const judged = right + wrong + arguable;
  const share = judged === 0 ? 0 : right / judged;
  const verdict = share >= wantedRight ? 'held' : 'MISSED';
  return [
    `${grave} critical and high findings, ${sampled} in the sample; ${judged} judged: ${right} right, ${wrong} wrong, ${arguable} arguable: ${(100 * share).toFixed(1)} % right (95 % wanted): ${verdict}\n`,
    ...gone.map(({ key }) => `judged, but not found now: ${key}\n`),
    ...unjudged.map((one) => `not judged: ${keyOf(one)}\t${one.finding.message}\n`),
  ].join('');
}

process.exitCode = main(process.argv.slice(2));
