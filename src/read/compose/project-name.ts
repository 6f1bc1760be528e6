// The project's name: asked for, else written in a file, else the folder's (spec: 04-version-and-name).
import { entryOf, isScalar, readYaml } from '../../syntax/yaml.ts';
import type { ComposeInput } from './context.ts';
import { interpolate } from './interpolate.ts';
import type { Lookup, Variable } from './variables.ts';

/** Lower case, letters, digits, `_` and `-`, beginning with a letter or digit, as docker compose makes it. */
function normaliseName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
}

/** The lookup of a project: COMPOSE_PROJECT_NAME is known wherever variables are, and worked out when asked for. */
export function withProjectName(input: ComposeInput, lookup: Lookup): Lookup {
  let known: Variable | undefined;
  return (name) => {
    if (name !== 'COMPOSE_PROJECT_NAME') return lookup(name);
    known ??= {
      value: projectName(input, lookup, nameInFiles(input)),
      from: 'override',
      definedAt: undefined,
    };
    return known;
  };
}

/** `written` is the top-level `name` as it stands in the files. */
export function projectName(input: ComposeInput, lookup: Lookup, written: string | undefined): string {
  const asked = input.projectName ?? lookup('COMPOSE_PROJECT_NAME')?.value;
  const named =
    written === undefined || input.interpolate === false ? written : interpolate(written, lookup).text;
  const candidates = [asked, named, input.folderName].map((name) => normaliseName(name ?? ''));
  return candidates.find((name) => name !== '') ?? 'project';
}

/** Read ahead of the files themselves: their other values may use the name. The last file wins. */
function nameInFiles(input: ComposeInput): string | undefined {
  let found: string | undefined;
  for (const { file, text } of input.files) {
    if (!/^["']?name["']?\s*:/m.test(text)) continue;
    for (const { root } of readYaml(file, text).documents) {
      const name = entryOf(root, 'name')?.value;
      if (isScalar(name) && typeof name.value === 'string') found = name.text;
    }
  }
  return found;
}
