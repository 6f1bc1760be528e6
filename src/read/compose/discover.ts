// Which files of a folder are compose files, and in which order docker compose takes them (spec: 03-compose-file).

import { root } from './schema/root.ts';

const bases = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'] as const;

/** Base files, the preferred one first, then the override files in the same order. */
export const composeFileOrder: readonly string[] = [
  ...bases,
  ...bases.map((name) => name.replace('.', '.override.')),
];

const namePattern = /^(?:docker-)?compose(?:[._-]([A-Za-z0-9_.-]+))?\.ya?ml$/;
const variantFirst = /^([A-Za-z0-9_-]+)[._-](?:docker-)?compose\.ya?ml$/;

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** True for names that a compose file has by custom: `compose.yaml`, `docker-compose.prod.yml`, `dev.compose.yml`. */
export function isComposeFileName(path: string): boolean {
  const name = baseName(path);
  return namePattern.test(name) || variantFirst.test(name);
}

/** The environment of an overlay: `production` of `compose.production.yaml`; undefined for base and override files. */
export function overlayEnvironment(path: string): string | undefined {
  const name = baseName(path);
  const environment = namePattern.exec(name)?.[1];
  return environment === undefined || environment === 'override' ? undefined : environment;
}

/** The first base file that is there, and its override; what docker compose reads without `-f`. */
export function defaultComposeFiles(names: ReadonlySet<string>): readonly string[] {
  const base = bases.find((name) => names.has(name));
  if (base === undefined) return [];
  const override = bases.map((name) => name.replace('.', '.override.')).find((name) => names.has(name));
  return override === undefined ? [base] : [base, override];
}

/** Keys that may stand at the top of a compose file, `x-…` apart. */
export const composeKeys: readonly string[] = Object.keys(root.fields);

export function isComposeKey(key: string): boolean {
  return key.startsWith('x-') || composeKeys.includes(key);
}

/** Any tree of mappings, of `syntax/` or ours. */
interface Mapping {
  readonly kind: string;
  readonly entries?: Iterable<unknown>;
}

/** True when the top of a document is a compose project's, whatever its file is called. */
export function looksLikeCompose(document: Mapping | undefined): boolean {
  if (document?.kind !== 'map') return false;
  const keys = [...(document.entries ?? [])].map(keyOf);
  // Kubernetes manifests and workflows have sections of these names too, but never without these keys.
  if (keys.includes('apiVersion') || keys.includes('jobs') || keys.includes('on')) return false;
  if (keys.includes('services') || keys.includes('include')) return true;
  return (
    keys.length > 0 &&
    keys.every(isComposeKey) &&
    !keys.every((key) => key.startsWith('x-') || key === 'name')
  );
}

/** The key of `[name, value]`, or of an entry with a scalar as `key`. */
function keyOf(entry: unknown): string {
  if (Array.isArray(entry)) return String(entry[0]);
  if (typeof entry !== 'object' || entry === null || !('key' in entry)) return '';
  const { key } = entry;
  return typeof key === 'object' && key !== null && 'text' in key ? String(key.text) : '';
}
