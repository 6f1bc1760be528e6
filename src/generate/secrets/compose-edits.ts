// Edits of compose files that take a literal secret out of them. Undefined wherever the text is not plainly there to edit.
import type { Edit } from '../../base/edit.ts';
import { span } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';
import type { Stack } from '../../model/service.ts';
import { entryOf, isList, isMap, readYaml, type YamlMap, type YamlNode } from '../../syntax/yaml.ts';
import { type SecretGroup, type SecretUse, writtenText } from './groups.ts';

/** A secret that a service of a compose file is to be given. */
export interface Reference {
  readonly file: string;
  readonly service: string;
  readonly name: string;
}

/** A secret that a compose file is to define. */
export interface Definition {
  readonly file: string;
  readonly name: string;
  readonly path: string;
}

export interface FileMove {
  readonly edits: readonly Edit[];
  readonly references: readonly Reference[];
  readonly definition: Definition;
}

/** Every service reads the file of a secret. */
export function fileMove(
  project: Project,
  stack: Stack,
  group: SecretGroup,
  path: string,
): FileMove | undefined {
  const edits: Edit[] = [];
  const references: Reference[] = [];
  const [first] = group.uses;
  if (first === undefined) return undefined;
  for (const use of group.uses) {
    const { entry, form, service } = use;
    if (form === undefined || !isWrittenHere(stack, use)) return undefined;
    edits.push(
      { span: entry.nameSpan, text: form.variable },
      { span: entry.value.span, text: `/run/secrets/${group.name}` },
    );
    const { file } = entry.value.span;
    const isKnown = references.some((one) => one.file === file && one.service === service.name);
    if (!isKnown) references.push({ file, service: service.name, name: group.name });
  }
  const definition = { file: first.entry.value.span.file, name: group.name, path };
  const isPossible =
    references.every((one) => referencesEdit(project, one, [one.name]) !== undefined) &&
    definitionsEdit(project, definition.file, [definition]) !== undefined;
  return isPossible ? { edits, references, definition } : undefined;
}

/** One edit for each list of secrets that grows. */
export function listEdits(
  project: Project,
  references: readonly Reference[],
  definitions: readonly Definition[],
): readonly Edit[] {
  const lists = new Map<string, Reference[]>();
  for (const one of references) {
    const key = `${one.file}\0${one.service}`;
    lists.set(key, [...(lists.get(key) ?? []), one]);
  }
  const grown = [...lists.values()].map((own) => {
    const [first] = own;
    return (
      first &&
      referencesEdit(
        project,
        first,
        own.map(({ name }) => name),
      )
    );
  });
  const files = [...new Set(definitions.map(({ file }) => file))];
  const defined = files.map((file) =>
    definitionsEdit(
      project,
      file,
      definitions.filter((one) => one.file === file),
    ),
  );
  return [...grown, ...defined].filter((edit) => edit !== undefined);
}

