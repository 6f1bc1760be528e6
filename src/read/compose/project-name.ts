// The project's name: asked for, else written in a file, else the folder's (spec: 04-version-and-name).

import type { Span } from '../../base/span.ts';
import { entryOf, isScalar, readYaml } from '../../syntax/yaml.ts';
import type { ComposeInput, Context } from './context.ts';
import { interpolate } from './interpolate.ts';
import { type MapNode, scalarAt } from './node/node.ts';
import { quoted } from './report.ts';
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
  return nameOf(input, lookup, written) || 'project';
}

/** What was asked for, else what a file says, else the folder; empty when nothing of it can stand in a name. */
function nameOf(input: ComposeInput, lookup: Lookup, written: string | undefined): string {
  const asked = input.projectName || lookup('COMPOSE_PROJECT_NAME')?.value;
  if (asked) return normaliseName(asked);
  if (written === undefined || written === '') return normaliseName(input.folderName);
  return normaliseName(input.interpolate === false ? written : interpolate(written, lookup).text);
}

/** A name of which nothing is left is refused, and one that becomes another is told. */
export function checkProjectName(context: Context, lookup: Lookup, tree: MapNode, first: Span): void {
  const { input, report } = context;
  const own = scalarAt(tree, 'name');
  const name = nameOf(input, lookup, nameInFiles(input));
  const hint = 'Use lower case letters, digits, "_" and "-", and begin with a letter or digit.';
  const span = own?.span ?? first;
  if (name === '') {
    const source = own === undefined ? `the folder ${quoted(input.folderName)}` : quoted(own.text);
    const message = `Expected a project name with a letter or digit from a to z, found none in ${source}`;
    report.problem({ code: 'invalid-value', message, span, hint });
  } else if (own !== undefined && own.text !== '' && !isProjectName(own.text)) {
    const message = `Expected a project name, found ${quoted(own.text)}, which becomes ${quoted(normaliseName(own.text))}`;
    report.problem({ code: 'invalid-value', message, span, hint, accepted: true });
  }
}

/** True for what docker compose takes from `-p` and COMPOSE_PROJECT_NAME. */
export function isProjectName(name: string): boolean {
  return normaliseName(name) === name;
}

const nameKey = /^["']?name["']?\s*:/m;
/** One mapping in braces, as JSON is: its keys may stand anywhere. */
const startsWithBrace = /^(?:\ufeff|---|\s|#[^\n]*\n)*\{/;

/** Read ahead of the files themselves: their other values may use the name. The last file wins. */
function nameInFiles(input: ComposeInput): string | undefined {
  let found: string | undefined;
  for (const { file, text } of input.files) {
    if (!nameKey.test(text) && !startsWithBrace.test(text)) continue;
    for (const { root } of readYaml(file, text).documents) {
      const name = entryOf(root, 'name')?.value;
      if (isScalar(name) && typeof name.value === 'string' && name.text !== '') found = name.text;
    }
  }
  return found;
}
