// Makes, once, all that a cluster needs and prints the folder that it is kept in: with kubectl and helm of its version.
// usage: node scripts/run.mjs scripts/kubernetes/build.ts [--nodes real]
// With `--nodes real` also the container runtime, the name server, and the images of the tests and of the example. Exit code 69: cannot be had; stderr says why.

import { flagsOf, runCommand } from './command.ts';
import { addRuntime } from './debian.ts';
import { exampleImages } from './example-images.ts';
import { programsFolder } from './programs.ts';

await runCommand(async () => {
  const { nodes } = flagsOf({ nodes: 'simulated' });
  const programs = await programsFolder();
  if (nodes === 'real') await addRuntime(programs);
  if (nodes === 'real') await exampleImages();
  process.stdout.write(`${programs}\n`);
});
