// Makes, once, all that a cluster needs and prints the folder that it is kept in: with kubectl and helm of its version.
// usage: node scripts/run.mjs scripts/kubernetes/build.ts      exit code 69: cannot be had here; stderr says why
import { runCommand } from './command.ts';
import { programsFolder } from './programs.ts';

await runCommand(async () => {
  process.stdout.write(`${await programsFolder()}\n`);
});
