// Hosts in environment values that no service answers to.
import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { type EnvAddress, isLoopback } from './env-address.ts';
import { listeningOf } from './listening.ts';
import { hostsOf, isHostSomewhere, linkOf, ownHostsOf } from './stack.ts';

export function isUnknownHost(
  { host }: EnvAddress,
  service: Service,
  stack: Stack,
  project: Project,
): boolean {
  if (host.includes('.') || isLoopback(host) || !/[a-z]/.test(host)) return false;
  if (hostsOf(stack).has(host) || ownHostsOf(service).has(host)) return false;
  // Containers of a project may carry its name: app-db-1, app_db_1.
  if (
    [...stack.services.keys()].some(
      (name) => host.replace(/[-_]\d+$/, '').endsWith(name) && /[-_]\d+$/.test(host),
    )
  )
    return false;
  return !isHostSomewhere(project, host);
}

/** `policy-api:8000` means the service `api` when that is the one which listens on 8000. */
export function partOf({ host, port }: EnvAddress, stack: Stack, project: Project): string | undefined {
  if (port === undefined) return undefined;
  const parts = host.split(/[-_]/);
  return [...stack.services.values()].find(
    (other) =>
      parts.includes(other.name) &&
      listeningOf(project, other, linkOf(project, other))?.ports.has(port) === true,
  )?.name;
}
