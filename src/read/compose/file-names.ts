// Which files of a folder are compose files, and in which order docker compose takes them (spec: 03-compose-file).

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
