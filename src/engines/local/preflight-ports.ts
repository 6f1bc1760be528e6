// Published ports before anything is touched: free, or already ours.
import type { Wanted } from '../../model/unit.ts';
import type { Obstacle } from '../engine.ts';
import { hostsOf, plannedMoves, publishedPorts } from './launch.ts';
import type { LocalPaths } from './paths.ts';
import { findPortHolder, whyNotBindable } from './port-holder.ts';

export async function portObstacles(
  wanted: readonly Wanted[],
  paths: LocalPaths,
): Promise<readonly Obstacle[]> {
  const obstacles: Obstacle[] = [];
  const takers = new Map<string, string>();
  for (const { unit } of wanted) {
    for (const port of publishedPorts(unit)) {
      for (const host of hostsOf(port)) {
        const found = await portObstacle(unit.service, host, port.published, paths);
        if (found !== undefined) obstacles.push(found);
        const other = takers.get(`${host} ${port.published}`);
        takers.set(`${host} ${port.published}`, unit.service);
        if (other !== undefined && other !== unit.service) {
          obstacles.push(taken(unit.service, host, port.published, `service ${other} of the same stack`));
        }
        if (found !== undefined || other !== undefined) break;
      }
    }
    obstacles.push(...fixedPortObstacles(unit));
  }
  return obstacles;
}

async function portObstacle(
  service: string,
  host: string,
  port: number,
  paths: LocalPaths,
): Promise<Obstacle | undefined> {
  const code = await whyNotBindable(host, port);
  if (code === undefined) return undefined;
  if (code === 'EACCES') {
    const message = `${service} cannot publish port ${port}: ports below 1024 are for root`;
    return { service, message, hint: 'Publish a port above 1023.' };
  }
  const holder = code === 'EADDRINUSE' ? findPortHolder(port) : undefined;
  if (holder?.stackId === paths.stackId) return undefined;
  if (holder === undefined)
    return taken(service, host, port, code === 'EADDRINUSE' ? 'another program' : code);
  const stack =
    holder.stackId === undefined ? '' : `, seaworthy stack ${holder.stackId.replace(/-[0-9a-f]{8}$/, '')}`;
  return taken(service, host, port, `${holder.program} (pid ${holder.pid}${stack})`);
}

function taken(service: string, host: string, port: number, by: string): Obstacle {
  return {
    service,
    message: `${service} cannot publish ${host}:${port}: it is held by ${by}`,
    hint: `Stop it, or publish another port for ${service}.`,
  };
}

/** The front and the program cannot both listen on one port. */
function fixedPortObstacles(unit: Wanted['unit']): readonly Obstacle[] {
  const fixed = new Set(plannedMoves(unit).fixed);
  return publishedPorts(unit)
    .filter((port) => fixed.has(port.published))
    .map((port) => ({
      service: unit.service,
      message: `${unit.service} listens on port ${port.published} itself, which is also the one it publishes`,
      hint: `Let it take its port from PORT, or give services.${unit.service}.local.command with the port as an argument.`,
    }));
}
