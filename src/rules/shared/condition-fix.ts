// What a service waits for before it starts, written anew.
import type { Edit } from '../../base/edit.ts';
import type { Project } from '../../model/project.ts';
import type { Dependency, Service } from '../../model/service.ts';
import { mapFromList, setKey } from '../../syntax/yaml-edit.ts';
import { healthcheckOf } from './command.ts';
import { addHealthCheck } from './health-check.ts';
import { isExtended } from './service-fix.ts';
import { linkOf } from './stack.ts';
import { yamlOf } from './yaml-fix.ts';

/** Edits that let the service wait for `condition` of one dependency; the others stay as they are. */
export function waitingFor(
  project: Project,
  service: Service,
  dependency: Dependency,
  condition: Dependency['condition'],
): readonly (Edit | undefined)[] {
  const at = service.keys.get('depends_on');
  if (at === undefined || at.file !== dependency.span.file || isExtended(project, service))
    return [undefined];
  const source = yamlOf(project, at.file);
  const conditions = new Map(service.dependsOn.map((one) => [one.service, one.condition]));
  const fromList = mapFromList(source, at, (name) => ({
    condition: name === dependency.service ? condition : (conditions.get(name) ?? 'service_started'),
  }));
  return fromList ?? [setKey(source, at, [dependency.service, 'condition'], condition)];
}

/** The same for its health, with a check for it where the other service has none. */
export function waitingUntilHealthy(
  project: Project,
  service: Service,
  dependency: Dependency,
  other: Service | undefined,
): readonly (Edit | undefined)[] {
  const link = other && linkOf(project, other);
  const check = other && healthcheckOf(other, link);
  if (other === undefined || check?.disabled === true) return [undefined];
  const edits = waitingFor(project, service, dependency, 'service_healthy');
  return check?.test === undefined ? [...edits, addHealthCheck(project, other, link)] : edits;
}
