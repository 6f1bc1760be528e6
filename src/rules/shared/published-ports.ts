// The ports at which a project answers on the host, as far as its files say.
import type { Project } from '../../model/project.ts';
import type { Port, Service, Stack } from '../../model/service.ts';

export interface PublishedPort {
  readonly stack: Stack;
  readonly service: Service;
  readonly port: Port;
}

const cache = new WeakMap<Project, readonly PublishedPort[] | undefined>();

/** Every published port of all stacks; undefined where more may be open than the files say. */
export function publishedPorts(project: Project): readonly PublishedPort[] | undefined {
  if (!cache.has(project)) cache.set(project, read(project));
  return cache.get(project);
}

function read(project: Project): readonly PublishedPort[] | undefined {
  const found: PublishedPort[] = [];
  for (const stack of project.stacks) {
    if (stack.problems.some(({ code }) => code.startsWith('yaml-'))) return undefined;
    for (const service of stack.services.values()) {
      if (service.networkMode?.value === 'host') return undefined;
      for (const port of service.ports) {
        // An ephemeral port may be any.
        if (port.published === undefined) return undefined;
        if (port.protocol === 'tcp') found.push({ stack, service, port });
      }
    }
  }
  return found.length === 0 ? undefined : found;
}
