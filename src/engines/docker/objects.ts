// What all parts of the engine share: the client, the stack, and what they look up.
import { SeaworthyError } from '../../base/errors.ts';
import { listAt, textAt } from '../../base/json.ts';
import { asOurs } from './adopted.ts';
import type { DockerClient } from './client.ts';
import { composeLabels, isOurs, type Labels, labelFilter, labelsOf } from './labels.ts';

/** Keeps a secret's value out of everything but the container. */
export type Secrets = (ref: string) => string | undefined;

export interface Docker {
  readonly client: DockerClient;
  readonly stack: string;
  readonly secrets: Secrets;
  /** Ids of compose's containers that count as ours. */
  readonly adopted: Set<string>;
  /** Folder of this machine for copies of configs and secrets that containers mount. */
  readonly copies: string;
  /** Folder of this machine for what releases were given from files. */
  readonly given: string;
}

/** Everything of the project in the engine's short form, also what compose itself has made. */
export async function listContainers(docker: Docker, signal: AbortSignal): Promise<readonly unknown[]> {
  return listBy(docker, labelFilter(composeLabels.project, docker.stack), signal);
}

/** Containers in the engine's short form, ended ones too; `filters` undefined: all that it has. */
export async function listBy(
  { client, adopted }: Docker,
  filters: string | undefined,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const query = { all: true, filters };
  const { body } = await client.call('GET', '/containers/json', { query, signal });
  return listAt(body).map((one) => asOurs(adopted, one));
}

/** A container as it stands; undefined when it is not there. `name`: its name or id. */
export async function inspect(
  { client, adopted }: Docker,
  name: string,
  signal?: AbortSignal,
): Promise<unknown> {
  const options = { accept: [404], ...(signal === undefined ? {} : { signal }) };
  const { status, body } = await client.call('GET', `/containers/${encodeURIComponent(name)}/json`, options);
  return status === 404 ? undefined : asOurs(adopted, body);
}

/** Our container of this name. @throws SeaworthyError FOREIGN_OBJECT when it is another's. */
export async function inspectOurs(docker: Docker, name: string, signal?: AbortSignal): Promise<unknown> {
  const found = await inspect(docker, name, signal);
  if (found === undefined) return undefined;
  const labels = labelsOf(found);
  if (isOurs(labels) && labels[composeLabels.project] === docker.stack) return found;
  throw foreign(`container ${name}`, labels[composeLabels.project]);
}

export function foreign(what: string, project: string | undefined): SeaworthyError {
  const whose =
    project === undefined ? 'seaworthy did not make it' : `it belongs to the compose project ${project}`;
  return new SeaworthyError('FOREIGN_OBJECT', `${what} exists and ${whose}`, {
    hint: 'Remove or rename it; seaworthy up --adopt takes over what docker compose started in this project.',
  });
}

export function isOfStack(labels: Labels, stack: string): boolean {
  return labels[composeLabels.project] === stack && isOurs(labels);
}

/** Of a container in a list. */
export function nameOf(container: unknown): string {
  return (textAt(container, 'Names', 0) ?? '').replace(/^\//, '');
}

export function idOf(container: unknown): string {
  return textAt(container, 'Id') ?? '';
}
