// Compares our rendering of every kustomization below the folders that are named with the real program's:
// `npm run parity:kustomize -- FOLDER… [-v]`. The program is `kustomize` or `kubectl` on PATH.
import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { objectsIn, objectsOf, renderFolder } from './compare.ts';
import { theirsOf } from './theirs.ts';

const isVerbose = process.argv.includes('-v');
const roots = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const counts = {
  equal: 0,
  different: 0,
  'both refuse': 0,
  'only we refuse': 0,
  'only they refuse': 0,
  open: 0,
};

for (const root of roots) {
  for (const file of filesIn(root)) {
    const folder = dirname(file) === '.' ? '' : dirname(file);
    const outcome = compare(root, folder);
    counts[outcome.word] += 1;
    if (outcome.word !== 'equal' && (isVerbose || outcome.word === 'different')) {
      process.stdout.write(`${outcome.word}: ${root}/${folder}\n${outcome.detail}`);
    }
  }
}
process.stdout.write(`${JSON.stringify(counts)}\n`);

function filesIn(root: string): readonly string[] {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /^(?:kustomization\.ya?ml|Kustomization)$/.test(basename(name))).toSorted();
}

function compare(
  root: string,
  folder: string,
): { readonly word: keyof typeof counts; readonly detail: string } {
  const ours = renderFolder(root, folder);
  if (ours === undefined || ours.open !== undefined) return { word: 'open', detail: `  ${ours?.open}\n` };
  const theirs = theirsOf(`${root}/${folder}`);
  const refusals = ours.problems
    .filter(({ code }) => code !== 'kustomize-idle')
    .map(({ message }) => message);
  if ('error' in theirs) {
    if (refusals.length > 0) return { word: 'both refuse', detail: `  ${refusals[0]}\n  ${theirs.error}\n` };
    return { word: 'only they refuse', detail: `  ${theirs.error}\n` };
  }
  if (refusals.length > 0) return { word: 'only we refuse', detail: `  ${refusals.join('\n  ')}\n` };
  const [own, other] = [objectsOf(ours), objectsIn(theirs.text)];
  if (own.join('\n') === other.join('\n')) return { word: 'equal', detail: '' };
  return { word: 'different', detail: isVerbose ? difference(own, other) : '' };
}

function difference(own: readonly string[], other: readonly string[]): string {
  const [ours, theirs] = [
    own.filter((one) => !other.includes(one)),
    other.filter((one) => !own.includes(one)),
  ];
  return ours
    .map((one, index) => {
      const two = theirs[index] ?? '';
      let at = 0;
      while (at < one.length && one[at] === two[at]) at += 1;
      const from = Math.max(0, at - 120);
      return `  ours   …${one.slice(from, at + 160)}\n  theirs …${two.slice(from, at + 160)}\n`;
    })
    .slice(0, 4)
    .join('')
    .concat(`  ${own.length} objects, theirs ${other.length}\n`);
}
