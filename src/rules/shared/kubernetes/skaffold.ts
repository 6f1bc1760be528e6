// Images that skaffold builds: it writes their tags into the manifests that it deploys.
import type { Project } from '../../../model/project.ts';

const names = new WeakMap<Project, ReadonlySet<string>>();

/** True when a `skaffold.yaml` of the repository builds an image of this name. */
export function isBuiltBySkaffold(project: Project, image: string): boolean {
  const known = names.get(project) ?? read(project);
  names.set(project, known);
  return known.has(image);
}

function read(project: Project): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [file, { text }] of project.texts) {
    if (!/(?:^|\/)skaffold[^/]*\.ya?ml$/.test(file)) continue;
    for (const [, name] of text.matchAll(/^\s*(?:-\s+)?image:\s*["']?([^\s"'#]+)/gm)) found.add(name ?? '');
  }
  return found;
}
