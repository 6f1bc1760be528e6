// Every key that the env files of a stack may set: who reads it, whether it is needed, and what its value is.
import { isSecretName } from '../../base/secret.ts';
import { liesIn, type Span } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';
import type { Service, Stack, VariableUse } from '../../model/service.ts';
import { envReadsOf, isNeeded } from '../../rules/shared/env-reads.ts';
import { stageOf } from '../../rules/shared/image.ts';
import { linkOf } from '../../rules/shared/stack.ts';
import { conversionAround, type EnvType, isDemanded, typeOf } from './types.ts';

export interface Reader {
  readonly kind: 'compose' | 'code';
  /** The services that get the value, in the order of the file. */
  readonly services: readonly string[];
  readonly at: Span;
  readonly hasDefault: boolean;
  readonly defaultValue: string | undefined;
  /** True when it fails without a value. */
  readonly isNeeded: boolean;
}

export interface EnvKey {
  readonly name: string;
  /** The env file that it belongs into, relative to the root. */
  readonly file: string;
  /** Empty: it stands in an env file, and what reads it is not known. */
  readonly readers: readonly Reader[];
  readonly type: EnvType;
  readonly isRequired: boolean;
  /** True where every reader goes on without it, by a default. */
  readonly hasDefault: boolean;
  readonly defaultValue: string | undefined;
}

/** Keys by file and name. `file` is the stack's own env file, or one that a service is given. */
export function envKeys(project: Project, stack: Stack): readonly EnvKey[] {
  const own = inFolder(stack, '.env');
  const readers = new Map<string, Map<string, Reader[]>>();
  for (const [name, reader] of composeReaders(project, stack)) add(readers, own, name, reader);
  for (const service of stack.services.values()) {
    for (const file of envFilesFor(service)) {
      if (!readers.has(file)) readers.set(file, new Map());
      for (const [name, reader] of codeReaders(project, service)) add(readers, file, name, reader);
      for (const name of namesIn(project, file))
        if (readers.get(file)?.has(name) !== true) readers.get(file)?.set(name, []);
    }
  }
  return [...readers].flatMap(([file, names]) =>
    [...names].map(([name, found]) => keyOf(project, name, file, found)),
  );
}

function add(all: Map<string, Map<string, Reader[]>>, file: string, name: string, reader: Reader): void {
  const names = all.get(file) ?? new Map<string, Reader[]>();
  all.set(file, names);
  const known = names.get(name) ?? [];
  names.set(name, known);
  const same = known.findIndex(({ at }) => at.file === reader.at.file && at.start === reader.at.start);
  const before = known[same];
  // Services that share their sources, or a line of the compose file, read it together.
  if (before === undefined) known.push(reader);
  else known[same] = { ...before, services: [...new Set([...before.services, ...reader.services])] };
}

export function inFolder({ folder }: Pick<Stack, 'folder'>, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Env files without their environment: `.env.production` is filled in like `.env`. */
function envFilesFor({ envFiles }: Service): readonly string[] {
  const paths = envFiles
    .map(({ path }) => path.value)
    .filter((path) => !path.startsWith('/') && !path.startsWith('..'));
  return [...new Set(paths)];
}

function* composeReaders(project: Project, stack: Stack): Iterable<readonly [string, Reader]> {
  for (const use of stack.variables) {
    if (use.form === 'alternative') continue;
    const hasDefault = use.form === 'default';
    const defaultValue = hasDefault ? defaultIn(project, use) : undefined;
    const services = [...stack.services.values()].filter(({ span }) => liesIn(use.span, span));
    const names = services.map(({ name }) => name);
    yield [
      use.name,
      { kind: 'compose', services: names, at: use.span, hasDefault, defaultValue, isNeeded: !hasDefault },
    ];
  }
}

/** The text of `${NAME:-text}`; undefined where it holds variables itself. */
export function defaultIn(project: Project, { name, span }: VariableUse): string | undefined {
  const text = project.texts.get(span.file)?.text.slice(span.start, span.end) ?? '';
  const start = text.indexOf(`\${${name}`);
  const match = start === -1 ? null : /^:?-([^${}]*)\}/.exec(text.slice(start + name.length + 2));
  return match?.[1];
}

/** Variables that the code of a service reads and that neither compose file nor image sets. */
function* codeReaders(project: Project, service: Service): Iterable<readonly [string, Reader]> {
  const link = linkOf(project, service);
  const image = stageOf(link)?.image;
  for (const read of envReadsOf(link)) {
    const set = service.environment.get(read.name);
    if ((set !== undefined && set.from === 'environment') || image?.env.has(read.name) === true) continue;
    if (isOfPlatform(read.name)) continue;
    yield [
      read.name,
      {
        kind: 'code',
        services: [service.name],
        at: read.at,
        hasDefault: read.hasDefault,
        defaultValue: read.defaultValue,
        isNeeded: !read.hasDefault && (isNeeded(project, read) || isDemanded(...around(project, read.at))),
      },
    ];
  }
}

/** The text before and behind a place, as far as one line may go. */
function around({ texts }: Project, { file, start, end }: Span): [before: string, behind: string] {
  const text = texts.get(file)?.text ?? '';
  return [text.slice(Math.max(0, start - 40), start), text.slice(end, end + 60)];
}

/** Set by every shell and system. */
function isOfPlatform(name: string): boolean {
  return /^(?:HOME|PATH|PWD|SHELL|USER|HOSTNAME|LANG|TERM|TMPDIR|TEMP|TMP|CI|NO_COLOR|npm_\w+)$/.test(name);
}

/** Names in the file as it is, and in its example. */
function namesIn({ envFiles }: Project, file: string): readonly string[] {
  const own = [...envFiles.values()].filter(
    (one) => one.file === file || (one.isExample && one.file.startsWith(`${file}.`)),
  );
  return own.flatMap(({ entries }) => entries.map(({ name }) => name.value)).filter((name) => name !== '');
}

function keyOf(project: Project, name: string, file: string, readers: readonly Reader[]): EnvKey {
  const defaults = readers.flatMap(({ defaultValue }) => (defaultValue === undefined ? [] : [defaultValue]));
  const conversions = readers.flatMap(({ kind, at }) => {
    const made = kind === 'code' ? conversionAround(...around(project, at)) : undefined;
    return made === undefined ? [] : [made];
  });
  const values = new Set(defaults.filter((one) => one !== ''));
  // A default that is a secret must not be handed on as an example.
  const [only] = values.size === 1 && !isSecretName(name) ? [...values] : [undefined];
  return {
    name,
    file,
    readers,
    type: typeOf({ name, defaults, conversions }),
    isRequired: readers.some((reader) => reader.isNeeded),
    hasDefault: readers.length > 0 && readers.every((reader) => reader.hasDefault),
    defaultValue: only,
  };
}
