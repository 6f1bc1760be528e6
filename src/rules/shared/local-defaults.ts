// Defaults in code that look for a data store on the machine of its developer.
import type { Project } from '../../model/project.ts';
import type { SourceFact, SourceFile } from '../../model/source.ts';
import { type DataStore, dataStores } from './data-stores.ts';
import { isTestPath } from './source.ts';

export interface LocalDefault {
  readonly read: Extract<SourceFact, { kind: 'env-read' }>;
  readonly store: DataStore;
}

const local = /^(?:jdbc:)?([a-z][a-z0-9+]*):\/\/(?:[^/@\s]*@)?(?:localhost|127\.0\.0\.1)(?=[:/?]|$)/i;

/** Reads whose default is a URL of a store on localhost, the first of each name. */
export function* localDefaultsOf(sources: readonly SourceFile[]): Iterable<LocalDefault> {
  const seen = new Set<string>();
  for (const { file, facts } of sources) {
    if (isTestPath(file)) continue;
    for (const read of facts) {
      if (read.kind !== 'env-read' || seen.has(read.name)) continue;
      const store = storeOf(read.name, read.defaultValue ?? '');
      if (store === undefined) continue;
      seen.add(read.name);
      yield { read, store };
    }
  }
}

/** The field of a Go struct that takes the value, and of which the program makes no use: a remainder. */
export function isNeverUsed(
  { texts }: Project,
  sources: readonly SourceFile[],
  { at }: LocalDefault['read'],
): boolean {
  if (!at.file.endsWith('.go')) return false;
  const text = texts.get(at.file)?.text ?? '';
  const field = /^\s*(\w+)\s*:[^\n]*$/.exec(text.slice(text.lastIndexOf('\n', at.start) + 1, at.start))?.[1];
  if (field === undefined) return false;
  const use = new RegExp(`\\.${field}\\b`);
  return !sources.some(({ file }) => use.test(texts.get(file)?.text ?? ''));
}

const hostNames: readonly (readonly [RegExp, string])[] = [
  [/^(?:PG|POSTGRES_|POSTGRESQL_)HOST$/, 'PostgreSQL'],
  [/^(?:SPRING_(?:DATA_)?)?REDIS_HOST$/, 'Redis'],
  [/^MYSQL_HOST$/, 'MySQL'],
  [/^(?:SPRING_DATA_)?MONGO(?:DB)?_HOST$/, 'MongoDB'],
  [/^(?:SPRING_)?RABBITMQ_HOST$/, 'RabbitMQ'],
];

function storeOf(name: string, value: string): DataStore | undefined {
  const scheme = local.exec(value)?.[1]?.toLowerCase().replace(/\+.*$/, '');
  if (scheme !== undefined) return dataStores.find(({ schemes }) => schemes.includes(scheme));
  if (!/^(?:localhost|127\.0\.0\.1)(?::\d+)?$/.test(value)) return undefined;
  const found = hostNames.find(([pattern]) => pattern.test(name))?.[1];
  return dataStores.find((store) => store.name === found);
}
