// For review: which compose files of a repository make a stack together.
import type { Settings } from '../../model/settings.ts';
import { isList, isMap, isScalar, keysOf, readYaml, type YamlNode } from '../../syntax/yaml.ts';
import { composeFileOrder, defaultComposeFiles, overlayEnvironment } from '../compose/file-names.ts';
import { byText, folderOf, joinPath, nameOf } from '../paths.ts';

export interface ComposeSet {
  /** Project folder: that of the first file. */
  readonly folder: string;
  /** In merge order, relative to the root. */
  readonly files: readonly string[];
  readonly environment: string | undefined;
  /** Env files to take values from, relative to the root. */
  readonly envFiles: readonly string[];
}

/** Names of overlays that say where the stack runs. */
const environmentName =
  /^(?:dev|devel|development|local|test|testing|ci|e2e|qa|uat|stage|staging|preprod|preview|sandbox|demo|prod|production|live)(?:$|[._-])/i;

export interface SetSources {
  readonly read: (file: string) => string | undefined;
  readonly exists: (file: string) => boolean;
  readonly settingsOf: (folder: string) => Settings | undefined;
  /** The env files that docker compose is given with a file that it is called with alone. */
  readonly startedAlone: (file: string) => readonly string[] | undefined;
}

/** The stacks of a folder, the base first. `files` are its compose files. */
export function composeSets(
  folder: string,
  files: readonly string[],
  sources: SetSources,
): readonly ComposeSet[] {
  const base = baseOf(folder, files, sources);
  const sets: ComposeSet[] = base.length === 0 ? [] : [setOf(folder, base, undefined, sources)];
  for (const [name, { compose, envFiles }] of sources.settingsOf(folder)?.environments ?? []) {
    const own = compose.map((file) => joinPath(folder, file)).filter(sources.exists);
    if (own.length === 0) continue;
    const set = setOf(folder, own, name, sources);
    sets.push({ ...set, envFiles: [...set.envFiles, ...envFiles.map((file) => joinPath(folder, file))] });
  }
  const taken = new Set(sets.flatMap((set) => set.files));
  const first = base[0];
  const baseServices = first === undefined ? new Set<string>() : servicesOf(sources.read(first) ?? '').names;
  for (const file of [...files].sort(byText)) {
    if (taken.has(file)) continue;
    const environment = overlayEnvironment(file);
    const text = sources.read(file) ?? '';
    const own = sources.startedAlone(file);
    const isOverlay =
      first !== undefined && mergesOn(text, baseServices, own === undefined ? environment : undefined);
    const known = environment !== undefined && environmentName.test(environment) ? environment : undefined;
    sets.push(
      isOverlay
        ? setOf(folder, [first, file], environmentOf(file), sources)
        : { ...setOf(folder, [file], known, sources), ...(own?.length ? { envFiles: own } : {}) },
    );
  }
  return sets;
}

/** Its name says where the stack runs. */
export function namesEnvironment(file: string): boolean {
  const environment = overlayEnvironment(file);
  return environment !== undefined && environmentName.test(environment);
}

/** What an overlay is for, by its name, or by that of its folder: `monitoring/compose.yaml`. */
export function environmentOf(file: string): string {
  const name = nameOf(file).replace(/\.ya?ml$/, '');
  const folder = nameOf(folderOf(file));
  const isPlain = composeFileOrder.includes(nameOf(file)) && folder !== '';
  return overlayEnvironment(file) ?? (isPlain ? folder : name);
}

/** What docker compose reads without `-f`, or what the settings beside it name. */
function baseOf(folder: string, files: readonly string[], sources: SetSources): readonly string[] {
  const named = (sources.settingsOf(folder)?.compose ?? []).map(({ value }) => joinPath(folder, value));
  const present = named.filter(sources.exists);
  if (present.length > 0) return present;
  return defaultComposeFiles(new Set(files.map(nameOf))).map((name) => joinPath(folder, name));
}

function setOf(
  folder: string,
  files: readonly string[],
  environment: string | undefined,
  sources: Pick<SetSources, 'exists'>,
): ComposeSet {
  return { folder, files, environment, envFiles: envFilesOf(folder, environment, sources.exists) };
}

/** `.env`, then `.env.production`: later ones win. */
export function envFilesOf(
  folder: string,
  environment: string | undefined,
  exists: (file: string) => boolean,
): readonly string[] {
  const names = environment === undefined ? ['.env'] : ['.env', `.env.${environment}`];
  return names.map((name) => joinPath(folder, name)).filter(exists);
}

/**
 * An overlay changes services of the base; a file whose services all say what they run stands alone. One with an
 * environment's name that has only services of the base is an overlay even so: it swaps the images. One that waits for
 * services that only the base has is an addition: docker compose refuses it alone.
 */
function mergesOn(text: string, base: ReadonlySet<string>, environment: string | undefined): boolean {
  const { names, selfContained, waitsFor } = servicesOf(text);
  if (!selfContained) return true;
  if ([...waitsFor].some((name) => base.has(name) && !names.has(name))) return true;
  const changesOnly = [...names].every((name) => base.has(name));
  return environment !== undefined && environmentName.test(environment) && changesOnly;
}

interface FileServices {
  readonly names: ReadonlySet<string>;
  readonly selfContained: boolean;
  /** What is named by `depends_on`. */
  readonly waitsFor: ReadonlySet<string>;
}

function servicesOf(text: string): FileServices {
  const services = readYaml('', text).documents.flatMap(({ root }) => entriesOf(root, 'services'));
  const names = new Set(services.map(([name]) => name));
  const selfContained = services.length > 0 && services.every(([, service]) => saysWhatRuns(service));
  const waitsFor = new Set(services.flatMap(([, service]) => dependenciesOf(service)));
  return { names, selfContained, waitsFor };
}

function dependenciesOf(service: YamlNode): readonly string[] {
  if (!isMap(service)) return [];
  const named = service.entries.find(({ key }) => key.text === 'depends_on')?.value;
  if (isList(named)) return named.items.flatMap((item) => (isScalar(item) ? [item.text] : []));
  return named === undefined ? [] : keysOf(named);
}

function saysWhatRuns(service: YamlNode): boolean {
  // What is taken back was said by the base.
  if (isMap(service) && service.entries.some(({ value }) => value.tag === '!reset')) return false;
  return keysOf(service).some((key) => key === 'image' || key === 'build' || key === 'extends');
}

function entriesOf(root: YamlNode | undefined, key: string): [string, YamlNode][] {
  if (!isMap(root)) return [];
  const found = root.entries.find((entry) => entry.key.text === key)?.value;
  if (found === undefined || isList(found) || !isMap(found)) return [];
  return found.entries.map((entry) => [entry.key.text, entry.value]);
}
