// Which services a step of a pipeline starts with docker compose.
import type { Project } from '../../model/project.ts';
import type { Service } from '../../model/service.ts';
import { dataStoreOf } from './data-stores.ts';
import { rootImageOf } from './image.ts';
import type { StepCommand } from './workflow-run.ts';

/** Services that `docker compose up -d` names, none for all; undefined for other commands and with `--wait`. */
export function startedBy({ words }: StepCommand): readonly string[] | undefined {
  const start =
    words[0] === 'docker-compose' ? 1 : words[0] === 'docker' && words[1] === 'compose' ? 2 : undefined;
  const up = start === undefined ? -1 : words.indexOf('up', start);
  const args = up === -1 ? [] : words.slice(up + 1);
  if (
    !args.some((word) => word === '-d' || word === '--detach') ||
    args.some((word) => word.startsWith('--wait'))
  )
    return undefined;
  return args.filter((word) => !word.startsWith('-'));
}

/** A data store among those that are started. */
export function slowService(
  { stacks }: Project,
  { words }: StepCommand,
  names: readonly string[],
): Service | undefined {
  const files = words.flatMap((word, at) =>
    words[at - 1] === '-f' || words[at - 1] === '--file' ? [word.replace(/^.*\//, '')] : [],
  );
  const isMeant = (file: string) =>
    files.length === 0 || files.some((one) => file === one || file.endsWith(`/${one}`));
  return stacks
    .filter((stack) => stack.files.some(isMeant))
    .flatMap(({ services }) => [...services.values()])
    .find(
      (service) =>
        (names.length === 0 || names.includes(service.name)) &&
        dataStoreOf(rootImageOf(service, undefined)) !== undefined,
    );
}
