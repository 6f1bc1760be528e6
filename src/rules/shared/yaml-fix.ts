// Fixes made of edits of YAML: the texts of the project as sources of such edits, and no fix where one edit is missing.
import type { Edit } from '../../base/edit.ts';
import type { Located, Span } from '../../base/span.ts';
import type { Fix, Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import { readYaml } from '../../syntax/yaml.ts';
import { addKey, renameAt, replacePart, type YamlSource } from '../../syntax/yaml-edit.ts';
import { review, safe } from '../fix.ts';
import { writtenAt } from './source-text.ts';

const cache = new WeakMap<Project, Map<string, YamlSource>>();

/** Rules go through a project file by file: the trees of the others need no memory. */
const maximumKept = 32;

/** A file of the project, for `addKey` and the like. */
export function yamlOf(project: Project, file: string): YamlSource {
  const known = cache.get(project) ?? new Map<string, YamlSource>();
  cache.set(project, known);
  const text = project.texts.get(file)?.text ?? '';
  const source = known.get(file) ?? { file, text, documents: readYaml(file, text).documents };
  // The last used stands last.
  known.delete(file);
  known.set(file, source);
  const [oldest] = known.keys();
  if (known.size > maximumKept && oldest !== undefined) known.delete(oldest);
  return source;
}

type Edits = readonly (Edit | undefined)[];

/** A fix that cannot change what runs, to spread into a problem; none where an edit is missing. */
export function safeFix(title: string, ...edits: Edits): Pick<Problem, 'fix'> {
  return fixOf(safe, title, edits);
}

/** A fix that changes what runs, to spread into a problem; none where an edit is missing. */
export function reviewFix(title: string, ...edits: Edits): Pick<Problem, 'fix'> {
  return fixOf(review, title, edits);
}

function fixOf(make: (title: string, ...edits: readonly Edit[]) => Fix, title: string, edits: Edits) {
  const whole = edits.filter((edit) => edit !== undefined);
  return whole.length === 0 || whole.length < edits.length ? {} : { fix: make(title, ...merged(whole)) };
}

/** What is inserted at one place becomes one edit, in the order given: what belongs deeper comes first. */
function merged(edits: readonly Edit[]): readonly Edit[] {
  const all: Edit[] = [];
  for (const edit of edits) {
    const { file, start, end } = edit.span;
    const at = all.findIndex(
      ({ span }) => start === end && span.file === file && span.start === start && span.end === end,
    );
    const known = all[at];
    if (known === undefined) all.push(edit);
    else all[at] = { ...known, text: known.text + edit.text };
  }
  return all;
}

/** True for a value that was written elsewhere, or made from something else, and only came here. */
export function isBrought({ trail }: Pick<Located<unknown>, 'trail'>): boolean {
  return trail?.some(({ how }) => how !== 'overrides') === true;
}

/** Another text for a part of a value, where the file holds the part as it is, and once. */
export function swapped(
  project: Project,
  value: Pick<Located<unknown>, 'span' | 'trail'>,
  from: string,
  to: string,
): Edit | undefined {
  if (isBrought(value) || from === '') return undefined;
  const written = writtenAt(project, value.span);
  const index = written.indexOf(from);
  if (index === -1 || written.includes(from, index + 1)) return undefined;
  const start = value.span.start + index;
  return rewritten(project, { ...value.span, start, end: start + from.length }, to);
}

/** Another text at a place, in YAML or in any other file. */
export function rewritten(project: Project, part: Span, to: string): Edit | undefined {
  return isYaml(part) ? replacePart(yamlOf(project, part.file), part, to) : { span: part, text: to };
}

function isYaml({ file }: Span): boolean {
  return /\.ya?ml$/.test(file);
}

/** Another name where `from` stands: as a key, a whole value, or a part of one. A variable may not have made it. */
export function renamedAt(project: Project, at: Span, from: string, name: string): Edit | undefined {
  const written = writtenAt(project, at);
  if (written !== from && written !== `"${from}"` && written !== `'${from}'`) return undefined;
  if (isYaml(at)) return renameAt(yamlOf(project, at.file), at, name);
  const quote = written === from ? 0 : 1;
  return { span: { ...at, start: at.start + quote, end: at.end - quote }, text: name };
}

/** A name that nothing defines yet, at the top level of the file. */
export function declared(project: Project, file: string, section: string, name: string): Edit | undefined {
  const source = yamlOf(project, file);
  const root = source.documents[0]?.root;
  return root && addKey(source, root.span, [section, name], null);
}
