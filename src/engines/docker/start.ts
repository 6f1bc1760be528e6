// Starting an instance: made, joined to its networks, given its files, started. A second call under the same key finds
// what the first has done by its label and does the rest.
import { SeaworthyError } from '../../base/errors.ts';
import { flagAt, textAt } from '../../base/json.ts';
import { adoptedConfig, replicasWanted, type Wanted } from '../../model/unit.ts';
import { untilAnswering } from './answering.ts';
import { containerConfig, type Identity } from './container-config.ts';
import { giveFiles, withCopies } from './files.ts';
import { asGiven } from './given-copies.ts';
import { runHooks } from './hooks.ts';
import { labelsOf, ownLabels } from './labels.ts';
import { containerName } from './names.ts';
import { endpointConfig, endpointsOf, type Networks, networksOf } from './networks.ts';
import { type Docker, foreign, idOf, inspect, inspectOurs, listContainers, nameOf } from './objects.ts';
import { hasRun, stateOf, volumesOf } from './observe.ts';
import { sharedWith } from './shared.ts';
import { isAtLeast } from './version.ts';
import { ensureVolumes } from './volumes.ts';

export interface Start {
  readonly wanted: Wanted;
  readonly identity: Identity;
  /** What it is made from: a name that stands for this id, or the id. */
  readonly image: { readonly name: string; readonly id: string };
  /** Nothing else serves the service: it is called by its name from the first moment. */
  readonly alone: boolean;
  /** It only proves itself, and gets neither name nor fixed ports. */
  readonly trial: boolean;
  readonly signal: AbortSignal;
  readonly midAct: (() => void) | undefined;
}

/** @throws SeaworthyError ENGINE_REFUSED, FOREIGN_OBJECT */
export async function startInstance(docker: Docker, networks: Networks, asked: Start): Promise<void> {
  const { identity, signal } = asked;
  const name = containerName(docker.stack, identity.instance, asked.wanted.unit);
  if (identity.config === adoptedConfig) return await revive(docker, name, asked);
  const known = await withoutAdopted(docker, await inspectOurs(docker, name, signal), name, signal);
  if (known !== undefined) refuseOther(known, identity);
  if (known !== undefined && hasRun(known)) return;
  const unit = withCopies(docker, asGiven(docker.given, asked.wanted.unit), identity.instance);
  const start = { ...asked, wanted: { ...asked.wanted, unit } };
  await refuseSecondWriter(docker, start, signal);
  await Promise.all([
    networks.ensure(networksOf(docker.stack, unit), signal),
    ensureVolumes(docker, unit, signal),
  ]);
  const id = known === undefined ? await create(docker, name, start) : idOf(known);
  await joinNetworks(docker, id, start, known);
  await giveFiles(docker, id, unit, signal);
  await begin(docker, id, start);
  await runHooks(docker, id, unit, 'post_start', signal);
}

/** What was taken over keeps its container until the new one is good, and so must leave it a fixed name. */
async function withoutAdopted(
  docker: Docker,
  known: unknown,
  name: string,
  signal: AbortSignal,
): Promise<unknown> {
  if (known === undefined || !docker.adopted.has(idOf(known))) return known;
  const query = { name: `${name}-adopted` };
  await docker.client.call('POST', `/containers/${idOf(known)}/rename`, { query, signal });
  return undefined;
}

/** What was taken over and had to make room serves again. @throws SeaworthyError ENGINE_REFUSED */
async function revive(docker: Docker, name: string, { identity, signal, midAct }: Start): Promise<void> {
  const listed = await listContainers(docker, signal);
  const found = listed.find(
    (one) => docker.adopted.has(idOf(one)) && labelsOf(one)[ownLabels.instance] === identity.instance,
  );
  if (found === undefined) {
    throw new SeaworthyError('ENGINE_REFUSED', `${identity.instance} of docker compose is no longer there`, {
      hint: 'docker compose up starts it anew; seaworthy up starts the present release.',
    });
  }
  if (nameOf(found) === `${name}-adopted`) {
    const query = { name };
    await docker.client.call('POST', `/containers/${idOf(found)}/rename`, { query, accept: [409], signal });
  }
  await docker.client.call('POST', `/containers/${idOf(found)}/start`, { signal, sent: midAct });
  if (docker.client.connection.endpoint.kind === 'unix')
    await untilAnswering(await inspect(docker, idOf(found), signal), signal);
}

function refuseOther(known: unknown, { instance, key }: Identity): void {
  const labels = labelsOf(known);
  if (labels[ownLabels.key] === key) return;
  throw new SeaworthyError('ENGINE_REFUSED', `${instance} was started by another action`, {
    hint: 'Look at seaworthy status; seaworthy up makes a new plan from what there is.',
  });
}

