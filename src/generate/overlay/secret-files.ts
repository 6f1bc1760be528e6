// Secrets by file for environments that serve users, where every service that holds the secret can read it from one.
import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import type { Note } from '../generator.ts';
import { holdersOf, isMovable, type SecretGroup, secretGroups } from '../secrets/groups.ts';
import { entry, map, raw, type YamlEntry } from '../yaml.ts';
import { isListed, know } from './base.ts';

export interface SecretFiles {
  readonly notes: readonly Note[];
  /** Entries of `environment`, by service. */
  readonly environment: ReadonlyMap<Service, readonly YamlEntry[]>;
  /** Names of secrets, by service. */
  readonly names: ReadonlyMap<Service, readonly string[]>;
  /** Entries of the `secrets` at the end of the file. */
  readonly definitions: readonly YamlEntry[];
}

export function secretFiles(project: Project, stack: Stack, environment: string): SecretFiles {
  const entries = new Map<Service, YamlEntry[]>();
  const names = new Map<Service, string[]>();
  const definitions: YamlEntry[] = [];
  const notes: Note[] = [];
  for (const group of secretGroups(project, stack)) {
    const obstacle = obstacleTo(group, project);
    if (obstacle !== undefined) {
      notes.push(...obstacle);
      continue;
    }
    definitions.push(entry(group.name, map(entry('file', `./secrets/${environment}/${group.name}`))));
    for (const { service, entry: variable, form } of group.uses) {
      if (form === undefined) continue;
      push(
        entries,
        service,
        entry(variable.name, raw('!reset null')),
        entry(form.variable, `/run/secrets/${group.name}`),
      );
      if (names.get(service)?.includes(group.name) !== true) push(names, service, group.name);
      if (form.kind === 'image' && form.row.reader !== 'root') {
        const { name, uid } = form.row.reader;
        notes.push(
          know(
            `${service.name} reads its secret as ${name}: the file has to belong to user ${uid} on the host (chown ${uid} secrets/${environment}/${group.name})`,
            variable.nameSpan,
          ),
        );
      }
    }
  }
  return { notes, environment: entries, names, definitions };
}

function push<T>(map: Map<Service, T[]>, service: Service, ...values: readonly T[]): void {
  const known = map.get(service);
  if (known === undefined) map.set(service, [...values]);
  else known.push(...values);
}

/** Why a secret stays where it is, for the services that could take it from a file; empty: nothing is worth saying. */
function obstacleTo(group: SecretGroup, project: Project): readonly Note[] | undefined {
  const able = group.uses.find(({ form, isPart }) => form !== undefined && !isPart);
  if (able === undefined) return [];
  if (!isMovable(group)) {
    const holders = [
      ...new Set(holdersOf(group).map(({ service, entry }) => `${service.name} (${entry.name})`)),
    ];
    const text = `${able.entry.name} of ${able.service.name} stays in the environment, since it has to be the same for ${holders.join(', ')}, which cannot take it from a file`;
    return [know(text, able.entry.nameSpan)];
  }
  // Docker compose merges lists of variables as text, and takes nothing out of them.
  const listed = group.uses.find(({ entry }) => isListed(project, entry.nameSpan, entry.value.span));
  if (listed === undefined) return undefined;
  const text = `${listed.entry.name} of ${listed.service.name} stays in the environment: an overlay cannot take a variable out of a list; write it as ${listed.entry.name}: … and run this again`;
  return [know(text, listed.entry.nameSpan)];
}
