// The env files of one environment against what reads them, and against those of the other environments.
import { isSecretEntry } from '../../base/secret.ts';
import type { Span } from '../../base/span.ts';
import type { EnvFile } from '../../model/env-file.ts';
import type { Project } from '../../model/project.ts';
import type { Stack } from '../../model/service.ts';
import { secretKindOf } from '../../rules/shared/secret-value.ts';
import { linkOf } from '../../rules/shared/stack.ts';
import { type EnvKey, envKeys, inFolder } from './keys.ts';
import { isPlaceholder, misfit } from './types.ts';

export type Fault = 'missing' | 'type' | 'placeholder' | 'weak' | 'unused' | 'drift';

/** Faults with which a start fails or is open to anyone; the others may be meant. */
export const grave: readonly Fault[] = ['missing', 'type', 'placeholder'];

export interface EnvProblem {
  readonly fault: Fault;
  readonly name: string;
  /** A sentence without a full stop, and without the value. */
  readonly text: string;
  /** The entry, or the place that reads the key. */
  readonly at: Span | undefined;
}

export interface EnvCheck {
  readonly environment: string | undefined;
  /** The env files that were read, in the order in which later ones win. */
  readonly files: readonly string[];
  readonly keys: number;
  readonly problems: readonly EnvProblem[];
}

