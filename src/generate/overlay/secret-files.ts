// Secrets by file for environments that serve users, where every service that holds the secret can read it from one.
import type { Span } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import type { Note } from '../generator.ts';
import { holdersOf, isMovable, type SecretGroup, secretGroups } from '../secrets/groups.ts';
import { entry, map, raw, type Yaml, type YamlEntry } from '../yaml.ts';
import { isListed, know } from './base.ts';

export interface SecretFiles {
  readonly notes: readonly Note[];
  /** Entries of `environment`, by service. */
  readonly environment: ReadonlyMap<Service, readonly YamlEntry[]>;
  /** Names of secrets, by service. */
  readonly names: ReadonlyMap<Service, readonly string[]>;
  /** Services into whose root Docker writes a secret. */
  readonly written: ReadonlySet<Service>;
  /** Entries of the `secrets` at the end of the file. */
  readonly definitions: readonly YamlEntry[];
}

export function secretFiles(project: Project, stack: Stack, environment: string): SecretFiles {
  const entries = new Map<Service, YamlEntry[]>();
  const names = new Map<Service, string[]>();
  const definitions: YamlEntry[] = [];
  const written = new Set<Service>();
  const notes: Note[] = [];
  for (const group of secretGroups(project, stack)) {
    const obstacle = obstacleTo(group, project, stack);
    if (obstacle !== undefined) {
      notes.push(...obstacle);
      continue;
    }
    definitions.push(entry(group.name, map(sourceOf(group, environment))));
    for (const { service, entry: variable, form } of group.uses) {
      if (form === undefined) continue;
      push(
        entries,
        service,
        entry(variable.name, raw('!reset null')),
        entry(form.variable, `/run/secrets/${group.name}`),
      );
      if (group.variable !== undefined) written.add(service);
      if (names.get(service)?.includes(group.name) !== true) push(names, service, group.name);
      notes.push(...readerNotes(group, service, variable.nameSpan));
    }
  }
  return { notes, environment: entries, names, written, definitions };
}

/**
 * A variable goes on to hold the value: the base demands it, and Docker copies it into the container for any user to
 * read. A literal gets a file.
 */
function sourceOf({ variable, name }: SecretGroup, environment: string): YamlEntry {
  if (variable !== undefined) return entry('environment', variable);
  return entry('file', pathScalar(`./secrets/${environment}/${name}`));
}

/** A file is mounted with the owner that it has: others than root must be let in. */
function readerNotes(group: SecretGroup, service: Service, at: Span): readonly Note[] {
  const form = group.uses.find((use) => use.service === service)?.form;
  if (group.variable !== undefined || form?.kind !== 'image' || form.row.reader === 'root') return [];
  const { name, uid } = form.row.reader;
  const text = `${service.name} reads its secret as ${name}: the file ${group.name} below secrets/ has to belong to user ${uid} on the host`;
  return [know(text, at)];
}

/** A plain scalar where a person would write one. */
function pathScalar(path: string): Yaml {
  return /^[\w./-]+$/.test(path) ? raw(path) : path;
}

function push<T>(map: Map<Service, T[]>, service: Service, ...values: readonly T[]): void {
  const known = map.get(service);
  if (known === undefined) map.set(service, [...values]);
  else known.push(...values);
}

/** Why a secret stays where it is, for the services that could take it from a file; empty: nothing is worth saying. */
function obstacleTo(group: SecretGroup, project: Project, stack: Stack): readonly Note[] | undefined {
  const able = group.uses.find(({ form, isPart }) => form !== undefined && !isPart);
  if (able === undefined) return [];
  if (!isMovable(group)) {
    const holders = [
      ...new Set(holdersOf(group).map(({ service, entry }) => `${service.name} (${entry.name})`)),
    ];
    const text = `${able.entry.name} of ${able.service.name} stays in the environment, since it has to be the same for ${holders.join(', ')}, which cannot take it from a file`;
    return [know(text, able.entry.nameSpan)];
  }
  const client = strangerTo(group, stack);
  if (client !== undefined) {
    const text = `${able.entry.name} of ${able.service.name} stays in the environment: ${client} uses ${able.service.name} and has the password from elsewhere, where it would have to be the same`;
    return [know(text, able.entry.nameSpan)];
  }
  // Docker copies the value of a variable into the container, which a read-only root forbids:
  // https://github.com/docker/compose/pull/12531
  const closed =
    group.variable === undefined
      ? undefined
      : group.uses.find(({ service }) => service.readOnly?.value === true);
  if (closed !== undefined) {
    const text = `${closed.entry.name} of ${closed.service.name} stays in the environment: compose puts no variable into a file of a container whose root is read-only`;
    return [know(text, closed.entry.nameSpan)];
  }
  // Docker compose merges lists of variables as text, and takes nothing out of them.
  const listed = group.uses.find(({ entry }) => isListed(project, entry.nameSpan, entry.value.span));
  if (listed === undefined) return undefined;
  const text = `${listed.entry.name} of ${listed.service.name} stays in the environment: an overlay cannot take a variable out of a list; write it as ${listed.entry.name}: … and run this again`;
  return [know(text, listed.entry.nameSpan)];
}

/** A service that waits for a data store or names it, and is not among those that are seen to hold its password. */
function strangerTo({ uses }: SecretGroup, stack: Stack): string | undefined {
  const holders = new Set(uses.map(({ service }) => service.name));
  const stores = uses.filter(({ form }) => form?.kind === 'image').map(({ service }) => service);
  const isClientOf = (service: Service, store: Service) =>
    service.dependsOn.some((one) => one.service === store.name) ||
    [...service.environment.values()].some(
      ({ value }) => value !== undefined && namesHost(value.value, store.name),
    );
  const found = [...stack.services.values()].find(
    (service) => !holders.has(service.name) && stores.some((store) => isClientOf(service, store)),
  );
  return found?.name;
}

function namesHost(value: string, host: string): boolean {
  const parts = value.toLowerCase().split(/[/:@,;\s=]+/);
  return parts.includes(host.toLowerCase());
}
