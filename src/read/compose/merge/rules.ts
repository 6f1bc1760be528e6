// How each key of a later file meets that of an earlier one (spec: 13-merge). Keys not listed: mappings merge, lists
// are appended without items that are already there, single values are replaced.
import { forContainers, type PathTable, pathTable } from '../node/path-table.ts';
import { byHostPort, byMountTarget, byName, byPath, bySource, byTarget, byText, type KeyOf } from './keys.ts';

export type MergeRule =
  /** The later value as a whole. */
  | { readonly kind: 'replace' }
  /** Mappings in which a null of the later file counts: `FOO:` takes FOO from the environment again. */
  | { readonly kind: 'variables' }
  /** Lists in which an item takes the place of an earlier one with the same key. */
  | { readonly kind: 'unique'; readonly keyOf: KeyOf }
  /** Options merge only while the driver stays the same. */
  | { readonly kind: 'logging' }
  /** Address ranges merge by subnet. */
  | { readonly kind: 'ipam' }
  /** Two mappings merge; a number takes the place of a mapping, and the other way round. */
  | { readonly kind: 'either' };

const replace: MergeRule = { kind: 'replace' };
const variables: MergeRule = { kind: 'variables' };
const unique = (keyOf: KeyOf): MergeRule => ({ kind: 'unique', keyOf });

export const mergeRules: PathTable<MergeRule> = pathTable<MergeRule>(() =>
  forContainers({
    'networks.*.ipam.config': { kind: 'ipam' },
    'configs.*.labels': variables,
    'networks.*.labels': variables,
    'secrets.*.labels': variables,
    'services.*.annotations': variables,
    'services.*.build.additional_contexts': variables,
    'services.*.build.args': variables,
    'services.*.build.labels': variables,
    'services.*.build.tags': unique(byName),
    'services.*.cap_add': unique(byName),
    'services.*.cap_drop': unique(byName),
    'services.*.command': replace,
    'services.*.configs': unique(bySource),
    'services.*.deploy.labels': variables,
    'services.*.devices': unique(byTarget),
    'services.*.dns': unique(byName),
    'services.*.dns_opt': unique(byName),
    'services.*.dns_search': unique(byName),
    'services.*.entrypoint': replace,
    'services.*.env_file': unique(byPath),
    'services.*.environment': variables,
    'services.*.expose': unique(byText),
    'services.*.healthcheck.test': replace,
    'services.*.labels': variables,
    'services.*.links': unique(byName),
    'services.*.logging': { kind: 'logging' },
    'services.*.networks.*.aliases': unique(byName),
    'services.*.networks.*.link_local_ips': unique(byName),
    'services.*.ports': unique(byHostPort),
    'services.*.profiles': unique(byName),
    'services.*.secrets': unique(byMountTarget),
    'services.*.sysctls': variables,
    'services.*.tmpfs': unique(byName),
    'services.*.ulimits.*': { kind: 'either' },
    'services.*.volumes': unique(byTarget),
    'services.*.volumes.*.volume.labels': variables,
    'volumes.*.labels': variables,
  }),
);
