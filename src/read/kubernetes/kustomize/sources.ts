// The files that kustomizations name, read once, whether discovery found them or not.
import type { Kustomization } from '../../../model/kubernetes.ts';
import { joinPath } from '../../paths.ts';
import { kustomizationOf } from '../kustomization.ts';
import { type Manifest, readManifest } from '../manifest.ts';
import type { RenderSources } from './layer.ts';

const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

export interface KustomizeFiles extends RenderSources {
  /** Files of manifests that only kustomizations led to. */
  readonly further: ReadonlyMap<string, Manifest>;
}

export function kustomizeFiles(
  manifests: ReadonlyMap<string, Manifest>,
  kustomizations: readonly Kustomization[],
  read: (file: string) => string | undefined,
): KustomizeFiles {
  const further = new Map<string, Manifest>();
  const byFolder = new Map<string, Kustomization | undefined>(kustomizations.map((one) => [one.folder, one]));
  const manifestAt = (file: string): Manifest | undefined => {
    const known = manifests.get(file) ?? further.get(file);
    if (known !== undefined) return known;
    const text = read(file);
    if (text === undefined) return undefined;
    const manifest = readManifest(file, text, false);
    further.set(file, manifest);
    return manifest;
  };
  return {
    further,
    read,
    objectsIn: (file) => {
      const manifest = manifestAt(file);
      return manifest === undefined || manifest.template !== undefined ? undefined : manifest.nodes;
    },
    kustomizationIn: (folder) => {
      if (byFolder.has(folder)) return byFolder.get(folder);
      const file = names.map((name) => joinPath(folder, name)).find((path) => manifestAt(path) !== undefined);
      const root = file === undefined ? undefined : manifestAt(file)?.kustomization;
      const found = file === undefined || root === undefined ? undefined : kustomizationOf(file, root);
      byFolder.set(folder, found);
      return found;
    },
  };
}
