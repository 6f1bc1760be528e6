// How the API server encrypts what it stores: https://kubernetes.io/docs/reference/config-api/apiserver-config.v1/
import type { KubernetesObject, KubernetesSet } from '../../../model/kubernetes.ts';
import type { YamlEntry } from '../../../syntax/yaml.ts';
import { entriesAt, itemsAt, textsAt } from '../../../syntax/yaml-path.ts';

interface EncryptedResources {
  readonly resources: readonly string[];
  /** In their order: the first one writes, all of them read. */
  readonly providers: readonly YamlEntry[];
}

export interface Encryption {
  readonly object: KubernetesObject;
  readonly items: readonly EncryptedResources[];
}

export function encryptionsOf({ configurations }: KubernetesSet): readonly Encryption[] {
  return configurations
    .filter(({ kind }) => /^Encryption(?:Configuration|Config)$/.test(kind.value))
    .map((object) => ({
      object,
      items: itemsAt(object.node, 'resources').map((item) => ({
        resources: textsAt(item, 'resources').map(({ value }) => value),
        providers: itemsAt(item, 'providers').flatMap((provider) => entriesAt(provider).slice(0, 1)),
      })),
    }));
}
