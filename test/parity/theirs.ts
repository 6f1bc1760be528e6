// What docker compose makes of a case. Answers are kept, so that only new cases run it.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { referenceFolder, referenceProgram, referenceVersion } from '../../scripts/reference.ts';
import type { ParityCase } from './case.ts';
import { type Outcome, type Place, withoutBase } from './place.ts';

export async function theirs(own: ParityCase, place: Place): Promise<Outcome> {
  const folder = join(referenceFolder(), `answers-${referenceVersion}`);
  const file = join(folder, `${keyOf(own)}.json`);
  if (!existsSync(file)) {
    const outcome = await run(own.args ?? [], place);
    mkdirSync(folder, { recursive: true });
    // Put in place whole: another run may read at the same time.
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(outcome));
    renameSync(`${file}.${process.pid}`, file);
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

function keyOf({ name, files, args, env, cwd }: ParityCase): string {
  const all = { name, files: Object.entries(files).sort(), args, env: Object.entries(env ?? {}).sort(), cwd };
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 32);
}

/** As YAML: the JSON of docker compose leaves the `x-` keys out. */
function run(args: readonly string[], { cwd, env, base }: Place): Promise<Outcome> {
  const all = [...args, 'config'];
  return new Promise((resolve) => {
    execFile(
      referenceProgram(),
      all,
      { cwd, env, timeout: 30_000, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => {
        const why = withoutBase(stderr.trim(), base).split('\n');
        if (error !== null) resolve({ kind: 'refused', why });
        else resolve({ kind: 'project', project: parse(withoutBase(stdout, base)) });
      },
    );
  });
}
