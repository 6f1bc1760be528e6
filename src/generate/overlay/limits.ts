// Limits for services that have none: from what the files reserve or set, else values to begin with.
import type { Located } from '../../base/span.ts';
import { dataStoreOf } from '../../rules/shared/data-stores.ts';
import { type ImageName, rootImageOf } from '../../rules/shared/image.ts';
import { cachesIn, heapsIn, holdsOptions } from '../../rules/shared/memory-settings.ts';
import { entry, flow, map, raw, type YamlEntry } from '../yaml.ts';
import { type Addition, added, nothing, type Place } from './base.ts';

const mebibyte = 1024 * 1024;

/** To begin with, by what runs: enough to start and serve, little enough that a leak is seen. */
interface Start {
  readonly memory: number;
  readonly pids: number;
}

const large: Start = { memory: 2048 * mebibyte, pids: 4096 };
const store: Start = { memory: 1024 * mebibyte, pids: 500 };
const jvm: Start = { memory: 1024 * mebibyte, pids: 1000 };
const small: Start = { memory: 512 * mebibyte, pids: 200 };

function startOf(image: ImageName | undefined): Start {
  const repository = image?.repository ?? '';
  if (/elasticsearch|opensearch|cassandra|kafka|clickhouse|neo4j|keycloak/.test(repository)) return large;
  if (/redis|valkey|memcached/.test(repository)) return small;
  if (dataStoreOf(image) !== undefined) return store;
  return /openjdk|eclipse-temurin|corretto|tomcat|jetty|wildfly/.test(repository) ? jvm : small;
}

/** The limits that the base does not set, below `deploy` or as the older keys where the base has those. */
export function limitsFor(place: Place): Addition {
  const { resources, keys } = place.service;
  const start = startOf(rootImageOf(place.service, place.link));
  // Compose refuses a limit that the one place has and the other has not.
  const isOld = ['mem_limit', 'cpus', 'pids_limit'].some((key) => keys.has(key));
  const entries: YamlEntry[] = [];
  let beside: string | undefined;
  if (resources.memoryLimit === undefined) {
    const { bytes, why } = memoryFor(place, start);
    entries.push(entry(isOld ? 'mem_limit' : 'memory', raw(size(bytes))));
    beside = why;
  }
  if (resources.cpuLimit === undefined) entries.push(entry('cpus', cpusFor(place).toFixed(1)));
  if (resources.pidsLimit === undefined) entries.push(entry(isOld ? 'pids_limit' : 'pids', start.pids));
  const [first, ...rest] = entries;
  if (first === undefined) return nothing;
  const remarks = beside === undefined ? {} : { beside };
  if (isOld) return added({ ...first, ...remarks }, ...rest);
  return added(
    entry('deploy', map(entry('resources', map(entry('limits', flow(map(...entries)), remarks))))),
  );
}

/** The keys at which a service's limits are found in an overlay. */
export const limitKeys: readonly string[] = ['deploy', 'mem_limit', 'cpus', 'pids_limit'];

/** True when no file says how much memory it is about. */
export function isGuessed({ service, link, project, stack }: Place): boolean {
  if (service.resources.memoryLimit !== undefined) return false;
  return memoryFor({ service, link, project, stack }, small).why === undefined;
}

function memoryFor(
  { service }: Place,
  start: Start,
): { readonly bytes: number; readonly why: string | undefined } {
  const reserved = service.resources.memoryRequest?.value;
  const set = settingsOf(service);
  const heap = Math.max(0, ...set.filter(({ kind }) => kind === 'heap').map(({ bytes }) => bytes));
  const cache = Math.max(0, ...set.filter(({ kind }) => kind === 'cache').map(({ bytes }) => bytes));
  // Beside a heap there are stacks, code and buffers; beside a cache, connections.
  const needed = Math.max(
    heap * 1.5,
    heap > 0 ? heap + 96 * mebibyte : 0,
    cache > 0 ? cache * 2 + 64 * mebibyte : 0,
  );
  if (needed > (reserved ?? 0))
    return { bytes: rounded(needed), why: heap > 0 ? 'room beside its heap' : 'room beside its cache' };
  if (reserved !== undefined) return { bytes: rounded(reserved * 2), why: 'twice what is reserved' };
  return { bytes: start.memory, why: undefined };
}

function settingsOf(service: Place['service']) {
  const texts: Located<string>[] = [...service.environment.values()].flatMap(({ name, value }) =>
    value !== undefined && holdsOptions(name) ? [value] : [],
  );
  const words = [...(service.entrypoint?.words ?? []), ...(service.command?.words ?? [])];
  return [...texts, ...words].flatMap(heapsIn).concat(cachesIn(words));
}

/** `512M`, `2G`, `1536M`. */
function size(bytes: number): string {
  const mebibytes = Math.round(bytes / mebibyte);
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}G` : `${mebibytes}M`;
}

function rounded(bytes: number): number {
  const step = 32 * mebibyte;
  return Math.ceil(bytes / step) * step;
}

/** One CPU, or twice what is reserved where that is more. */
function cpusFor({ service }: Place): number {
  return Math.max(1, (service.resources.cpuRequest?.value ?? 0) * 2);
}
