// What an environment that serves users sets beside ports and limits, where the base leaves it open.
import type { Service } from '../../model/service.ts';
import { debugOffValue } from '../../rules/shared/debug-switches.ts';
import { rootImageOf } from '../../rules/shared/image.ts';
import { mountOf } from '../../rules/shared/mounts.ts';
import { isOneShot, resolvedAt } from '../../rules/shared/stack.ts';
import { allPlacesWritten, isServerSetting } from '../../rules/shared/written-places.ts';
import { entry, flow, item, list, raw, type YamlEntry } from '../yaml.ts';
import { type Addition, added, nothing, type Place } from './base.ts';

export function restartPolicy({ service, stack }: Place): Addition {
  if (service.restart !== undefined || isOneShot(stack, service)) return nothing;
  if (resolvedAt(stack, 'services', service.name, 'deploy', 'restart_policy') !== undefined) return nothing;
  return added(entry('restart', 'unless-stopped'));
}

/** The name of the anchor at the top of the file. */
export function logRotation({ service }: Place): Addition {
  return service.keys.has('logging') ? nothing : added(entry('logging', raw('*logging')));
}

/** A read-only root for published images of which it is known where they write. */
export function readOnlyRoot({ service, link }: Place): Addition {
  const places = placesToWrite(service, rootImageOf(service, link)?.repository);
  if (service.readOnly !== undefined || places === undefined) return nothing;
  const missing = places.filter((path) => mountOf(service, path) === undefined);
  const tmpfs = entry('tmpfs', flow(list(...missing.map((path) => item(path)))));
  return added(entry('read_only', true), ...(missing.length === 0 ? [] : [tmpfs]));
}

function placesToWrite(service: Service, repository: string | undefined): readonly string[] | undefined {
  const isPlain =
    service.build === undefined && service.entrypoint === undefined && service.configs.length === 0;
  if (!isPlain || repository === undefined) return undefined;
  // Settings of one's own may send pid files, logs and caches elsewhere; a template is written out at start.
  if (
    service.mounts.some(({ target }) => isServerSetting(target.value) || /\/templates\b/.test(target.value))
  )
    return undefined;
  const command = service.command?.words.map(({ value }) => value).join(' ') ?? '';
  return /--(?:dir|data|datadir|log|pid)|conf/.test(command) ? undefined : allPlacesWritten(repository);
}

/** Debugging that the base turns on, turned off. */
export function debugOff({ service }: Place): readonly YamlEntry[] {
  return [...service.environment.values()].flatMap(({ name, value }) => {
    const off = value === undefined ? undefined : debugOffValue(name, value.value);
    return off === undefined ? [] : [entry(name, off)];
  });
}
