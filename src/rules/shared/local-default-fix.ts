// A default in code that looks on localhost, given to the service with the name of the one that runs the store.
import type { Edit } from '../../base/edit.ts';
import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { reachable } from './address-fix.ts';
import type { LocalDefault } from './local-defaults.ts';
import { addVariable } from './service-fix.ts';

/** The default of the code with the name of the service in it; a password in it stays where it is. */
export function addressGiven(
  project: Project,
  stack: Stack,
  service: Service,
  { read, other }: { readonly read: LocalDefault['read']; readonly other: Service },
): Edit | undefined {
  const value = read.defaultValue ?? '';
  const match = /^(.*?)(?:localhost|127\.0\.0\.1)(?::(\d+))?(?=$|[/?])/.exec(value);
  if (match === null || /:\/\/[^/@]*:[^/@]*@/.test(value) || /[\s$]/.test(value)) return undefined;
  const port = match[2] === undefined ? undefined : Number(match[2]);
  const to = reachable(project, stack, service, { target: other, name: other.name, port });
  if (to === undefined) return undefined;
  const address = to.port === undefined ? to.host : `${to.host}:${to.port}`;
  return addVariable(project, service, read.name, `${match[1]}${address}${value.slice(match[0].length)}`);
}
