// For deploying: the one set of compose files that the user means, found as docker compose finds it.
import { existsSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { SeaworthyError } from '../../base/errors.ts';
import type { Settings } from '../../model/settings.ts';
import { composeFileOrder, defaultComposeFiles } from '../compose/file-names.ts';
import { isProjectName } from '../compose/project-name.ts';
import { newReport } from '../compose/report.ts';
import { type EnvText, envFileLookup, type Lookup, processLookup } from '../compose/variables.ts';
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
  /** Where relative paths start, relative to the root. */
  readonly folder: string;
  /** `.env`, or what takes its place, relative to the root; later ones win. */
  readonly envFiles: readonly string[];
  /** COMPOSE_* variables, from the process or else from the env files. */
  readonly variable: (name: string) => string | undefined;
}

/** Looks for the compose files; no file at all is undefined. */
export function chooseFiles(options: ReadOptions): Chosen | undefined {
  const start = resolve(options.root);
  const first = options.composeFiles?.[0];
  const isNamed = first !== undefined && options.hasOwnFolder !== true;
  const early = chosenEnvFiles(options, isNamed ? dirname(resolve(start, first)) : start);
  const variable = composeVariables(options, early);
  const given = options.composeFiles ?? splitFiles(variable);
  const found =
    given !== undefined && given.length > 0
      ? namedFiles(options, start, given)
      : (defaultFiles(options, start) ?? emptyHanded(start));
  if (found === undefined) return undefined;
  // Docker compose looks for `.env` again beside the files; what was read first wins.
  const late = chosenEnvFiles(options, join(found.root, found.folder));
  const envFiles = [...new Set([...late, ...early])];
  return {
    ...found,
    envFiles: envFiles.map((file) => relativePath(found.root, file)),
    variable: composeVariables(options, envFiles),
  };
}

type Found = Omit<Chosen, 'variable' | 'envFiles'>;

/** The default files of a folder or of the nearest one above it that has some. */
function defaultFiles(options: ReadOptions, start: string): Found | undefined {
  for (let root = start; ; root = dirname(root)) {
    const names = composeFileOrder.filter((name) => isFile(join(root, name)));
    const files = defaultComposeFiles(new Set(names));
    const folder = options.hasOwnFolder === true ? relativePath(root, start) : '';
    if (files.length > 0) return { root, folder, files, isDefault: true };
    if (settingsFileIn(root) !== undefined || dirname(root) === root) return undefined;
  }
}

/** Settings alone may name the files. */
function emptyHanded(start: string): Found | undefined {
  for (let root = start; ; root = dirname(root)) {
    if (settingsFileIn(root) !== undefined) return { root, folder: '', files: [], isDefault: true };
    if (dirname(root) === root) return undefined;
  }
}

/** The set to deploy, once the settings beside the files are known. */
export function chosenSet(
  chosen: Chosen,
  options: ReadOptions,
  settings: Settings | undefined,
): ComposeSet | undefined {
  const { root } = chosen;
  const exists = (file: string) => isFile(absolute(root, file));
  const environment = options.environment;
  const ofEnvironment = environment === undefined ? undefined : settings?.environments.get(environment);
  const bySettings = chosen.isDefault ? namedBySettings(settings, ofEnvironment?.compose) : undefined;
  const files = [...(bySettings ?? chosen.files)];
  const [first] = files;
  if (first === undefined) return undefined;
  const folder = options.hasOwnFolder === true ? chosen.folder : folderOf(first);
  const hasOwnFiles = (ofEnvironment?.compose.length ?? 0) > 0;
  if (environment !== undefined && chosen.isDefault && !hasOwnFiles) {
    const overlay = overlayOf(folder, environment, exists);
    if (overlay === undefined && !exists(joinPath(folder, `.env.${environment}`)))
      throw noEnvironment(environment, folder);
    // An overlay takes the place of compose.override.yaml, which is for the developer's own machine.
    files.splice(1, bySettings === undefined ? files.length : 0);
    if (overlay !== undefined) files.push(overlay);
  }
  for (const file of files) if (!exists(file)) throw noFile(file);
  const named = envFileNames(options);
  if (named !== undefined) return { folder, files, environment, envFiles: chosen.envFiles };
  const more = (ofEnvironment?.envFiles ?? []).map((file) => joinPath(folder, file)).filter(exists);
  const ofFolder = envFilesOf(folder, environment, exists).filter((file) => !/(?:^|\/)\.env$/.test(file));
  const own = [...new Set([...chosen.envFiles, ...ofFolder, ...more])];
  return { folder, files, environment, envFiles: own };
}

function namedBySettings(settings: Settings | undefined, ofEnvironment: readonly string[] | undefined) {
  if (settings === undefined) return undefined;
  const files = ofEnvironment?.length ? ofEnvironment : settings.compose.map(({ value }) => value);
  return files.length === 0 ? undefined : files.map((file) => joinPath(folderOf(settings.file), file));
}

