// Whose missing health check is sure to be missed.
import { dependantsOf } from '../../model/dependants.ts';
import type { BuildLink } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { healthcheckOf } from './command.ts';
import { rootImageOf } from './image.ts';
import { shipsNoHealthcheck } from './image-families.ts';

/** True of a service that others wait for or call, when neither the file nor the image checks it. */
export function isMissed(stack: Stack, service: Service, link: BuildLink | undefined): boolean {
  if (!service.enabled) return false;
  const image = rootImageOf(service, link);
  // A third-party image may bring a check of its own.
  if (image === undefined || !shipsNoHealthcheck(image)) return false;
  if (service.build !== undefined && link?.dockerfile === undefined) return false;
  const check = healthcheckOf(service, link);
  // Times alone are no check, where the image brings none.
  if (check !== undefined && (check.disabled || check.test !== undefined)) return false;
  return dependantsOf(stack, service.name).length > 0 || service.ports.length > 0;
}
