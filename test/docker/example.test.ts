// The example comes up on Docker from its own Dockerfiles, with the same settings as on local processes.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../system/faults/ports.ts';
import { type Ended, startCommand } from '../system/support/command.ts';
import { heldOf, removeStack } from './support/leftovers.ts';

const name = `policy-${process.pid}`;
let folder: string;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'seaworthy-example-'));
  port = await freePort();
  cpSync('examples/policy-platform/repaired', folder, { recursive: true });
  writeFileSync(
    join(folder, '.env'),
    `POSTGRES_PASSWORD=${'ab'.repeat(12)}\nAUTH_SECRET=${'cd'.repeat(24)}\nGATEWAY_PORT=${port}\n`,
  );
});
afterAll(async () => {
  // Also ends the front, whatever went wrong.
  await run('down', '--volumes');
  await removeStack(name);
  rmSync(folder, { recursive: true, force: true });
});

function run(...args: readonly string[]): Promise<Ended> {
  const env = { ...process.env, NO_COLOR: '1' };
  const options = { cli: join(process.cwd(), 'dist', 'seaworthy.js'), cwd: folder, env, limitMs: 240_000 };
  return startCommand(args, options).ended;
}

test('up in both phases, smoke, nothing to do, and down to nothing', async () => {
  const up = await run('up', '--engine', 'docker', '-p', name);
  expect(up.code, up.stderr + up.stdout).toBe(0);
  expect(up.stderr).toMatch(/ core\] done.* business\] done/s);
  const smoke = await run('smoke', '--declared');
  expect(smoke.code, smoke.stderr + smoke.stdout).toBe(0);
  expect(smoke.stdout.match(/^pass/gm)).toHaveLength(4);
  const again = await run('up', '--engine', 'docker', '-p', name);
  expect(again.stdout, again.stderr).toContain('nothing to do');
  const down = await run('down', '--volumes');
  expect(down.code, down.stderr + down.stdout).toBe(0);
  expect(await heldOf(name)).toEqual([]);
  const listeners = await fetch(`http://127.0.0.1:${port}/health`).then(
    () => 'answers',
    () => 'nobody',
  );
  expect(listeners).toBe('nobody');
}, 400_000);