/** Every service takes it from a variable: the whole value, or the password within a URL. */
export function variableEdits(
  project: Project,
  stack: Stack,
  group: SecretGroup,
  variable: string,
  envFile: string,
): readonly Edit[] | undefined {
  const expression = `\${${variable}:?set it in ${envFile}}`;
  const edits: Edit[] = [];
  for (const use of group.uses) {
    if (!isWrittenHere(stack, use)) return undefined;
    const written = writtenText(project, use.entry);
    const replaced = withExpression(written, group.value, expression, use.isPart);
    if (replaced === undefined) return undefined;
    if (!/^["']/.test(replaced) && isInFlow(project, use)) {
      if (isWithinItem(use)) return undefined;
      edits.push({ span: use.entry.value.span, text: `"${replaced}"` });
    } else edits.push({ span: use.entry.value.span, text: replaced });
  }
  return edits;
}

/** The written value with the expression in the place of the secret; quotes stay. */
function withExpression(
  written: string,
  secret: string,
  expression: string,
  isPart: boolean,
): string | undefined {
  if (!isPart)
    return written.replace(/^(["']?)[\s\S]*\1$/, (_whole, quote: string) => `${quote}${expression}${quote}`);
  // `//user:password@`: the user's name may be the same text.
  const at = written.indexOf(`:${secret}@`, written.indexOf('://') + 3);
  return at === -1
    ? undefined
    : `${written.slice(0, at + 1)}${expression}${written.slice(at + 1 + secret.length)}`;
}

/** True for a value whose span is its own text in a file of the stack, and nobody else's. */
function isWrittenHere(stack: Stack, { entry }: SecretUse): boolean {
  const isOwn = (entry.value.trail ?? []).every(({ how }) => how === 'overrides');
  const { file } = entry.value.span;
  return isOwn && entry.nameSpan.file === file && stack.files.includes(file);
}

/** `NAME=value` in a list: the name stands right before the value. */
function isWithinItem({ entry }: SecretUse): boolean {
  return entry.value.span.start - entry.nameSpan.end <= 1;
}

function isInFlow(project: Project, { service, entry }: SecretUse): boolean {
  const own = serviceIn(project, entry.value.span.file, service.name);
  const environment = entryOf(own, 'environment')?.value;
  return own === undefined || own.flow || ((isMap(environment) || isList(environment)) && environment.flow);
}

function textOf(project: Project, file: string): string {
  return project.texts.get(file)?.text ?? '';
}

function rootOf(project: Project, file: string): YamlMap | undefined {
  const { documents } = readYaml(file, textOf(project, file));
  const [only] = documents;
  return documents.length === 1 && isMap(only?.root) && !only.root.flow ? only.root : undefined;
}

function serviceIn(project: Project, file: string, name: string): YamlMap | undefined {
  const services = entryOf(rootOf(project, file), 'services')?.value;
  const service = entryOf(services, name)?.value;
  return isMap(service) && service.alias === undefined ? service : undefined;
}

/** The service's list of secrets with some more. */
function referencesEdit(
  project: Project,
  { file, service }: Pick<Reference, 'file' | 'service'>,
  names: readonly string[],
): Edit | undefined {
  const text = textOf(project, file);
  const own = serviceIn(project, file, service);
  if (own === undefined || own.flow) return undefined;
  const known = entryOf(own, 'secrets');
  if (known !== undefined)
    return known.merged === undefined ? itemsEdit(text, file, known.value, names) : undefined;
  const before = entryOf(own, 'environment');
  if (before === undefined || before.merged !== undefined) return undefined;
  const indent = indentAt(text, before.key.span.start);
  if (indent === undefined) return undefined;
  const line = `${indent}secrets: [${names.join(', ')}]`;
  const lineStart = before.key.span.start - indent.length;
  // A comment above belongs to the environment.
  const above = text.slice(0, lineStart).trimEnd();
  const isRemarked = /^\s*#/.test(above.slice(above.lastIndexOf('\n') + 1));
  return isRemarked
    ? lineAfter(text, file, before.span.end, line)
    : { span: span(file, lineStart), text: `${line}${lineEndOf(text)}` };
}

function itemsEdit(text: string, file: string, value: YamlNode, names: readonly string[]): Edit | undefined {
  if (!isList(value) || value.alias !== undefined) return undefined;
  const [first] = value.items;
  const last = value.items.at(-1);
  if (first === undefined || last === undefined) return undefined;
  if (value.flow) return { span: span(file, last.span.end), text: names.map((name) => `, ${name}`).join('') };
  const start = text.lastIndexOf('\n', first.span.start - 1) + 1;
  const dash = /^\s*- /.exec(text.slice(start, first.span.start))?.[0];
  const lines = names.map((name) => `${dash}${name}`).join(lineEndOf(text));
  return dash === undefined ? undefined : lineAfter(text, file, last.span.end, lines);
}

/** Entries in the `secrets` of the file, which are begun where there are none. */
function definitionsEdit(
  project: Project,
  file: string,
  definitions: readonly Definition[],
): Edit | undefined {
  const text = textOf(project, file);
  const root = rootOf(project, file);
  if (root === undefined) return undefined;
  const lineEnd = lineEndOf(text);
  const linesWith = (indent: string) =>
    definitions
      .flatMap(({ name, path }) => [`${indent}${name}:`, `${indent}${indent}file: ${path}`])
      .join(lineEnd);
  const known = entryOf(root, 'secrets');
  if (known === undefined) {
    const gap = text.endsWith('\n') ? lineEnd : `${lineEnd}${lineEnd}`;
    return { span: span(file, text.length), text: `${gap}secrets:${lineEnd}${linesWith('  ')}${lineEnd}` };
  }
  const own = isMap(known.value) && !known.value.flow ? known.value.entries : [];
  const [first] = own;
  const last = own.at(-1);
  const indent = first === undefined ? undefined : indentAt(text, first.key.span.start);
  if (last === undefined || indent === undefined || indent === '') return undefined;
  return lineAfter(text, file, last.span.end, linesWith(indent));
}

function lineEndOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** The blanks before a key that is the first of its line. */
function indentAt(text: string, start: number): string | undefined {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const before = text.slice(lineStart, start);
  return /^ *$/.test(before) ? before : undefined;
}

/** New lines behind the line of an offset, a comment on that line left where it is. */
function lineAfter(text: string, file: string, offset: number, lines: string): Edit {
  const end = text.indexOf('\n', offset);
  const at = end === -1 ? text.length : text[end - 1] === '\r' ? end - 1 : end;
  return { span: span(file, at), text: `${lineEndOf(text)}${lines}` };
}
