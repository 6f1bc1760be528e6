// Versions of data stores, wherever they are deployed.
import type { Located } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';
import { type DataStore, dataStoreOf } from './data-stores.ts';
import { majorOf, parseImage } from './image.ts';
import { isForUsers, linkOf } from './stack.ts';

interface DeployedStore {
  readonly store: DataStore;
  readonly major: number;
  readonly image: Located<string>;
  /** For messages: `db` or `StatefulSet db`. */
  readonly name: string;
}

/** What an image is as a store, and in which major version; undefined for others and for tags without a number. */
export function storeVersion(
  image: string,
): { readonly store: DataStore; readonly major: number } | undefined {
  const name = parseImage(image);
  const store = dataStoreOf(name);
  const major = name && majorOf(name);
  return store === undefined || major === undefined ? undefined : { store, major };
}

const cache = new WeakMap<Project, readonly DeployedStore[]>();

/** Stores of production stacks and of manifests whose version is written down. */
export function deployedStores(project: Project): readonly DeployedStore[] {
  const known = cache.get(project) ?? collect(project);
  cache.set(project, known);
  return known;
}

function collect(project: Project): readonly DeployedStore[] {
  const found: DeployedStore[] = [];
  const add = (image: Located<string> | undefined, name: string) => {
    const version = image && storeVersion(image.value);
    if (image !== undefined && version !== undefined) found.push({ ...version, image, name });
  };
  for (const stack of project.stacks) {
    const isDevelopment = /dev|local|test|ci|e2e|override|example/i.test(
      stack.environment ?? stack.files.join(' '),
    );
    if (isDevelopment || !isForUsers(project, stack, true)) continue;
    for (const service of stack.services.values())
      if (linkOf(project, service) === undefined) add(service.image, service.name);
  }
  for (const set of project.kubernetes.sets) {
    for (const { workload, title, environment } of set.objects) {
      if (/dev|local|test/.test(environment ?? '')) continue;
      for (const { image } of workload?.pod.containers ?? []) add(image, title);
    }
  }
  return found;
}
