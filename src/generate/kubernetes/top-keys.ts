// What became of keys of the top level: networks, volumes, secrets, configs and the name.
import type { Built } from './built.ts';
import { approximated, carried, lost } from './keys.ts';
import type { Outcome, World } from './part.ts';

export function topKeys(path: readonly string[], built: readonly Built[], world: World): Outcome {
  const [key = '', name = '', ...rest] = path;
  switch (key) {
    case 'name':
      return carried(`the namespace and the label app.kubernetes.io/part-of: ${world.name}`);
    case 'version':
      return lost('compose itself no longer reads it');
    case 'networks':
      return network(rest);
    case 'volumes':
      return volume(name, rest, built);
    case 'secrets':
      return carried(
        world.request.secrets === 'external'
          ? `key ${name} of the store`
          : `key ${name} of the Secrets that a person makes`,
      );
    case 'configs':
      return world.stack.configs.get(name)?.external === true
        ? lost('external: make a ConfigMap of it')
        : carried('a ConfigMap');
    case 'models':
      return lost('a model runner of Docker');
    case 'include':
      return carried('resolved before');
    default:
      return key.startsWith('x-')
        ? carried('what anchors take from it stands where they put it')
        : lost('Kubernetes has nothing like it');
  }
}

function network(rest: readonly string[]): Outcome {
  if (rest[0] === 'internal') return approximated('no pod reaches the internet unless its policy says so');
  if (rest[0] === undefined || rest[0] === 'name')
    return approximated('one network for all; policies allow what is seen to be used');
  return lost('the network of the cluster is one for all');
}

function volume(name: string, rest: readonly string[], built: readonly Built[]): Outcome {
  const isUsed = built.some(({ part }) =>
    part.service.mounts.some(({ kind, source }) => kind === 'volume' && source?.value === name),
  );
  if (!isUsed) return lost('no service that is translated mounts it');
  if (rest[0] === 'driver' || rest[0] === 'driver_opts')
    return lost('a storage class takes its place (--storage-class)');
  if (rest[0] === 'external') return approximated('a claim; what is in the volume must be copied over');
  return carried('a claim');
}