/** @param stack the one of the environment, with its env files read */
export function checkEnv(project: Project, stack: Stack, environment: string | undefined): EnvCheck {
  const own = ownFiles(project, stack, environment);
  const keys = envKeys(project, stack);
  const problems = [
    ...keys.flatMap((key) => missing(project, stack, key, own)),
    ...[...own.values()].flatMap((file) => valueProblems(file, keys)),
    ...unused(project, stack, own, keys),
    ...drift(project, stack, environment, keys),
  ];
  const order: readonly Fault[] = ['missing', 'type', 'placeholder', 'weak', 'unused', 'drift'];
  const sorted = problems.toSorted(
    (a, b) =>
      order.indexOf(a.fault) - order.indexOf(b.fault) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
  return {
    environment,
    files: [...own.keys()],
    keys: new Set(keys.map(({ name }) => name)).size,
    problems: sorted,
  };
}

/** `.env`, `.env.production`, and the files that services are given. */
function ownFiles(
  project: Project,
  stack: Stack,
  environment: string | undefined,
): ReadonlyMap<string, EnvFile> {
  const names = ['.env', ...(environment === undefined ? [] : [`.env.${environment}`])];
  const given = [...stack.services.values()].flatMap(({ envFiles }) =>
    envFiles.map(({ path }) => path.value),
  );
  const used = stack.variables.flatMap(({ from, definedAt }) =>
    from === 'env-file' && definedAt !== undefined ? [definedAt.file] : [],
  );
  const paths = new Set([...names.map((name) => inFolder(stack, name)), ...given, ...used]);
  const found = new Map<string, EnvFile>();
  for (const path of paths) {
    const file = project.envFiles.get(path);
    if (file !== undefined && !file.isExample) found.set(path, file);
  }
  return found;
}

function missing(
  project: Project,
  stack: Stack,
  key: EnvKey,
  own: ReadonlyMap<string, EnvFile>,
): readonly EnvProblem[] {
  if (!key.isRequired) return [];
  const at = key.readers.find((reader) => reader.isNeeded)?.at;
  const isOfStack = key.file === inFolder(stack, '.env');
  const value = isOfStack ? stack.environmentVariables.get(key.name) : valueIn(own.get(key.file), key.name);
  if (value !== undefined && value !== '') return [];
  // What compose hands to every service that reads it is not asked of the file as well.
  const isSet =
    !isOfStack &&
    servicesOf(key).every((name) => stack.services.get(name)?.environment.get(key.name)?.value !== undefined);
  if (isSet && servicesOf(key).length > 0) return [];
  const isThere = value === '' || project.envFiles.has(key.file);
  const text = `${key.name} ${value === '' ? 'is empty' : isThere ? 'is set nowhere' : `is missing: there is no ${key.file}`}`;
  return [{ fault: 'missing', name: key.name, text, at }];
}

function servicesOf({ readers }: EnvKey): readonly string[] {
  return [...new Set(readers.flatMap(({ services }) => services))];
}

function valueIn(file: EnvFile | undefined, name: string): string | undefined {
  const entry = file?.entries.findLast((one) => one.name.value === name);
  return entry === undefined ? undefined : (entry.value?.value ?? '');
}

function valueProblems(file: EnvFile, keys: readonly EnvKey[]): readonly EnvProblem[] {
  return file.entries.flatMap(({ name, value, span }): readonly EnvProblem[] => {
    if (value === undefined || value.value === '' || value.value.includes('$')) return [];
    const at = value.span.start === value.span.end ? span : value.span;
    const kind = secretKindOf(name.value, value.value);
    if (kind === 'placeholder' || isPlaceholder(value.value))
      return [{ fault: 'placeholder', name: name.value, text: `${name.value} holds a placeholder`, at }];
    const type = keys.find((key) => key.name === name.value)?.type;
    const why = type === undefined ? undefined : misfit(type, value.value);
    if (why !== undefined) return [{ fault: 'type', name: name.value, text: `${name.value} ${why}`, at }];
    return kind === 'weak'
      ? [
          {
            fault: 'weak',
            name: name.value,
            text: `${name.value} holds a password that is easily guessed`,
            at,
          },
        ]
      : [];
  });
}

/** Compose reads these itself: https://docs.docker.com/compose/how-tos/environment-variables/envvars/ */
const ofCompose = /^(?:COMPOSE|DOCKER|BUILDKIT|BUILDX)_|^PWD$/;

function unused(
  project: Project,
  stack: Stack,
  own: ReadonlyMap<string, EnvFile>,
  keys: readonly EnvKey[],
): readonly EnvProblem[] {
  const read = new Set(keys.filter(({ readers }) => readers.length > 0).map(({ name }) => name));
  for (const other of project.stacks) for (const { name } of other.variables) read.add(name);
  return [...own.values()].flatMap((file) => {
    if (hasUnknownReader(project, stack, file.file)) return [];
    return file.entries.flatMap(({ name }): readonly EnvProblem[] =>
      read.has(name.value) || name.value === '' || ofCompose.test(name.value)
        ? []
        : [
            {
              fault: 'unused',
              name: name.value,
              text: `${name.value} is read by nothing that was found`,
              at: name.span,
            },
          ],
    );
  });
}

/** True where programs get the file whose code is not at hand, or code that may load it by itself. */
function hasUnknownReader(project: Project, stack: Stack, file: string): boolean {
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
  return [...stack.services.values()].some((service) => {
    const link = linkOf(project, service);
    const isGiven = service.envFiles.some(({ path }) => path.value === file);
    if (isGiven) return link === undefined || link.sources.length === 0;
    return link !== undefined && link.context === folder;
  });
}

/** Keys that one environment has and another lacks, and secrets that two share. */
function drift(
  project: Project,
  stack: Stack,
  environment: string | undefined,
  keys: readonly EnvKey[],
): readonly EnvProblem[] {
  if (environment === undefined) return [];
  const prefix = inFolder(stack, '.env.');
  const own = project.envFiles.get(`${prefix}${environment}`);
  const others = [...project.envFiles.values()].filter(
    ({ file, isExample }) =>
      file.startsWith(prefix) && !file.slice(prefix.length).includes('/') && !isExample && file !== own?.file,
  );
  const shared = project.envFiles.get(inFolder(stack, '.env'));
  if (own === undefined) return [];
  const problems: EnvProblem[] = [];
  for (const other of others) {
    const name = other.file;
    for (const entry of other.entries) {
      const key = entry.name.value;
      const mine = valueIn(own, key) ?? valueIn(shared, key);
      if (mine === undefined) {
        const isOptional = keys.find((one) => one.name === key)?.isRequired !== true;
        // What is required is told as missing.
        if (isOptional)
          problems.push({
            fault: 'drift',
            name: key,
            text: `${key} is set in ${name} and not in ${own.file}`,
            at: entry.name.span,
          });
      } else if (mine !== '' && mine === entry.value?.value && isSecretEntry(key, mine)) {
        problems.push({
          fault: 'drift',
          name: key,
          text: `${key} is the same secret as in ${name}`,
          at: ownSpan(own, key) ?? entry.name.span,
        });
      }
    }
    for (const entry of own.entries) {
      if (valueIn(other, entry.name.value) !== undefined || valueIn(shared, entry.name.value) !== undefined)
        continue;
      problems.push({
        fault: 'drift',
        name: entry.name.value,
        text: `${entry.name.value} is not set in ${name}`,
        at: entry.name.span,
      });
    }
  }
  return problems;
}

function ownSpan(file: EnvFile, name: string): Span | undefined {
  return file.entries.find((entry) => entry.name.value === name)?.name.span;
}
