// Entry of the keeper: `node keeper.js <state folder> <stack>`, or with the executable in place of the first two. It
// outlives the deployer that started it.
// Bundled as CommonJS, without a top-level await: the first start of a rollout waits for it, and ES modules load later.
import { writeSync } from 'node:fs';
import { localPaths, makeLocalFolders } from '../paths.ts';
import { Keeper } from './keeper.ts';
import { serve, takeLock } from './server.ts';

/** The log may be on a full disk; the services must not pay for that. */
function log(message: string): void {
  try {
    writeSync(2, `${new Date().toISOString()} ${message}\n`);
  } catch {
    // Nowhere left to say it.
  }
}

for (const signal of ['SIGHUP', 'SIGINT'] as const) process.on(signal, () => undefined);
process.on('uncaughtException', (error) => log(`unexpected: ${error.stack ?? error.message}`));
process.on('unhandledRejection', (error) => log(`unexpected: ${String(error)}`));

async function keep(stateDir: string, stack: string): Promise<void> {
  const paths = localPaths(stateDir, stack);
  makeLocalFolders(paths);
  if (!(await takeLock(paths))) return;
  const keeper = new Keeper(paths, log);
  await keeper.restore();
  await serve(keeper, paths, () => process.exit(0));
  log(`keeper ${process.pid} of ${paths.stackId}`);
}

const [stateDir = '', stack = ''] = process.argv.slice(-2);
void keep(stateDir, stack);
