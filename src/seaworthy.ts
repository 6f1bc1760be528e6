#!/usr/bin/env node
// What `seaworthy` names: the version at once, all else from the program beside it.
import { join } from 'node:path';
import { version } from './base/version.ts';
import { requireCompiled } from './cli/compiled.ts';
import { exitWith } from './cli/exit-with.ts';

/** Set by the build: the hash of program.js and of what it loads. */
declare const programBuild: string;

interface Program {
  main(argv: readonly string[]): Promise<number>;
}

function isProgram(value: unknown): value is Program {
  return typeof value === 'object' && value !== null && 'main' in value && typeof value.main === 'function';
}

const argv = process.argv.slice(2);
const [verb = 'help'] = argv;
if (verb === '--version' || verb === '-V' || verb === 'version') process.stdout.write(`${version}\n`);
else {
  const file = join(__dirname, 'program.js');
  const program = requireCompiled({ file, build: programBuild, verb, env: process.env });
  if (!isProgram(program)) throw new Error(`${file} is not the program of this version`);
  exitWith(program.main(argv));
}
