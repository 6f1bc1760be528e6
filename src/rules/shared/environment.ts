// Environment entries of a whole stack, each text of a file once.
import type { Located } from '../../base/span.ts';
import type { EnvEntry, Stack } from '../../model/service.ts';

interface SharedEntry {
  readonly entry: EnvEntry;
  readonly value: Located<string>;
  /** Services that are given it, in the order of the file; an env file or an anchor serves many. */
  readonly services: readonly string[];
}

/** Entries of the enabled services that have a value. */
export function entriesOf(stack: Stack): readonly SharedEntry[] {
  const entries = new Map<string, { entry: EnvEntry; value: Located<string>; services: string[] }>();
  for (const service of stack.services.values()) {
    if (!service.enabled) continue;
    for (const entry of service.environment.values()) {
      const value = entry.value;
      if (value === undefined) continue;
      const key = `${value.span.file} ${value.span.start} ${entry.name}`;
      const known = entries.get(key);
      if (known === undefined) entries.set(key, { entry, value, services: [service.name] });
      else known.services.push(service.name);
    }
  }
  return [...entries.values()];
}

/** `api runs`, `api and worker run`, `api and 4 others run`. */
export function runners(services: readonly string[]): string {
  const [first = '', second, ...more] = services;
  if (second === undefined) return `${first} runs`;
  return more.length === 0 ? `${first} and ${second} run` : `${first} and ${more.length + 1} others run`;
}
