// The real docker compose on the engine of the tests.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { referenceFolder, referenceProgram, referenceVersion } from '../../../scripts/reference.ts';
import { type Result, watch } from '../../system/faults/running.ts';
import type { TestStack } from '../../system/faults/stack.ts';

/** It is built from its Go module where it is missing, so that it can be had where Go is. */
export function canHaveCompose(): boolean {
  const built = existsSync(join(referenceFolder(), `compose-${referenceVersion}`));
  if (built || spawnSync('go', ['version']).status === 0) return true;
  process.stderr.write('\n#### SKIPPED: tests beside docker compose; it cannot be built without Go ####\n\n');
  return false;
}

/** Runs it in the folder of a stack. */
export function composeIn(stack: TestStack, ...args: readonly string[]): Promise<Result> {
  const child = spawn(referenceProgram(), ['--progress', 'plain', ...args], {
    cwd: stack.folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      DOCKER_HOST: process.env['DOCKER_HOST'] ?? '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return watch(child).ended;
}
