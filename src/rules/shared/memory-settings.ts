// Sizes of heaps and caches that commands and environments give to programs.
import type { Located } from '../../base/span.ts';
import { parseBytes } from '../../base/units.ts';

export interface MemorySetting {
  readonly at: Located<string>;
  readonly bytes: number;
  readonly kind: 'heap' | 'cache';
}

/** Variables whose text holds options of the virtual machine. */
export function holdsOptions(name: string): boolean {
  return /(?:JAVA|JVM|HEAP|CATALINA|NODE)\w*OPT(?:ION)?S$|^JAVA_TOOL_OPTIONS$/.test(name);
}

/** Heap sizes in a text, the last of each kind, which is the one that counts. */
export function heapsIn(at: Located<string>): readonly MemorySetting[] {
  const java = [...at.value.matchAll(/(?:^|\s)-Xmx(\d+[kKmMgG]?)(?=\s|$)/g)].at(-1)?.[1];
  const node = [...at.value.matchAll(/(?:^|\s)--max[-_]old[-_]space[-_]size=(\d+)(?=\s|$)/g)].at(-1)?.[1];
  const bytes = java === undefined ? node && parseBytes(`${node}m`) : parseBytes(java);
  return typeof bytes === 'number' ? [{ at, bytes, kind: 'heap' }] : [];
}

/**
 * Caches that a store keeps in memory: https://redis.io/docs/latest/operate/oss_and_stack/management/config/,
 * https://www.postgresql.org/docs/current/runtime-config-resource.html, https://dev.mysql.com/doc/refman/8.4/en/innodb-parameters.html,
 * https://www.mongodb.com/docs/manual/reference/program/mongod/, https://docs.memcached.org/serverguide/
 */
const caches: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\s)--maxmemory[ =](\d+[kmgKMG]?b?)(?=\s|$)/, ''],
  [/\bshared_buffers=(\d+[kMGT]?B)\b/, ''],
  [/--innodb[-_]buffer[-_]pool[-_]size[ =](\d+[KMG]?)(?=\s|$)/, ''],
  [/--wiredTigerCacheSizeGB[ =](\d+(?:\.\d+)?)(?=\s|$)/, 'g'],
  [/^memcached\b.*\s(?:-m|--memory-limit)[ =](\d+)(?=\s|$)/, 'm'],
];

/** Caches in the words of a command, each at the word that holds its size. */
export function cachesIn(words: readonly Located<string>[]): readonly MemorySetting[] {
  const text = words.map(({ value }) => value).join(' ');
  return caches.flatMap(([pattern, unit]) => {
    const size = pattern.exec(text)?.[1];
    const at = size === undefined ? undefined : words.find(({ value }) => value.includes(size));
    const bytes = size === undefined ? undefined : parseBytes(`${size.replace(/b$/i, '')}${unit}`);
    return at === undefined || bytes === undefined ? [] : [{ at, bytes, kind: 'cache' }];
  });
}
