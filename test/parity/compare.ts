// Whether two resolved projects mean the same, and where they do not.
import { posix } from 'node:path';

export interface Difference {
  readonly path: string;
  readonly theirs: string;
  readonly ours: string;
}

/** Differences of two plain trees, path by path; `folder` is what relative paths start from. */
export function differences(theirs: unknown, ours: unknown, folder: string): readonly Difference[] {
  const found: Difference[] = [];
  compare(normalOf(theirs, [], folder), normalOf(ours, [], folder), '', found);
  return found;
}

type Plain = Record<string, unknown>;

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Without what says nothing, and with every path relative to the project. */
function normalOf(value: unknown, path: readonly string[], folder: string): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => normalOf(item, [...path, '0'], folder));
    return path[2] === 'build' && path[3] === 'ssh'
      ? items.map((item) => sshKey(item, folder)).sort()
      : items;
  }
  if (typeof value === 'string') return fromFolder(value, folder);
  if (!isPlain(value)) return value;
  const entries = Object.entries(value).filter(([key, inner]) => !saysNothing([...path, key], inner));
  return Object.fromEntries(entries.map(([key, inner]) => [key, normalOf(inner, [...path, key], folder)]));
}

/** Docker compose prints keys in any order, and as `id: path`, which it does not read again. */
function sshKey(item: unknown, folder: string): string {
  const [, id = '', path = ''] = /^([^:=]+)(?:=|: )?(.*)$/.exec(String(item)) ?? [];
  return `${id}=${fromFolder(path, folder)}`;
}

/** Docker compose prints absolute paths, and the home folder in full. */
function fromFolder(text: string, folder: string): string {
  const home = posix.join(folder, '../home');
  const full = text === '~' || text.startsWith('~/') ? home + text.slice(1) : text;
  return full.startsWith('/cases/') ? posix.relative(folder, full) || '.' : text;
}

/** `command: null` of a service, `ipam: {}` of a network: docker compose prints them whatever the files say. */
function saysNothing(path: readonly string[], value: unknown): boolean {
  const key = path.at(-1);
  // A name that cannot be read again, and is there or not by how the job was written.
  if (path[0] === 'jobs' && path.length === 3 && key === 'name') return true;
  if (path.length !== 3) return false;
  if (path[0] === 'services') return value === null && (key === 'command' || key === 'entrypoint');
  return path[0] === 'networks' && key === 'ipam' && isPlain(value) && Object.keys(value).length === 0;
}

function compare(theirs: unknown, ours: unknown, path: string, found: Difference[]): void {
  if (isPlain(theirs) && isPlain(ours)) {
    for (const key of [...new Set([...Object.keys(theirs), ...Object.keys(ours)])].sort())
      compare(theirs[key], ours[key], path === '' ? key : `${path}.${key}`, found);
  } else if (Array.isArray(theirs) && Array.isArray(ours)) {
    for (let index = 0; index < Math.max(theirs.length, ours.length); index++)
      compare(theirs[index], ours[index], `${path}[${index}]`, found);
  } else if (!Object.is(theirs, ours)) {
    found.push({ path, theirs: shown(theirs), ours: shown(ours) });
  }
}

function shown(value: unknown): string {
  const text = value === undefined ? '(absent)' : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