function namedFiles(options: ReadOptions, start: string, given: readonly string[]): Found {
  const paths = given.map((file) => resolve(start, file));
  for (const [index, path] of paths.entries()) if (!isFile(path)) throw noFile(given[index] ?? path);
  const first = relativePath(start, paths[0] ?? start);
  const isElsewhere = first.startsWith('../') || isAbsolute(first);
  if (options.hasOwnFolder === true && isElsewhere) {
    const root = commonFolder([start, ...paths.map((path) => dirname(path))]);
    const files = paths.map((path) => relativePath(root, path));
    return { root, folder: relativePath(root, start), files, isDefault: false };
  }
  // Files elsewhere bring their own project folder along.
  const root = isElsewhere ? dirname(paths[0] ?? start) : start;
  const files = paths.map((path) => relativePath(root, path));
  const folder = options.hasOwnFolder === true ? '' : folderOf(files[0] ?? '');
  return { root, folder, files, isDefault: false };
}

function commonFolder(folders: readonly string[]): string {
  let root = folders[0] ?? sep;
  while (folders.some((folder) => folder !== root && !folder.startsWith(root === sep ? sep : root + sep)))
    root = dirname(root);
  return root;
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

function composeVariables({ processEnv }: ReadOptions, envFiles: readonly string[]): Chosen['variable'] {
  let known: Lookup | undefined;
  return (name) => {
    if (Object.hasOwn(processEnv, name)) return processEnv[name];
    known ??= envFileLookup(composeTexts(envFiles), processLookup(processEnv), newReport());
    return known(name)?.value;
  };
}

/** Files that hold a variable of compose itself: the others need not be read for them. */
function composeTexts(envFiles: readonly string[]): readonly EnvText[] {
  return envFiles.flatMap((file) => {
    const read = readTextFile(file, file);
    return read.kind === 'text' && read.text.includes('COMPOSE_') ? [{ file, text: read.text }] : [];
  });
}

/** `--env-file`, else COMPOSE_ENV_FILES of the process; undefined where `.env` counts. */
function envFileNames({ envFiles, processEnv }: ReadOptions): readonly string[] | undefined {
  if (envFiles !== undefined) return envFiles;
  const names = (processEnv['COMPOSE_ENV_FILES'] ?? '').split(',').filter((file) => file !== '');
  return names.length === 0 ? undefined : names;
}

/** The env files, absolute: those that are named, or the `.env` of a folder. */
function chosenEnvFiles(options: ReadOptions, folder: string): readonly string[] {
  const named = envFileNames(options);
  if (named === undefined) return isWithoutDotenv(options) ? [] : [join(folder, '.env')].filter(isFile);
  return named.map((file) => {
    const path = resolve(options.root, file);
    if (!isFile(path)) throw noFile(file);
    return path;
  });
}

function isWithoutDotenv({ processEnv }: ReadOptions): boolean {
  const word = processEnv['COMPOSE_DISABLE_ENV_FILE'];
  if (word === undefined || /^(?:0|f|F|false|False|FALSE)$/.test(word)) return false;
  if (/^(?:1|t|T|true|True|TRUE)$/.test(word)) return true;
  throw new SeaworthyError('USAGE', `there is no boolean in COMPOSE_DISABLE_ENV_FILE, it is "${word}"`, {
    hint: 'Set it to true or false.',
  });
}

function splitFiles(variable: Chosen['variable']): readonly string[] | undefined {
  const text = variable('COMPOSE_FILE');
  if (text === undefined) return undefined;
  const separator = variable('COMPOSE_PATH_SEPARATOR') || (process.platform === 'win32' ? ';' : ':');
  const files = text.split(separator);
  if (!files.includes('')) return files;
  throw new SeaworthyError('USAGE', `there is no file between two separators of COMPOSE_FILE, "${text}"`, {
    hint: 'Write the files with one separator between them, or unset the variable.',
  });
}

/** The name that was asked for. @throws SeaworthyError for one that docker compose refuses. */
export function projectNameOf(chosen: Chosen, options: ReadOptions): string | undefined {
  const name = options.projectName || chosen.variable('COMPOSE_PROJECT_NAME') || undefined;
  if (name === undefined || isProjectName(name)) return name;
  throw new SeaworthyError('USAGE', `there is no project that could be named "${name}"`, {
    hint: 'Use lower case letters, digits, "_" and "-", and begin with a letter or digit.',
  });
}

export function profilesOf(chosen: Chosen, options: ReadOptions): readonly string[] {
  if (options.profiles !== undefined) return options.profiles;
  // With no profile docker compose selects the one without a name.
  return (chosen.variable('COMPOSE_PROFILES') ?? '').split(',').map((name) => name.trim());
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
