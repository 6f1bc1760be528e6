// One case: a seedling mutated, and everything that reads such a file.
import { SeaworthyError } from '../../src/base/errors.ts';
import { renderConfig } from '../../src/read/compose/config.ts';
import { templateVariables } from '../../src/read/compose/config-lists.ts';
import { explain } from '../../src/read/compose/explain.ts';
import { selectServices } from '../../src/read/compose/select.ts';
import { type ComposeInput, readCompose } from '../../src/read/compose/stack.ts';
import { dockerfileOf } from '../../src/read/dockerfile/dockerfile.ts';
import { envFileOf } from '../../src/read/env/env-file.ts';
import { readExtension, readSettings } from '../../src/read/settings/settings.ts';
import type { Seedling } from './corpus.ts';
import { mutate } from './mutate.ts';
import { type Random, randomFrom } from './random.ts';

export interface FuzzCase {
  readonly seedling: Seedling;
  readonly text: string;
  readonly random: Random;
}

/** The case of a seed and a number. */
export function caseOf(all: readonly Seedling[], seed: number, number: number): FuzzCase {
  const random = randomFrom(Math.imul(seed, 0x9e3779b1) ^ number);
  const seedling = random.pick(all);
  const other = random.pick(all);
  const own = seedling.files.get(seedling.file) ?? '';
  const isYaml = seedling.kind === 'compose' || seedling.kind === 'settings';
  return { seedling, random, text: mutate(own, other.files.get(other.file) ?? '', random, isYaml) };
}

/** Reads the case in every way there is; whatever is thrown is a find. */
export function runCase({ seedling, text, random }: FuzzCase): void {
  switch (seedling.kind) {
    case 'dockerfile':
      dockerfileOf(seedling.file, text);
      return;
    case 'dotenv':
      envFileOf(seedling.file, text, false);
      if (random.int(2) === 0)
        readProject({ ...seedling, file: 'compose.yaml' }, new Map([[seedling.file, text]]), random);
      return;
    case 'settings':
      readSettings(seedling.file, text);
      return;
    case 'compose':
      readExtension(seedling.file, text);
      readProject(seedling, new Map([[seedling.file, text]]), random);
  }
}

function readProject({ file, files }: Seedling, changed: ReadonlyMap<string, string>, random: Random): void {
  const all = new Map([...files, ...changed]);
  const env = all.get('.env');
  const input: ComposeInput = {
    files: filesOf(all, file).map((name) => ({ file: name, text: all.get(name) ?? '' })),
    readFile: (name) => all.get(name),
    exists: (name) => all.has(name),
    projectName: undefined,
    folderName: 'fuzz',
    environment: undefined,
    processEnv: { A: 'a', TAG: '1', EMPTY: '' },
    envFiles: env === undefined ? [] : [{ file: '.env', text: env }],
    profiles: random.int(4) === 0 ? ['*'] : [],
    interpolate: random.int(8) !== 0,
    normalise: random.int(8) !== 0,
    resolvePaths: random.int(8) !== 0,
  };
  const stack = readCompose(input);
  const services =
    random.int(4) === 0 ? selected(() => selectServices(stack, [...stack.services.keys()])) : undefined;
  const options = { showSecrets: random.int(2) === 0, hasTemplates: input.interpolate === false };
  renderConfig(stack, { format: 'yaml', ...options, ...(services === undefined ? {} : { services }) });
  if (random.int(4) === 0) renderConfig(stack, { format: 'json', ...options });
  if (input.interpolate === false) templateVariables(stack, false);
  if (random.int(4) === 0) explain(stack, '$');
}

/** Naming services may be refused, in so many words. */
function selected<T>(select: () => T): T | undefined {
  try {
    return select();
  } catch (error) {
    if (error instanceof SeaworthyError) return undefined;
    throw error;
  }
}

/** The default file first when it is another one, so that the mutated one is merged over it. */
function filesOf(all: ReadonlyMap<string, string>, file: string): readonly string[] {
  return file !== 'compose.yaml' && all.has('compose.yaml') ? ['compose.yaml', file] : [file];
}
