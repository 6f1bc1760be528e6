// Fixed host ports before anything is touched: free, or held by this stack already.

import { listAt, numberAt, textAt } from '../../base/json.ts';
import type { UnitSpec } from '../../model/unit.ts';
import type { Obstacle } from '../engine.ts';
import { findPortHolder, whyNotBindable } from '../local/port-holder.ts';
import { composeLabels, labelsOf } from './labels.ts';
import { type Docker, isOfStack, nameOf } from './objects.ts';
import { type PublishedPort, publishedPorts } from './published.ts';

/** `all`: every container of the engine, in its short form. */
export async function portObstacles(
  docker: Docker,
  unit: UnitSpec,
  all: readonly unknown[],
): Promise<readonly Obstacle[]> {
  const found = await Promise.all(
    publishedPorts(unit).map(async (port) => {
      const holder = all.find((container) => holds(container, port));
      if (holder === undefined) return holderOnHost(docker, port);
      const labels = labelsOf(holder);
      if (isOfStack(labels, docker.stack)) return undefined;
      const project = labels[composeLabels.project];
      return `container ${nameOf(holder)}${project === undefined ? '' : ` of the project ${project}`}`;
    }),
  );
  return publishedPorts(unit).flatMap(({ published }, index) => {
    const by = found[index];
    if (by === undefined) return [];
    const message = `${unit.service} cannot publish port ${published}: it is held by ${by}`;
    return [
      { service: unit.service, message, hint: `Stop it, or publish another port for ${unit.service}.` },
    ];
  });
}

function holds(container: unknown, { published, protocol }: PublishedPort): boolean {
  return listAt(container, 'Ports').some(
    (port) => numberAt(port, 'PublicPort') === published && textAt(port, 'Type') === protocol,
  );
}

/** A program of this machine, where the engine is of this machine, too. */
async function holderOnHost(
  { client, stack }: Docker,
  { published, protocol, host }: PublishedPort,
): Promise<string | undefined> {
  if (client.connection.endpoint.kind !== 'unix' || protocol !== 'tcp') return undefined;
  const codes = await Promise.all(
    (host === undefined ? ['0.0.0.0', '::'] : [host]).map((one) => whyNotBindable(one, published)),
  );
  if (!codes.includes('EADDRINUSE')) return undefined;
  const holder = findPortHolder(published);
  if (holder === undefined) return 'another program';
  const owner = holder.stackId?.replace(/-[0-9a-f]{8}$/, '');
  if (owner === stack) return undefined;
  const whose = owner === undefined ? '' : `, seaworthy stack ${owner}`;
  return `${holder.program} (pid ${holder.pid}${whose})`;
}
