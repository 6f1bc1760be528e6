import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes, SeaworthyError } from '../base/errors.ts';
import { version } from '../base/version.ts';
import { settingsFile } from '../generate/settings-file.ts';
import { makePlan } from '../plan/plan.ts';
import { wantedOf } from '../plan/wanted.ts';
import { projectOptions } from './flags.ts';
import { openForDeploy } from './project.ts';
import { projectFolder } from './project-folder.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  name: 'init',
  usage: 'init [FOLDER] [FLAGS]',
  about: 'Writes a commented seaworthy.yaml from what is found. Refuses to overwrite one.',
  options: {
    force: { type: 'boolean', help: 'overwrite' },
    stdout: { type: 'boolean', help: 'print it instead' },
    ...projectOptions,
  },
  examples: [['seaworthy init --stdout', 'shows what would be written']],
  async run(context) {
    const { flags, terminal } = context;
    const folder = projectFolder(context, context.positionals[0]);
    const { project, stack } = await openForDeploy(context, folder);
    const path = join(folder, 'seaworthy.yaml');
    const wanted = wantedOf({
      root: folder,
      stack,
      builds: project.builds,
      settings: undefined,
      copies: new Map(),
      contentHashes: new Map(),
      kept: new Map(),
      putSecret: () => 'unset',
    });
    const unlimited = Number.MAX_SAFE_INTEGER;
    const plan = makePlan({
      stack: stack.name,
      engine: 'local',
      environment: stack.environment,
      version,
      wanted,
      phases: [],
      budget: {},
      observed: [],
      capacity: { memory: unlimited, memoryTotal: unlimited, cpus: unlimited },
      skipped: {},
      stopFirst: {},
      notes: {},
      previousRelease: undefined,
      numbers: {},
      now: context.clock.now(),
    });
    const text = settingsFile(plan);
    if (flags.is('stdout')) {
      terminal.stdout.write(text);
      return exitCodes.ok;
    }
    if (existsSync(path) && !flags.is('force')) {
      throw new SeaworthyError('CONFIG_INVALID', `${path} is there already`, {
        hint: 'Use --force to overwrite it, or --stdout to look.',
      });
    }
    writeFileSync(path, text);
    terminal.stdout.write(`wrote ${path}\n`);
    return exitCodes.ok;
  },
};
