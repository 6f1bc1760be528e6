// Images of the repository's Dockerfiles that its manifests start with a user of their own.
import type { Dockerfile } from '../../../model/dockerfile.ts';
import type { Container, Workload } from '../../../model/kubernetes.ts';
import type { Project } from '../../../model/project.ts';
import { builtImageOf } from '../built-image.ts';
import { inForce } from './pods.ts';

const users = new WeakMap<Project, ReadonlyMap<Dockerfile, boolean>>();

/** True where manifests run the image of the Dockerfile, and each of them as another user than root. */
export function isGivenUser(project: Project, dockerfile: Dockerfile): boolean {
  const known = users.get(project) ?? read(project);
  users.set(project, known);
  return known.get(dockerfile) === true;
}

function read(project: Project): ReadonlyMap<Dockerfile, boolean> {
  const found = new Map<Dockerfile, boolean>();
  // Without patches, which leave out what they do not change.
  const objects = project.kubernetes.sets.flatMap((set) => set.objects);
  for (const workload of objects.flatMap((object) => object.workload ?? [])) {
    for (const container of workload.pod.containers) {
      const dockerfile = builtImageOf(project, container)?.dockerfile;
      if (dockerfile === undefined) continue;
      found.set(dockerfile, (found.get(dockerfile) ?? true) && hasUser(container, workload));
    }
  }
  return found;
}

/** `runAsNonRoot` alone refuses an image that names no user. */
function hasUser(container: Container, workload: Workload): boolean {
  const user = inForce(container, workload, 'runAsUser')?.value;
  return user !== undefined && user !== 0;
}
