// Traffic inside the stack: a service's name is an alias in its networks, and who has it is called. An alias is given
// and taken by leaving the network and coming back under the same address, within a fraction of a second, while nothing of
// the container runs; connections under way outlive that, as their sockets stay and TCP sends again.
import { SeaworthyError } from '../../base/errors.ts';
import { at, textAt } from '../../base/json.ts';
import { composeLabels, labelsOf, ownLabels } from './labels.ts';
import { endpointsOf } from './networks.ts';
import { type Docker, idOf, inspect, listContainers } from './objects.ts';
import { isPaused, stateOf } from './observe.ts';
import { isAtLeast } from './version.ts';

export interface Switch {
  /** Whose newcomers nobody has called yet. */
  readonly run: string;
  readonly signal: AbortSignal;
  readonly midAct: (() => void) | undefined;
  /** Called when the next ones have the name and the former ones have it still. */
  readonly switched: () => Promise<void>;
  /** Called for a container that has just lost the name. */
  readonly unnamed: (id: string) => void;
}

/** Gives the service's name to these instances, then takes it from the others. */
export async function routeTo(
  docker: Docker,
  service: string,
  instances: readonly string[],
  { run, signal, midAct, switched, unnamed }: Switch,
): Promise<void> {
  const own = await instancesOf(docker, service, signal);
  const nameOf = (one: unknown) => labelsOf(one)[ownLabels.instance] ?? '';
  const stranger = instances.find((instance) => !own.some((one) => nameOf(one) === instance));
  if (stranger !== undefined) {
    throw new SeaworthyError('ENGINE_REFUSED', `${stranger} is not an instance of ${service}`);
  }
  const next = own.filter((one) => instances.includes(nameOf(one)));
  for (const one of next)
    if (stateOf(one) !== 'exited') await rejoin(docker, one, { serves: true, run }, signal);
  midAct?.();
  await switched();
  for (const one of own) {
    if (next.includes(one) || stateOf(one) === 'exited') continue;
    if (await rejoin(docker, one, { serves: false, run }, signal)) unnamed(idOf(one));
  }
}

export async function instancesOf(
  docker: Docker,
  service: string,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const listed = (await listContainers(docker, signal)).filter((one) => {
    const labels = labelsOf(one);
    return labels[composeLabels.service] === service && labels[ownLabels.instance] !== undefined;
  });
  const full = await Promise.all(listed.map((one) => inspect(docker, idOf(one), signal)));
  return full.filter((one) => one !== undefined);
}

/**
 * Where it stands otherwise than it should, or, after a deployer that died in between, does not stand at all or is still
 * paused. The answer: something was done.
 */
async function rejoin(
  docker: Docker,
  container: unknown,
  { serves, run }: { readonly serves: boolean; readonly run: string },
  signal: AbortSignal,
): Promise<boolean> {
  const labels = labelsOf(container);
  const service = labels[composeLabels.service] ?? '';
  const endpoints = new Map(endpointsOf(container).map((one) => [one.network, one]));
  const wrong = listOf(labels[ownLabels.networks]).filter(
    (network) => endpoints.get(network)?.aliases.includes(service) !== serves,
  );
  if (wrong.length === 0 && !isPaused(container)) return false;
  const move = async () => {
    for (const network of wrong) await joinAnew(docker, container, network, serves, signal);
  };
  await (!serves || mayPause(container, run) ? pausing(docker, container, signal, move) : move());
  return wrong.length > 0;
}

/**
 * Nothing of the container runs meanwhile: out of its network, a connection that it opened would fail at once, and a name
 * that it looked up would be waited for until its resolver asks again, after seconds. What others have under way with it
 * waits. An engine that cannot pause (rootless, without cgroups of its own) goes on without.
 */
async function pausing(
  { client }: Docker,
  container: unknown,
  signal: AbortSignal,
  body: () => Promise<void>,
): Promise<void> {
  const path = `/containers/${idOf(container)}`;
  // Paused already, ended meanwhile, not able to: the next call says what matters of it.
  const accept = [404, 409, 500];
  await client.call('POST', `${path}/pause`, { accept, signal });
  try {
    await body();
  } finally {
    await client.call('POST', `${path}/unpause`, { accept, signal });
  }
}

/**
 * Until its next check the engine calls one unhealthy that was paused: little harm to who has served already, and is still
 * called by those who keep a connection to it. Who has just proved itself must not be taken for ill, and nobody calls it yet.
 */
function mayPause(container: unknown, run: string): boolean {
  const isNew = labelsOf(container)[ownLabels.run] === run;
  return !isNew || isPaused(container) || at(container, 'State', 'Health') === undefined;
}

/** Leaves the network and comes back with the names that it should have there. */
async function joinAnew(
  docker: Docker,
  container: unknown,
  network: string,
  serves: boolean,
  signal: AbortSignal,
): Promise<void> {
  const labels = labelsOf(container);
  const version = await docker.client.engine(signal);
  const endpoint = endpointsOf(container).find((one) => one.network === network);
  const service = labels[composeLabels.service] ?? '';
  const names = [service, ...listOf(labels[ownLabels.aliases])];
  const Aliases = [labels[ownLabels.instance] ?? service, ...(serves ? names : [])];
  const settings = at(container, 'NetworkSettings', 'Networks', network);
  // The hardware address too: neighbours remember it, and older engines make it from the other one anyway.
  const mac = isAtLeast(version, '1.44') ? { MacAddress: textAt(settings, 'MacAddress') } : {};
  const config = { Aliases, DriverOpts: at(settings, 'DriverOpts') ?? undefined, ...mac };
  const path = `/networks/${encodeURIComponent(network)}`;
  const Container = idOf(container);
  if (endpoint !== undefined) {
    const body = { Container, Force: false };
    await docker.client.call('POST', `${path}/disconnect`, { body, accept: [404, 500], signal });
  }
  await connect(docker, path, Container, endpoint?.address, config, signal);
}

function listOf(label: string | undefined): readonly string[] {
  return (label ?? '').split(',').filter((name) => name !== '');
}

/** A network whose subnet the engine chose for itself takes no address: then it is another one. */
async function connect(
  docker: Docker,
  path: string,
  Container: string,
  address: string | undefined,
  config: object,
  signal: AbortSignal,
): Promise<void> {
  const ask = (EndpointConfig: object, accept: readonly number[]) =>
    docker.client.call('POST', `${path}/connect`, { body: { Container, EndpointConfig }, accept, signal });
  if (address !== undefined && address !== '') {
    const { status } = await ask({ ...config, IPAMConfig: { IPv4Address: address } }, [400, 403, 500]);
    if (status < 300) return;
  }
  await ask(config, [403]);
}
