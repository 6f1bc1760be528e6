// The secrets of a stack, where each comes from and who holds it, without their values.
import type { Project } from '../../model/project.ts';
import type { Stack } from '../../model/service.ts';
import { secretGroups } from './groups.ts';

export interface ListedSecret {
  readonly name: string;
  readonly kind: 'file' | 'variable' | 'literal' | 'external';
  /** The file of its value: of the secret, of the variable, or the compose file itself. */
  readonly file: string | undefined;
  /** `service` or `service (VARIABLE)`. */
  readonly users: readonly string[];
  readonly isSet: boolean;
}

export function secretsOf(project: Project, stack: Stack): readonly ListedSecret[] {
  const files = [...stack.secrets.values()].map((secret): ListedSecret => {
    const path = secret.file?.value;
    const users = [...stack.services.values()].filter((one) =>
      one.secrets.some(({ name }) => name === secret.name),
    );
    const variable = secret.environment?.value;
    return {
      name: variable ?? secret.name,
      kind: path !== undefined ? 'file' : variable !== undefined ? 'variable' : 'external',
      file: path ?? stack.variables.find((use) => use.name === variable)?.definedAt?.file,
      users: users.map(({ name }) => name),
      isSet:
        path === undefined
          ? secret.external || (stack.environmentVariables.get(variable ?? '') ?? '') !== ''
          : project.files.kind(path) === 'file',
    };
  });
  const groups = secretGroups(project, stack).map((group): ListedSecret => {
    const set = stack.variables.find(({ name }) => name === group.variable)?.definedAt;
    return {
      name: group.variable ?? group.name,
      kind: group.variable === undefined ? 'literal' : 'variable',
      file: group.variable === undefined ? group.uses[0]?.entry.value.span.file : set?.file,
      users: group.uses.map(({ service, entry }) => `${service.name} (${entry.name})`),
      isSet: group.value !== '',
    };
  });
  return [...files, ...groups].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
