// Owners of actions: whom nearly every workflow trusts already, and who owns the repository itself.
import type { Project } from '../../model/project.ts';

/** GitHub itself, and the vendors whose service the workflow then uses. */
const official = new Set([
  'actions',
  'github',
  'docker',
  'azure',
  'aws-actions',
  'google-github-actions',
  'hashicorp',
  'microsoft',
]);

export function isOfficial(owner: string): boolean {
  return official.has(owner);
}

const owners = new WeakMap<Project, ReadonlySet<string>>();

/** True when the workflows themselves say that the repository belongs to the owner. */
export function isOwn(project: Project, owner: string): boolean {
  const known = owners.get(project) ?? ownersOf(project);
  owners.set(project, known);
  return known.has(owner);
}

function ownersOf(project: Project): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { file } of project.ci.workflows.values()) {
    const text = project.texts.get(file)?.text ?? '';
    const named =
      /github\.repository(?:_owner)?\s*[!=]=\s*["']([\w-]+)|\bghcr\.io\/([\w-]+)\/|github\.com\/([\w-]+)\//g;
    for (const [, first, second, third] of text.matchAll(named)) {
      const name = first ?? second ?? third;
      if (name !== undefined) found.add(name.toLowerCase());
    }
  }
  return found;
}
