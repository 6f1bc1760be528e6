// For deploying: the one set of compose files that the user means, found as docker compose finds it.
import { existsSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { SeaworthyError } from '../../base/errors.ts';
import type { Settings } from '../../model/settings.ts';
import { readDotenv } from '../../syntax/dotenv.ts';
import { composeFileOrder, defaultComposeFiles } from '../compose/discover.ts';
import { folderOf, joinPath, relativePath } from '../paths.ts';
import type { ReadOptions } from '../project.ts';
import { readTextFile } from '../text-file.ts';
import { type ComposeSet, envFilesOf } from './compose-sets.ts';

export interface Chosen {
  /** The project's root: the folder given, or the one above it where compose files were found. */
  readonly root: string;
  readonly files: readonly string[];
  /** The files are the default ones, so that overlays and overrides apply. */
  readonly isDefault: boolean;
  /** COMPOSE_* variables, from the process or else from `.env`. */
  readonly variable: (name: string) => string | undefined;
}

/** Looks for the compose files; no file at all is undefined. */
export function chooseFiles(options: ReadOptions): Chosen | undefined {
  const start = resolve(options.root);
  const variable = composeVariables(options, start);
  const given = options.composeFiles ?? splitFiles(variable);
  if (given !== undefined && given.length > 0) return namedFiles(start, given, variable);
  for (let folder = start; ; folder = dirname(folder)) {
    const names = composeFileOrder.filter((name) => isFile(join(folder, name)));
    const files = defaultComposeFiles(new Set(names));
    if (files.length > 0)
      return { root: folder, files, isDefault: true, variable: composeVariables(options, folder) };
    if (settingsFileIn(folder) !== undefined) return { root: folder, files: [], isDefault: true, variable };
    if (dirname(folder) === folder) return undefined;
  }
}

/** The set to deploy, once the settings beside the files are known. */
export function chosenSet(
  chosen: Chosen,
  options: ReadOptions,
  settings: Settings | undefined,
): ComposeSet | undefined {
  const { root, variable } = chosen;
  const exists = (file: string) => isFile(absolute(root, file));
  const environment = options.environment;
  const ofEnvironment = environment === undefined ? undefined : settings?.environments.get(environment);
  const named = chosen.isDefault ? namedBySettings(settings, ofEnvironment?.compose) : undefined;
  const files = [...(named ?? chosen.files)];
  const [first] = files;
  if (first === undefined) return undefined;
  const folder = folderOf(first);
  const hasOwnFiles = (ofEnvironment?.compose.length ?? 0) > 0;
  if (environment !== undefined && chosen.isDefault && !hasOwnFiles) {
    const overlay = overlayOf(folder, environment, exists);
    if (overlay === undefined && !exists(joinPath(folder, `.env.${environment}`)))
      throw noEnvironment(environment, folder);
    // An overlay takes the place of compose.override.yaml, which is for the developer's own machine.
    files.splice(1, named === undefined ? files.length : 0);
    if (overlay !== undefined) files.push(overlay);
  }
  for (const file of files) if (!exists(file)) throw noFile(file);
  const envFiles =
    options.envFiles ??
    variable('COMPOSE_ENV_FILES')
      ?.split(',')
      .filter((file) => file !== '');
  for (const file of envFiles ?? []) if (!exists(file)) throw noFile(file);
  const more = (ofEnvironment?.envFiles ?? []).map((file) => joinPath(folder, file)).filter(exists);
  const own = [...new Set([...envFilesOf(folder, environment, exists), ...more])];
  return { folder, files, environment, envFiles: envFiles ?? own };
}

function namedBySettings(settings: Settings | undefined, ofEnvironment: readonly string[] | undefined) {
  if (settings === undefined) return undefined;
  const files = ofEnvironment?.length ? ofEnvironment : settings.compose.map(({ value }) => value);
  return files.length === 0 ? undefined : files.map((file) => joinPath(folderOf(settings.file), file));
}

function namedFiles(start: string, given: readonly string[], variable: Chosen['variable']): Chosen {
  const paths = given.map((file) => resolve(start, file));
  for (const [index, path] of paths.entries()) if (!isFile(path)) throw noFile(given[index] ?? path);
  const first = relativePath(start, paths[0] ?? start);
  // Files elsewhere bring their own project folder along.
  const root = first.startsWith('../') || isAbsolute(first) ? dirname(paths[0] ?? start) : start;
  return { root, files: paths.map((path) => relativePath(root, path)), isDefault: false, variable };
}

const environmentFiles = ['compose.%.yaml', 'compose.%.yml', 'docker-compose.%.yaml', 'docker-compose.%.yml'];

function overlayOf(
  folder: string,
  environment: string,
  exists: (file: string) => boolean,
): string | undefined {
  return environmentFiles
    .map((name) =>
      joinPath(
        folder,
        name.replace('%', () => environment),
      ),
    )
    .find(exists);
}

function composeVariables(options: ReadOptions, folder: string): Chosen['variable'] {
  let fromFile: Map<string, string | undefined> | undefined;
  return (name) => {
    if (Object.hasOwn(options.processEnv, name)) return options.processEnv[name];
    fromFile ??= dotenvOf(folder);
    return fromFile.get(name);
  };
}

function dotenvOf(folder: string): Map<string, string | undefined> {
  const file = readTextFile(join(folder, '.env'), '.env');
  if (file.kind !== 'text' || !file.text.includes('COMPOSE_')) return new Map();
  return new Map(readDotenv('.env', file.text).entries.map(({ name, value }) => [name.value, value?.value]));
}

function splitFiles(variable: Chosen['variable']): readonly string[] | undefined {
  const text = variable('COMPOSE_FILE');
  if (text === undefined || text === '') return undefined;
  const separator = variable('COMPOSE_PATH_SEPARATOR') || (process.platform === 'win32' ? ';' : ':');
  return text.split(separator).filter((file) => file !== '');
}

export function profilesOf(chosen: Chosen, options: ReadOptions): readonly string[] {
  if (options.profiles !== undefined) return options.profiles;
  const names = chosen.variable('COMPOSE_PROFILES')?.split(',') ?? [];
  return names.map((name) => name.trim()).filter((name) => name !== '');
}

export function settingsFileIn(folder: string): string | undefined {
  return ['seaworthy.yaml', 'seaworthy.yml'].find((name) => isFile(join(folder, name)));
}

function absolute(root: string, file: string): string {
  return isAbsolute(file) ? file : join(root, file);
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

function noFile(file: string): SeaworthyError {
  return new SeaworthyError('NO_PROJECT', `there is no file ${file}`, {
    hint: 'Check the path, or leave it out.',
  });
}

function noEnvironment(environment: string, folder: string): SeaworthyError {
  const where = folder === '' ? '' : ` in ${folder}`;
  return new SeaworthyError('NO_PROJECT', `there is no environment ${environment}${where}`, {
    hint: `Add compose.${environment}.yaml or .env.${environment}, or name the files under environments in seaworthy.yaml.`,
  });
}
