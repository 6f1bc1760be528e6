// How much of the catalogue of other tools' checks our rules cover: npm run coverage:rules -- [rules-matrix.tsv]
import { existsSync, readFileSync } from 'node:fs';
import { waiverRules } from '../src/review/waiver-rules.ts';
import { rules } from '../src/rules/all.ts';
import { crossArtifactRules } from './cross-rules.ts';
import { type Coverage, coverageOf, readMatrix } from './matrix.ts';

const leftOutFile = 'test/rules/left-out.tsv';

/** Why a check has no rule, by area and check. */
function readReasons(): ReadonlyMap<string, string> {
  const lines = existsSync(leftOutFile) ? readFileSync(leftOutFile, 'utf8').split('\n').slice(1) : [];
  return new Map(
    lines
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const [area = '', check = '', reason = ''] = line.split('\t');
        return [`${area}\t${check}`, reason];
      }),
  );
}

function summary(all: readonly Coverage[]): string {
  const areas = [...new Set(all.map(({ row }) => row.area))];
  const line = (name: string, part: readonly Coverage[]) => {
    const covered = part.filter(({ state }) => state === 'covered').length;
    const partly = part.filter(({ state }) => state === 'partly').length;
    const percent = ((100 * covered) / Math.max(1, part.length)).toFixed(1);
    const rest = partly === 0 ? '' : `, ${partly} partly`;
    return `${name.padEnd(26)} ${covered} of ${part.length} (${percent} %)${rest}\n`;
  };
  const byArea = areas.map((area) =>
    line(
      area,
      all.filter(({ row }) => row.area === area),
    ),
  );
  return [...byArea, line('all', all)].join('');
}

function details(all: readonly Coverage[], reasons: ReadonlyMap<string, string>): string {
  return all
    .filter(({ state }) => state !== 'covered')
    .map(({ row, state, missing }) => {
      const ids = missing.length === 0 ? 'names no id' : missing.join(' ');
      const reason = reasons.get(`${row.area}\t${row.check}`);
      return `${state.padEnd(8)} ${row.area}: ${row.check} [${row.severity}]: ${ids}${reason === undefined ? '' : `\n         left out: ${reason}`}\n`;
    })
    .join('');
}

/** Reasons that no longer stand for anything: the check is covered by now, or is no row. */
function stale(all: readonly Coverage[], reasons: ReadonlyMap<string, string>): readonly string[] {
  const open = new Set(
    all.filter(({ state }) => state !== 'covered').map(({ row }) => `${row.area}\t${row.check}`),
  );
  return [...reasons.keys()].filter((key) => !open.has(key));
}

async function main(path: string): Promise<void> {
  if (!existsSync(path)) {
    process.stderr.write(`${path} is not there; usage: npm run coverage:rules -- <rules-matrix.tsv>\n`);
    process.exitCode = 64;
    return;
  }
  const aliases = [...rules, ...waiverRules].flatMap((rule) => rule.aliases);
  const all = coverageOf(readMatrix(readFileSync(path, 'utf8')), aliases);
  const reasons = readReasons();
  process.stdout.write(`${summary(all)}\n${details(all, reasons)}`);
  for (const key of stale(all, reasons)) {
    process.stdout.write(`stale    ${leftOutFile}: ${key.replace('\t', ': ')}\n`);
  }
  const cross = await crossArtifactRules([...rules, ...waiverRules]);
  process.stdout.write(`\n${cross.length} rules between artifacts that no other tool has\n`);
  for (const name of cross) process.stdout.write(`         ${name}\n`);
}

await main(process.argv[2] ?? '../shared/rules-matrix.tsv');
