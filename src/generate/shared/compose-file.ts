// What the services that we add to a compose project have in common.
import { posix } from 'node:path';
import type { Service, Stack } from '../../model/service.ts';
import { entry, flow, fromPlain, item, list, map, raw, type Yaml, type YamlEntry } from '../yaml.ts';

/** A path beside the compose file, relative to the root. */
export function besideStack({ folder }: Stack, path: string): string {
  return posix.join(folder, path);
}

/** `-f compose.yaml -f compose.backup.yaml`, as typed in the folder of the compose file. */
export function fileFlags(stack: Stack, added: string): string {
  const own = stack.files.map((file) => posix.relative(stack.folder === '' ? '.' : stack.folder, file));
  return [...own, added].map((file) => `-f ${file}`).join(' ');
}

/** A name that no service of the stack has. */
export function freeName(stack: Stack, wanted: string): string {
  let name = wanted;
  while (stack.services.has(name)) name = `${name}-2`;
  return name;
}

export interface Limits {
  readonly memory: string;
  readonly cpus: string;
  readonly pids: number;
}

/** Nobody needs more than that: no rights beyond its own, no writing outside of its volumes. */
export function hardening(capabilities: readonly string[] = []): readonly YamlEntry[] {
  const added = capabilities.length === 0 ? [] : [entry('cap_add', flow(fromPlain([...capabilities])))];
  return [
    entry('read_only', true),
    entry('cap_drop', flow(fromPlain(['ALL']))),
    ...added,
    entry('security_opt', flow(list(item(raw('"no-new-privileges:true"'))))),
    entry('ulimits', flow(map(entry('nofile', 65536)))),
  ];
}

export function logRotation(): YamlEntry {
  const options = map(entry('max-size', raw('10m')), entry('max-file', raw('"3"')));
  return entry('logging', flow(map(entry('driver', 'json-file'), entry('options', flow(options)))));
}

export function deploy({ memory, cpus, pids }: Limits): YamlEntry {
  const limits = flow(
    map(entry('memory', raw(memory)), entry('cpus', raw(`"${cpus}"`)), entry('pids', pids)),
  );
  return entry('deploy', map(entry('resources', map(entry('limits', limits)))));
}

/** Joins the networks of a service; nothing to write when that is the default one. */
export function sameNetworks(services: readonly Service[]): readonly YamlEntry[] {
  const names = [...new Set(services.flatMap(({ networks }) => networks.map(({ name }) => name)))].sort();
  return names.length === 0 || (names.length === 1 && names[0] === 'default')
    ? []
    : [entry('networks', flow(fromPlain(names)))];
}

/** Waits for health where there is a check, else for the start. */
export function waitsFor(services: readonly Service[]): YamlEntry {
  const entries = services.map(({ name, healthcheck }) => {
    const isChecked = healthcheck !== undefined && !healthcheck.disabled;
    const condition = isChecked ? 'service_healthy' : 'service_started';
    return entry(name, flow(map(entry('condition', condition))));
  });
  return entry('depends_on', map(...entries.sort((a, b) => (a.key < b.key ? -1 : 1))));
}

export function volumesSection(names: readonly string[]): Yaml {
  return map(...names.toSorted().map((name) => entry(name, flow(map()))));
}
