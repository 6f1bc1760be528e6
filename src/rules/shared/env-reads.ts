// Variables that a service's code reads, against those that are set for it.
import { dirname } from 'node:path/posix';
import type { BuildLink, Project } from '../../model/project.ts';
import type { Service } from '../../model/service.ts';
import type { SourceFact } from '../../model/source.ts';
import { stageOf } from './image.ts';
import { isConditional } from './read-conditions.ts';
import { isPlatformVariable, isTestPath } from './source.ts';
import { setByStart } from './start-environment.ts';

type EnvRead = Extract<SourceFact, { kind: 'env-read' }>;

/** Variables read by the service's code, tests left out. */
export function envReadsOf(link: BuildLink | undefined): readonly EnvRead[] {
  const files = (link?.sources ?? []).filter((source) => !isTestPath(source.file));
  return files.flatMap((source) => source.facts).filter((fact) => fact.kind === 'env-read');
}

/**
 * Variables read by the service's own code: where one context holds many services, what lies beside another Dockerfile is
 * the code of another one.
 */
export function ownReadsOf(project: Project, link: BuildLink | undefined): readonly EnvRead[] {
  const reads = envReadsOf(link);
  const own = dirname(link?.dockerfile?.file ?? '');
  if (own === '.' || reads.length === 0) return reads;
  const folders = dockerfileFolders.get(project) ?? new Set([...project.dockerfiles.keys()].map(dirname));
  dockerfileFolders.set(project, folders);
  const isOthers = (folder: string) =>
    folders.has(folder) && !isWithin(own, folder) && !isWithin(folder, own);
  return reads.filter(({ at }) => !foldersOf(at.file).some(isOthers));
}

const dockerfileFolders = new WeakMap<Project, ReadonlySet<string>>();

/** Those that a file lies in, the nearest first, without the root. */
function foldersOf(file: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = dirname(file); folder !== '.' && folder !== '/'; folder = dirname(folder))
    folders.push(folder);
  return folders;
}

function isWithin(path: string, folder: string): boolean {
  return folder === '.' || path === folder || path.startsWith(`${folder}/`);
}

/** Names set for the container; undefined when a file or script that is not read may set more. */
export function namesSetFor(
  project: Project,
  service: Service,
  link: BuildLink | undefined,
): ReadonlySet<string> | undefined {
  const known = setNames.get(service) ?? collectNames(project, service, link) ?? 'unknown';
  setNames.set(service, known);
  return known === 'unknown' ? undefined : known;
}

/** A service has one link. */
const setNames = new WeakMap<Service, ReadonlySet<string> | 'unknown'>();

function collectNames(
  project: Project,
  service: Service,
  link: BuildLink | undefined,
): ReadonlySet<string> | undefined {
  const image = stageOf(link)?.image;
  if (link === undefined || image === undefined || service.envFiles.some((use) => !use.exists))
    return undefined;
  const started = setByStart(project, service, link);
  if (started === undefined) return undefined;
  const names = new Set([...service.environment.keys(), ...image.env.keys(), ...started]);
  for (const [path, file] of project.envFiles) {
    // Code may load an env file that lies beside it.
    if (file.isExample || (link.context !== '' && !path.startsWith(`${link.context}/`))) continue;
    for (const entry of file.entries) names.add(entry.name.value);
  }
  return names;
}

/** Variables that the code needs and nothing sets, each at its first reading. */
export function missingReads(reads: readonly EnvRead[], set: ReadonlySet<string>): readonly EnvRead[] {
  const withDefault = new Set(reads.filter((read) => read.hasDefault).map((read) => read.name));
  const missing = new Map<string, EnvRead>();
  for (const read of reads) {
    if (set.has(read.name) || withDefault.has(read.name) || isPlatformVariable(read.name)) continue;
    if (!missing.has(read.name)) missing.set(read.name, read);
  }
  return [...missing.values()];
}

/** True for readings that fail without a value: `os.environ["X"]`, `requireEnv('X')`; others may do without. */
export function isNeeded(project: Project, read: EnvRead): boolean {
  if (read.hasDefault || read.confidence !== 'certain') return false;
  const whole = project.texts.get(read.at.file)?.text ?? '';
  const text = whole.slice(read.at.start, read.at.end);
  // The line before asks whether it is there.
  const before = whole.slice(Math.max(0, read.at.start - 300), read.at.start);
  if (['"', "'"].some((quote) => before.includes(`${quote}${read.name}${quote} in os.environ`))) return false;
  if (isConditional(whole, read.at)) return false;
  return /environ\s*\[/.test(text) || /^(?:require|must|need|getRequired|getOrThrow)\w*\s*\(/i.test(text);
}

const synonyms: Readonly<Record<string, string>> = {
  DATABASE: 'DB',
  POSTGRES: 'DB',
  POSTGRESQL: 'DB',
  PG: 'DB',
  PASSWD: 'PASSWORD',
  PASS: 'PASSWORD',
  PWD: 'PASSWORD',
  USERNAME: 'USER',
  HOSTNAME: 'HOST',
  ADDRESS: 'HOST',
  ADDR: 'HOST',
  URI: 'URL',
  DSN: 'URL',
  ENDPOINT: 'URL',
  CONNECTION: 'URL',
  NAME: '',
  SERVICE: '',
  SERVER: '',
  SVC: '',
};

/** True when two names are one thing spelled twice: `DATABASE_URL` and `DB_URL`, `REDIS_HSOT` and `REDIS_HOST`. */
export function areSpellings(a: string, b: string): boolean {
  const first = tokens(a);
  const second = tokens(b);
  if (first.length === 0 || second.length === 0) return false;
  return [...first].sort().join('_') === [...second].sort().join('_') || isTypo(a, b);
}

function tokens(name: string): readonly string[] {
  return name
    .toUpperCase()
    .split('_')
    .map((token) => synonyms[token] ?? token)
    .filter((token) => token !== '');
}

/** Equal but for one letter left out or two swapped, in a token long enough to tell. */
function isTypo(a: string, b: string): boolean {
  const [first, second] = [a.toUpperCase().split('_'), b.toUpperCase().split('_')];
  if (first.length !== second.length) return false;
  const different = first.flatMap((token, index) =>
    token === second[index] ? [] : [[token, second[index] ?? '']],
  );
  const [pair] = different;
  if (different.length !== 1 || pair === undefined) return false;
  const [left = '', right = ''] = pair;
  if (Math.min(left.length, right.length) < 4 || /\d/.test(left + right)) return false;
  return (
    isPlural(left, right) ||
    [...left].sort().join('') === [...right].sort().join('') ||
    isOneLeftOut(left, right)
  );
}

function isPlural(a: string, b: string): boolean {
  return `${a}S` === b || `${b}S` === a;
}

function isOneLeftOut(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (long.length !== short.length + 1) return false;
  return [...long].some((_, index) => long.slice(0, index) + long.slice(index + 1) === short);
}
