// Prints in what the tables of fields and API versions differ from a real API server.
// usage: npm run kubernetes:fields      exit code 1 where they differ, 69 where there can be no server
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask } from './api.ts';
import { startCluster, stopCluster } from './cluster.ts';
import { runCommand } from './command.ts';
import { disagreements } from './openapi.ts';

await runCommand(async () => {
  const place = mkdtempSync(join(tmpdir(), 'seaworthy-fields-'));
  const folder = join(place, 'cluster');
  try {
    const { port } = await startCluster({ folder, nodes: 'none' });
    const lines = await disagreements(async (path) => {
      const { status, text } = await ask(folder, port, 'GET', path);
      return status === 200 ? text : undefined;
    });
    for (const line of lines) process.stdout.write(`${line}\n`);
    process.stdout.write(`${lines.length} disagreements\n`);
    process.exitCode = lines.length === 0 ? 0 : 1;
  } finally {
    await stopCluster(folder);
    rmSync(place, { recursive: true, force: true });
  }
});
