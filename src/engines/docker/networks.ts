// The networks of a stack, and how a container stands in them. A service's name is an alias: whoever has it is called.
import { SeaworthyError } from '../../base/errors.ts';
import { at, entriesAt, flagAt, listAt, numberAt, textAt } from '../../base/json.ts';
import type { UnitSpec } from '../../model/unit.ts';
import { textsAt, wordsAt } from './keys.ts';
import { composeLabels, composeVersion, labelFilter, labelsOf } from './labels.ts';
import { realName } from './names.ts';
import { type Docker, foreign } from './objects.ts';

export interface UsedNetwork {
  readonly key: string;
  readonly name: string;
  readonly external: boolean;
  readonly definition: unknown;
  /** The service's own entry: aliases, addresses, priority. */
  readonly use: unknown;
}

/** The networks of a service, the one that is its gateway first: the highest priority, then the name. */
export function networksOf(stack: string, unit: UnitSpec): readonly UsedNetwork[] {
  const { container } = unit;
  if (container === undefined || textAt(container.keys, 'network_mode') !== undefined) return [];
  const used = Object.entries(container.networks).map(([key, definition]) => ({
    key,
    name: realName(stack, key, definition),
    external: flagAt(definition, 'external'),
    definition,
    use: at(container.keys, 'networks', key),
  }));
  const rank = ({ use }: UsedNetwork) => numberAt(use, 'priority') ?? 0;
  return used.sort((a, b) => rank(b) - rank(a) || (a.key < b.key ? -1 : 1));
}

/** Makes the networks that are not there; each is looked for once in the life of an engine. */
export class Networks {
  readonly #docker: Docker;
  /** What is being made or looked for, and what was found to be there. */
  readonly #pending = new Map<string, Promise<void>>();
  readonly #there = new Set<string>();

  constructor(docker: Docker) {
    this.#docker = docker;
  }

