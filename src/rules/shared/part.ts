// Compose files that are meant to be merged with others: what one of them lacks, another brings.
import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';

const known = new WeakMap<Project, Map<Stack, boolean>>();

/** True when services or names that the stack uses are in no file of it, but in another one of the repository. */
export function isPart(project: Project, stack: Stack): boolean {
  let parts = known.get(project);
  if (parts === undefined) {
    parts = new Map();
    known.set(project, parts);
  }
  const before = parts.get(stack);
  if (before !== undefined) return before;
  const answer = hasSampleOverride(project, stack) || lacksWhatOthersHave(project, stack);
  parts.set(stack, answer);
  return answer;
}

/** The user makes `compose.override.yaml` of an example before the stack can start. */
function hasSampleOverride({ files }: Project, { folder, files: own }: Stack): boolean {
  const base = own[0] ?? '';
  if (own.length > 1 || !defaultName.test(base)) return false;
  const prefix = folder === '' ? '' : `${folder}/`;
  return sampleOverrides.some((name) => files.kind(`${prefix}${name}`) === 'file');
}

const defaultName = /(?:^|\/)(?:docker-)?compose\.ya?ml$/;
const sampleOverrides = ['compose', 'docker-compose'].flatMap((stem) =>
  ['yaml', 'yml'].flatMap((end) =>
    ['example', 'sample', 'dist', 'template', 'tmpl'].flatMap((word) => [
      `${stem}.override.${end}.${word}`,
      `${stem}.override.${word}.${end}`,
    ]),
  ),
);

function lacksWhatOthersHave(project: Project, stack: Stack): boolean {
  const isElsewhere = (has: (other: Stack) => boolean) =>
    project.stacks.some((other) => other !== stack && has(other));
  // Editors merge the file of a development container over that of the project.
  const isNamed =
    /(?:^|\/)\.devcontainer$/.test(stack.folder) || !stack.files.some((file) => defaultName.test(file));
  for (const service of stack.services.values()) {
    if (!runsSomething(service)) {
      if (isNamed || isElsewhere((other) => runsSomething(other.services.get(service.name)))) return true;
    }
    if (
      service.dependsOn.some(
        ({ service: name, required }) =>
          required && !stack.services.has(name) && isElsewhere((other) => other.services.has(name)),
      )
    )
      return true;
    if (
      service.networks.some(
        ({ name }) =>
          name !== 'default' && !stack.networks.has(name) && isElsewhere((other) => other.networks.has(name)),
      )
    )
      return true;
  }
  return false;
}

function runsSomething(service: Service | undefined): boolean {
  if (service === undefined) return false;
  if (service.image !== undefined || service.build !== undefined) return true;
  return service.keys.has('provider') || service.keys.has('extends');
}
