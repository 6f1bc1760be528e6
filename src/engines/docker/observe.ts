// What the engine says of a container, as every engine says it.

import { flagAt, listAt, numberAt, textAt } from '../../base/json.ts';
import { type Address, adoptedConfig, type Observed } from '../../model/unit.ts';
import { changesOf, misplacedIn } from './changed.ts';
import { composeLabels, labelsOf, ownLabels } from './labels.ts';
import { endpointsOf } from './networks.ts';
import type { Usage } from './usage.ts';

/** How callers on this machine reach a container. */
export type Reach =
  /** By the container's own address: the engine is of this machine. */
  | { readonly kind: 'direct' }
  /** By the ports that it publishes, where the engine's machine can be called; undefined: by none. */
  | { readonly kind: 'published'; readonly host: string | undefined };

export interface Look {
  readonly container: unknown;
  readonly reach: Reach;
  readonly usage: Usage;
  readonly inFlight: number;
}

export function observedOf({ container, reach, usage, inFlight }: Look): Observed {
  const labels = labelsOf(container);
  const state = stateOf(container);
  const exitCode = numberAt(container, 'State', 'ExitCode');
  const ended = state !== 'running' && exitCode !== undefined && hasRun(container);
  const service = labels[composeLabels.service] ?? '';
  return {
    service,
    instance: labels[ownLabels.instance] ?? `${service}-${labels[composeLabels.number] ?? '1'}`,
    key: labels[ownLabels.key] ?? '',
    config: labels[ownLabels.config] ?? '',
    release: labels[ownLabels.release] ?? '',
    run: labels[ownLabels.run] ?? '',
    state,
    exitCode: ended ? exitCode : undefined,
    signal: undefined,
    oomKilled: flagAt(container, 'State', 'OOMKilled'),
    restarts: numberAt(container, 'RestartCount') ?? 0,
    startedAt: textAt(container, 'State', 'StartedAt') ?? '',
    // A paused one answers nobody, whatever names it has.
    routed: state !== 'exited' && !isPaused(container) && isRouted(container),
    inFlight,
    ports: addressesOf(container, reach),
    ...(reach.kind === 'direct' ? {} : { inside: hostOf(container) }),
    ...usage,
    pid: pidOf(container),
    volumes: volumesOf(container),
    oneShot: labels[ownLabels.oneShot] === 'true',
    ...differencesOf(container),
    ...(labels[ownLabels.config] === adoptedConfig ? { adopted: textAt(container, 'Id') } : {}),
  };
}

function differencesOf(container: unknown): Pick<Observed, 'changed' | 'misplaced'> {
  const changed = changesOf(container);
  const misplaced = stateOf(container) === 'exited' ? [] : misplacedIn(container);
  return {
    ...(changed.length === 0 ? {} : { changed }),
    ...(misplaced.length === 0 ? {} : { misplaced }),
  };
}

/**
 * A container that was made and not started counts as ended: its deployer died in between, or its start was refused.
 * The next run makes another in its place.
 */
export function stateOf(container: unknown): Observed['state'] {
  switch (textAt(container, 'State', 'Status')) {
    case 'running':
    case 'paused':
      return 'running';
    case 'restarting':
      return 'restarting';
    default:
      return 'exited';
  }
}

/** By us for a moment, while it leaves its network and comes back, or by somebody. */
export function isPaused(container: unknown): boolean {
  return textAt(container, 'State', 'Status') === 'paused';
}

/** Before its first start the engine writes the year 1. */
export function hasRun(container: unknown): boolean {
  return !(textAt(container, 'State', 'StartedAt') ?? '0001').startsWith('0001');
}

export function pidOf(container: unknown): number | undefined {
  const pid = numberAt(container, 'State', 'Pid');
  return pid === 0 ? undefined : pid;
}

/** It is called by the service's name in all of its networks; where there are no names, as soon as it runs. */
export function isRouted(container: unknown): boolean {
  const labels = labelsOf(container);
  const service = labels[composeLabels.service] ?? '';
  const networks = (labels[ownLabels.networks] ?? '').split(',').filter((name) => name !== '');
  const endpoints = endpointsOf(container);
  return networks.every((name) =>
    endpoints.some(({ network, aliases }) => network === name && aliases.includes(service)),
  );
}

function addressesOf(container: unknown, reach: Reach): Readonly<Record<string, Address>> {
  const targets = (labelsOf(container)[ownLabels.ports] ?? '').split(',').filter((port) => port !== '');
  if (reach.kind === 'direct') {
    const host = hostOf(container);
    if (host === undefined) return {};
    return Object.fromEntries(targets.map((port) => [port, { host, port: Number(port) }]));
  }
  const { host } = reach;
  if (host === undefined) return {};
  const published = targets.flatMap((port) => {
    const bound = listAt(container, 'NetworkSettings', 'Ports', `${port}/tcp`);
    const open = bound.find((one) => isLoopback(host) || !isLoopback(textAt(one, 'HostIp') ?? ''));
    const at = textAt(open, 'HostPort');
    return at === undefined ? [] : [[port, { host, port: Number(at) }] as const];
  });
  return Object.fromEntries(published);
}

/** Where it is called in its own network; undefined while it has no address. */
function hostOf(container: unknown): string | undefined {
  const isHost = textAt(container, 'HostConfig', 'NetworkMode') === 'host';
  return isHost ? '127.0.0.1' : endpointsOf(container).find(({ address }) => address !== '')?.address;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** Volumes that it may write. */
export function volumesOf(container: unknown): readonly string[] {
  return listAt(container, 'Mounts').flatMap((mount) => {
    const name = textAt(mount, 'Name');
    return textAt(mount, 'Type') === 'volume' && name !== undefined && flagAt(mount, 'RW') ? [name] : [];
  });
}
