// What scripts and services of a project save, and of which stores.
import type { Project } from '../../model/project.ts';
import type { Script, ScriptCommand } from '../../model/script.ts';
import type { Service, Stack } from '../../model/service.ts';
import { lineText } from './command.ts';
import { dataStoreOf } from './data-stores.ts';
import { rootImageOf } from './image.ts';
import { linkOf } from './stack.ts';

/** Programs that save a store, and the stores that they can read. */
const dumps: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(?:pg_dump|pg_dumpall|pg_basebackup)$/, ['PostgreSQL']],
  [/^(?:mysqldump|mariadb-dump|mariabackup|mydumper|xtrabackup)$/, ['MySQL', 'MariaDB']],
  [/^mongodump$/, ['MongoDB']],
];

export interface Dump {
  readonly script: Script;
  readonly command: ScriptCommand;
  readonly program: string;
  readonly stores: readonly string[];
}

/** The dump that the command runs, itself or in a container. */
export function dumpOf(script: Script, command: ScriptCommand): Dump | undefined {
  const texts = command.words.flatMap(({ text }) => text.split(/[\s;&|'"]+/));
  for (const program of texts) {
    const stores = dumps.find(([name]) => name.test(program.replace(/^.*\//, '')))?.[1];
    if (stores !== undefined) return { script, command, program, stores };
  }
  return undefined;
}

const dumpsCache = new WeakMap<Project, readonly Dump[]>();

/** All of them; looked for once, since every stack is asked which of them save its stores. */
export function dumpsOf(project: Project): readonly Dump[] {
  const known =
    dumpsCache.get(project) ??
    project.scripts.flatMap((script) => script.commands.flatMap((command) => dumpOf(script, command) ?? []));
  dumpsCache.set(project, known);
  return known;
}

export interface Store {
  readonly service: Service;
  readonly kind: string;
}

/** Where the images keep what they are told. */
const dataFolder = /^\/(?:var\/lib\/(?:postgresql|mysql)|data\/db|bitnami\/)/;

/** Databases of the stack whose content outlives the container. */
export function storesOf(project: Project, stack: Stack): readonly Store[] {
  return [...stack.services.values()].flatMap((service) => {
    const kind = dataStoreOf(rootImageOf(service, linkOf(project, service)))?.name;
    const isKept = service.mounts.some(
      ({ kind: sort, target }) => (sort === 'volume' || sort === 'bind') && dataFolder.test(target.value),
    );
    const isMeant = kind !== undefined && dumps.some(([, stores]) => stores.includes(kind));
    return kind !== undefined && isMeant && isKept && service.enabled ? [{ service, kind }] : [];
  });
}

/** Services whose purpose is to save others, by their name or image. */
export function backupServices(stack: Stack): readonly Service[] {
  return [...stack.services.values()].filter(
    ({ name, image, command, entrypoint }) =>
      /backup|restic|borg|duplicati/i.test(`${name} ${image?.value ?? ''}`) ||
      /pg_dump|mysqldump|mongodump/.test(lineText(command) + lineText(entrypoint)),
  );
}
