// What the engine says of itself, as far as images are concerned.
import { statfs } from 'node:fs/promises';
import { BlockList, isIP } from 'node:net';
import { at, entriesAt, flagAt, listAt, textAt } from '../../../base/json.ts';
import type { DockerClient } from '../client.ts';
import { type Platform, parsePlatform } from './platform.ts';
import { isLoopback } from './reference.ts';

export interface EngineFacts {
  readonly platform: Platform;
  /** Images are kept as containerd does, and called by their digest at the registry. */
  readonly idIsDigest: boolean;
  readonly insecure: (domain: string) => boolean;
  /** Addresses that the engine asks before the registry itself. */
  readonly mirrors: (domain: string) => readonly string[];
  /** Bytes that are free where images are kept; undefined when that is another machine. */
  readonly disk: { readonly free: number; readonly total: number } | undefined;
}

const fallback: Platform = { os: 'linux', architecture: 'amd64', variant: undefined };

export async function engineFacts(client: DockerClient, signal: AbortSignal): Promise<EngineFacts> {
  const { body } = await client.call('GET', '/info', { signal });
  const own = `${textAt(body, 'OSType') ?? 'linux'}/${textAt(body, 'Architecture') ?? 'amd64'}`;
  const insecure = insecureRegistries(at(body, 'RegistryConfig'));
  const driver = JSON.stringify(listAt(body, 'DriverStatus'));
  return {
    platform: parsePlatform(own, fallback) ?? fallback,
    idIsDigest: driver.includes('io.containerd.snapshotter'),
    insecure: (domain) => isLoopback(domain) || insecure(domain),
    mirrors: (domain) => textsAt(body, 'RegistryConfig', 'IndexConfigs', domain, 'Mirrors'),
    disk: await diskOf(client, textAt(body, 'DockerRootDir'), textAt(body, 'OperatingSystem')),
  };
}

/** `insecure-registries` of the engine: names, and ranges of addresses. */
function insecureRegistries(config: unknown): (domain: string) => boolean {
  const names = entriesAt(config, 'IndexConfigs')
    .filter(([, index]) => !flagAt(index, 'Secure'))
    .map(([name]) => name);
  const ranges = new BlockList();
  for (const range of textsAt(config, 'InsecureRegistryCIDRs')) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address);
    if (family !== 0) ranges.addSubnet(address, Number(bits), family === 6 ? 'ipv6' : 'ipv4');
  }
  return (domain) => {
    const host = domain.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
    const family = isIP(host);
    return names.includes(domain) || (family !== 0 && ranges.check(host, family === 6 ? 'ipv6' : 'ipv4'));
  };
}

function textsAt(value: unknown, ...path: readonly string[]): readonly string[] {
  return listAt(value, ...path).filter((one): one is string => typeof one === 'string');
}

async function diskOf(
  client: DockerClient,
  folder: string | undefined,
  system: string | undefined,
): Promise<EngineFacts['disk']> {
  // A desktop's engine runs in a machine of its own, and a folder of that name here says nothing of it.
  if (client.connection.endpoint.kind !== 'unix' || folder === undefined || /desktop/i.test(system ?? ''))
    return undefined;
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch {
    // The engine does not see this machine's folders, or we may not look.
    return undefined;
  }
}
