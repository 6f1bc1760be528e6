// Writes down what docker compose makes of the projects that are folders, for tests that run without it:
// `npm run parity:record`, after a change of them or of the reference's version.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { folderCases } from './case.ts';
import { layOut } from './place.ts';
import { theirs } from './theirs.ts';

const folder = 'test/parity/recorded';
const base = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-parity-')));
try {
  mkdirSync(join(base, 'home'));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const own of folderCases()) {
    const outcome = await theirs(own, layOut(base, own));
    if (outcome.kind === 'refused') throw new Error(`${own.name} is refused: ${outcome.why.join('\n')}`);
    writeFileSync(join(folder, `${own.name}.yaml`), stringify(outcome.project, { lineWidth: 110 }));
  }
} finally {
  rmSync(base, { recursive: true, force: true });
}