  /** @throws SeaworthyError FOREIGN_OBJECT, ENGINE_REFUSED */
  async ensure(networks: readonly UsedNetwork[], signal: AbortSignal): Promise<void> {
    await Promise.all(networks.map((network) => this.#ensureOne(network, signal)));
  }

  async #ensureOne(network: UsedNetwork, signal: AbortSignal): Promise<void> {
    const { name } = network;
    if (this.#there.has(name)) return;
    const pending = this.#pending.get(name) ?? ensureNetwork(this.#docker, network, signal);
    this.#pending.set(name, pending);
    try {
      await pending;
      this.#there.add(name);
    } finally {
      this.#pending.delete(name);
    }
  }

  /**
   * Nothing is known any more: the next to need them looks. What is being made goes on, and is waited for: a network
   * that is made anew with its subnet must not be taken for one that is there.
   */
  forget(): void {
    this.#there.clear();
  }
}

/** Whether it is there and may be used. @throws SeaworthyError FOREIGN_OBJECT, ENGINE_REFUSED */
export async function lookAtNetwork(
  { client, stack }: Docker,
  { name, external }: UsedNetwork,
  signal: AbortSignal,
): Promise<boolean> {
  const found = await client.call('GET', `/networks/${encodeURIComponent(name)}`, { accept: [404], signal });
  if (found.status !== 404) {
    const owner = labelsOf(found.body)[composeLabels.project];
    if (!external && owner !== stack) throw foreign(`network ${name}`, owner);
    return true;
  }
  if (external) {
    throw new SeaworthyError('ENGINE_REFUSED', `the external network ${name} does not exist`, {
      hint: `Create it (docker network create ${name}), or let the stack own it.`,
    });
  }
  return false;
}

async function ensureNetwork(docker: Docker, network: UsedNetwork, signal: AbortSignal): Promise<void> {
  if (await lookAtNetwork(docker, network, signal)) return;
  const { client, stack } = docker;
  const body = networkBody(stack, network);
  await client.call('POST', '/networks/create', { body, signal });
  if (mayFixSubnet(network)) await fixSubnet(docker, network, body, signal);
}

function networkBody(stack: string, { key, name, definition }: UsedNetwork): Record<string, unknown> {
  const configs = listAt(definition, 'ipam', 'config').map((one) => ({
    Subnet: textAt(one, 'subnet'),
    Gateway: textAt(one, 'gateway'),
    IPRange: textAt(one, 'ip_range'),
    AuxiliaryAddresses: wordsAt(one, 'aux_addresses'),
  }));
  const ipam = at(definition, 'ipam');
  return {
    Name: name,
    CheckDuplicate: true,
    Driver: textAt(definition, 'driver') ?? 'bridge',
    Internal: flagAt(definition, 'internal'),
    Attachable: flagAt(definition, 'attachable'),
    EnableIPv6: flagAt(definition, 'enable_ipv6'),
    ...(at(definition, 'enable_ipv4') === false ? { EnableIPv4: false } : {}),
    Options: wordsAt(definition, 'driver_opts'),
    IPAM:
      ipam === undefined
        ? undefined
        : { Driver: textAt(ipam, 'driver') ?? 'default', Config: configs, Options: wordsAt(ipam, 'options') },
    Labels: {
      ...wordsAt(definition, 'labels'),
      [composeLabels.network]: key,
      [composeLabels.project]: stack,
      [composeLabels.version]: composeVersion,
    },
  };
}

function mayFixSubnet({ definition }: UsedNetwork): boolean {
  const driver = textAt(definition, 'driver') ?? 'bridge';
  return (
    driver === 'bridge' &&
    listAt(definition, 'ipam', 'config').length === 0 &&
    !flagAt(definition, 'enable_ipv6')
  );
}

/**
 * A container gives up and takes on a service's name by leaving its network and coming back, and connections outlive
 * that only if it comes back under its address. The engine allows an address to be asked for only where the subnet was:
 * so its own choice is asked for again.
 */
async function fixSubnet(
  { client }: Docker,
  { name }: UsedNetwork,
  body: Record<string, unknown>,
  signal: AbortSignal,
): Promise<void> {
  const path = `/networks/${encodeURIComponent(name)}`;
  const chosen = at((await client.call('GET', path, { signal })).body, 'IPAM', 'Config');
  await client.call('DELETE', path, { signal });
  const fixed = { ...body, IPAM: { Driver: 'default', Config: chosen } };
  try {
    await client.call('POST', '/networks/create', { body: fixed, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    // Somebody took the subnet meanwhile: the network is more important than its addresses.
    await client.call('POST', '/networks/create', { body, accept: [409], signal });
  }
}

/** What `POST /networks/…/connect` and the first network of a new container are told. */
export function endpointConfig(
  unit: UnitSpec,
  { use }: UsedNetwork,
  options: { readonly instance: string; readonly serves: boolean; readonly address?: string | undefined },
): Record<string, unknown> {
  const own = [...(textsAt(use, 'aliases') ?? []), ...(unit.container?.linkedAs ?? []), unit.service];
  const address = textAt(use, 'ipv4_address') ?? options.address;
  const six = textAt(use, 'ipv6_address');
  const local = textsAt(use, 'link_local_ips');
  const mac = textAt(use, 'mac_address') ?? textAt(unit.container?.keys, 'mac_address');
  const hasAddress = address !== undefined || six !== undefined || local !== undefined;
  return {
    Aliases: options.serves ? [options.instance, ...own] : [options.instance],
    ...(hasAddress ? { IPAMConfig: { IPv4Address: address, IPv6Address: six, LinkLocalIPs: local } } : {}),
    ...(mac === undefined ? {} : { MacAddress: mac }),
    DriverOpts: wordsAt(use, 'driver_opts'),
    ...(numberAt(use, 'gw_priority') === undefined ? {} : { GwPriority: numberAt(use, 'gw_priority') }),
  };
}

/** The container's addresses and aliases, by the name of the network. */
export interface Endpoint {
  readonly network: string;
  readonly address: string;
  readonly aliases: readonly string[];
}

export function endpointsOf(container: unknown): readonly Endpoint[] {
  return entriesAt(container, 'NetworkSettings', 'Networks').map(([network, endpoint]) => ({
    network,
    address: textAt(endpoint, 'IPAddress') ?? '',
    aliases: listAt(endpoint, 'Aliases').map(String),
  }));
}

/** The networks of the project, as the engine lists them. */
export async function listNetworks(
  { client, stack }: Docker,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const filters = labelFilter(composeLabels.project, stack);
  return listAt((await client.call('GET', '/networks', { query: { filters }, signal })).body);
}

/** Removes them; those that foreign containers use stay. The answer: their names. */
export async function removeNetworks(
  { client }: Docker,
  found: readonly unknown[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const removed = await Promise.all(
    found.map(async (network) => {
      const name = textAt(network, 'Name') ?? '';
      const id = textAt(network, 'Id') ?? name;
      const { status } = await client.call('DELETE', `/networks/${id}`, { accept: [403, 404, 409], signal });
      return status < 300 ? [`network ${name}`] : [];
    }),
  );
  return removed.flat();
}
