// Writes down what the real program makes of the cases, for the test that runs without it:
// `npm run parity:kustomize:record`. The program is `kustomize` or `kubectl` on PATH.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cases } from './cases.ts';
import { theirsOf } from './theirs.ts';

const recorded: Record<string, string> = {};
for (const [name, { folder, files }] of Object.entries(cases)) {
  const root = mkdtempSync(join(tmpdir(), 'kustomize-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  const made = theirsOf(join(root, folder));
  recorded[name] = 'error' in made ? 'refused' : made.text;
  if ('error' in made !== name.startsWith('refused')) {
    throw new Error(`${name}: ${'error' in made ? made.error : 'it was not refused'}`);
  }
  rmSync(root, { recursive: true });
}
writeFileSync('test/kustomize/recorded.json', `${JSON.stringify(recorded, null, 2)}\n`);