/** Two writers on one data volume are never allowed, whoever asks, those apart that were asked for as replicas. */
async function refuseSecondWriter(
  docker: Docker,
  { wanted, identity: { instance, config } }: Start,
  signal: AbortSignal,
): Promise<void> {
  const { unit } = wanted;
  const written = new Set(
    unit.mounts.flatMap((mount) => (mount.kind === 'volume' && !mount.readOnly ? [mount.source ?? ''] : [])),
  );
  if (written.size === 0) return;
  for (const other of await listContainers(docker, signal)) {
    const labels = labelsOf(other);
    if (labels[ownLabels.instance] === instance || !isOfService(labels, unit.service)) continue;
    if (replicasWanted(wanted) > 1 && labels[ownLabels.config] === config) continue;
    const full = await inspect(docker, idOf(other), signal);
    if (full === undefined || stateOf(full) === 'exited') continue;
    const shared = volumesOf(full).find((volume) => [...written].some((source) => volume.endsWith(source)));
    if (shared === undefined) continue;
    throw new SeaworthyError('ENGINE_REFUSED', `${labels[ownLabels.instance]} still writes volume ${shared}`);
  }
}

function isOfService(labels: Readonly<Record<string, string>>, service: string): boolean {
  return labels['com.docker.compose.service'] === service;
}

async function create(docker: Docker, name: string, start: Start): Promise<string> {
  const { client, stack, secrets } = docker;
  const { wanted, identity, signal } = start;
  const { unit } = wanted;
  const version = await client.engine(signal);
  const config = containerConfig({
    stack,
    wanted,
    identity,
    secrets,
    image: start.image.name,
    imageId: start.image.id,
    knowsStartInterval: isAtLeast(version, '1.44'),
    trial: start.trial,
    shared: await sharedWith(docker, unit, signal),
  });
  const [first] = networksOf(stack, unit);
  const endpoint =
    first === undefined
      ? undefined
      : endpointConfig(unit, first, { instance: identity.instance, serves: start.alone });
  const body = {
    ...config,
    ...(first === undefined ? {} : { NetworkingConfig: { EndpointsConfig: { [first.name]: endpoint } } }),
    ...(endpoint?.['MacAddress'] === undefined || isAtLeast(version, '1.44')
      ? {}
      : { MacAddress: endpoint['MacAddress'] }),
  };
  const platform = textAt(unit.container?.keys, 'platform');
  const answer = await client.call('POST', '/containers/create', {
    query: { name, platform },
    body,
    accept: [409],
    signal,
  });
  if (answer.status !== 409) return textAt(answer.body, 'Id') ?? name;
  // Somebody was quicker: either we ourselves, whose answer was lost, or a stranger.
  const found = await inspectOurs(docker, name, signal);
  if (found === undefined) throw foreign(`container ${name}`, undefined);
  refuseOther(found, identity);
  return idOf(found);
}

/** All networks but the first, which it was made with; what a first try has joined already is left alone. */
async function joinNetworks(docker: Docker, id: string, start: Start, known: unknown): Promise<void> {
  const { wanted, identity, signal, alone } = start;
  const joined = new Set(endpointsOf(known).map(({ network }) => network));
  const [, ...others] = networksOf(docker.stack, wanted.unit);
  for (const network of others) {
    if (joined.has(network.name)) continue;
    const EndpointConfig = endpointConfig(wanted.unit, network, {
      instance: identity.instance,
      serves: alone,
    });
    const body = { Container: id, EndpointConfig };
    await docker.client.call('POST', `/networks/${encodeURIComponent(network.name)}/connect`, {
      body,
      signal,
    });
  }
}

async function begin(docker: Docker, id: string, { signal, midAct, identity }: Start): Promise<void> {
  try {
    await docker.client.call('POST', `/containers/${id}/start`, { signal, sent: midAct });
  } catch (error) {
    throw await withReason(docker, id, identity.instance, error);
  }
}

/** What could not be started says why in words of the runtime; the port that is taken is its commonest. */
async function withReason(docker: Docker, id: string, instance: string, error: unknown): Promise<unknown> {
  if (!(error instanceof SeaworthyError) || error.code !== 'ENGINE_REFUSED') return error;
  const port = /(?:Bind for|listen tcp4?) ([^ ]+?):? (?:failed|bind)/.exec(error.message)?.[1];
  const isTaken = /port is already allocated|address already in use/.test(error.message);
  const found = await inspect(docker, id).catch(() => undefined);
  const dead = flagAt(found, 'State', 'Running') ? [] : [`${instance} was made and not started`];
  return new SeaworthyError(
    'ENGINE_REFUSED',
    isTaken
      ? `${instance} cannot be started: ${port ?? 'its port'} is in use`
      : `${instance} cannot be started: ${error.message}`,
    {
      hint: isTaken
        ? 'docker ps and ss -ltnp show who holds it.'
        : 'Mend the configuration and run seaworthy up again.',
      detail: [...error.detail, ...dead],
      cause: error,
    },
  );
}
