// Whether a document is a compose project's, whatever its file is called.
import { entryOf, isMap, keysOf, type YamlNode } from '../../syntax/yaml.ts';
import { root } from './schema/root.ts';
import { service } from './schema/service.ts';

/** Keys that may stand at the top of a compose file, `x-…` apart. */
const composeKeys: readonly string[] = Object.keys(root.fields);

export function isComposeKey(key: string): boolean {
  return key.startsWith('x-') || composeKeys.includes(key);
}

/** True when the top of a document is that of a compose project. */
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
