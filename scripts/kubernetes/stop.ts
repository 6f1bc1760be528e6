// Stops what start.ts started in a folder, by process id, and removes the folder; nothing to stop is no error.
// usage: node scripts/run.mjs scripts/kubernetes/stop.ts [--folder F]
import { stopCluster } from './cluster.ts';
import { flagsOf, runCommand } from './command.ts';

await runCommand(async () => stopCluster(flagsOf({ folder: '.kubernetes' })['folder'] ?? ''));
