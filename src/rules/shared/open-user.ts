// Whether anything but the base image says as which user an image runs.
import type { Dockerfile, Stage } from '../../model/dockerfile.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import { chainOf } from './build.ts';
import { isLast } from './installs.ts';
import { isGivenUser } from './kubernetes/run-users.ts';

/** True for a stage that is built as an image, and whose user neither it nor what runs it chooses. */
export function isUserOpen(
  project: Project,
  dockerfile: Dockerfile,
  stage: Stage,
  links: readonly BuildLink[],
): boolean {
  const built = links.filter((link) => link.stage === stage.index);
  const isBuilt = links.length === 0 ? isLast(dockerfile, stage) : built.length > 0;
  if (!isBuilt || stage.image.user !== undefined || dropsRoot(dockerfile, stage)) return false;
  if (built.length > 0 && built.every((link) => link.service.user !== undefined)) return false;
  return !isGivenUser(project, dockerfile);
}

/** An entry point that changes the user itself needs root to begin with. */
function dropsRoot(dockerfile: Dockerfile, stage: Stage): boolean {
  const text = chainOf(dockerfile, stage)
    .flatMap((one) => one.instructions)
    .map((instruction) => instruction.raw.value)
    .join('\n');
  return /\b(?:gosu|su-exec|setpriv|s6-|chroot|sshd|supervisord?)\b/.test(text);
}
