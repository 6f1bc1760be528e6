// Variables that settings may name (`${POSTGRES_PASSWORD}`): the process wins over the project's env files, as in compose.
import type { Project } from '../model/project.ts';
import type { VerbContext } from './verb.ts';

export function variablesOf({ env }: VerbContext, { envFiles }: Project): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {};
  for (const file of envFiles.values()) {
    if (file.isExample) continue;
    for (const { name, value } of file.entries) if (value !== undefined) variables[name.value] = value.value;
  }
  return { ...variables, ...env };
}
