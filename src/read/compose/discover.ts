// Which files of a folder are compose files, and in which order docker compose takes them (spec: 03-compose-file).

import { entryOf, isMap, keysOf, type YamlNode } from '../../syntax/yaml.ts';
import { root } from './schema/root.ts';
import { service } from './schema/service.ts';

/** The preferred one first; docker compose's own order, which is not the same for both families. */
const bases = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'] as const;
const overrides = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
] as const;

/** Base files, then override files. */
export const composeFileOrder: readonly string[] = [...bases, ...overrides];

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
  const override = overrides.find((name) => names.has(name));
  return override === undefined ? [base] : [base, override];
}

/** Keys that may stand at the top of a compose file, `x-…` apart. */
const composeKeys: readonly string[] = Object.keys(root.fields);

export function isComposeKey(key: string): boolean {
  return key.startsWith('x-') || composeKeys.includes(key);
}

/** True when the top of a document is a compose project's, whatever its file is called. */
export function looksLikeCompose(document: YamlNode | undefined): boolean {
  const keys = keysOf(document);
  const services = entryOf(document, 'services')?.value;
  if (isMap(services) && services.entries.some(({ value }) => isServiceLike(value)))
    // An Appfile of KubeVela says what type each of its services is of.
    return !services.entries.every(({ value }) => keysOf(value).includes('type'));
  // Other tools have files with sections of these names (`services` in Symfony, `include` in GitLab): all keys must fit.
  const isTelling = keys.some(
    (key) => key === 'include' || key === 'networks' || key === 'volumes' || key === 'services',
  );
  return isTelling && keys.every(isComposeKey) && (services === undefined || keysOf(services).length === 0);
}

function isServiceLike(value: YamlNode): boolean {
  return keysOf(value).some((key) => Object.hasOwn(service.fields, key));
}
