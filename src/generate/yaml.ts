// YAML as a person writes it: block style, a fixed order, and the reasons as comments beside what they are about.
import { yamlScalar } from '../syntax/yaml-scalar.ts';

type Scalar = string | number | boolean | null;

export type Yaml =
  | Scalar
  | { readonly kind: 'map'; readonly entries: readonly YamlEntry[]; readonly flow: boolean }
  | { readonly kind: 'list'; readonly items: readonly YamlItem[]; readonly flow: boolean }
  /** Written as it stands: a tag, an alias, a scalar with quotes of its own. */
  | { readonly kind: 'raw'; readonly text: string }
  /** A literal block: a file within the file. */
  | { readonly kind: 'block'; readonly text: string };

export interface Remarks {
  /** Comment on the lines above; broken into lines where it is long. */
  readonly above?: string;
  /** Comment behind the value, or behind the colon of a collection. */
  readonly beside?: string;
  /** An empty line before. */
  readonly gap?: boolean;
  /** An anchor or a tag before the value: `&logging`, `!override`. */
  readonly mark?: string;
}

export interface YamlEntry extends Remarks {
  readonly key: string;
  readonly value: Yaml;
}

export interface YamlItem extends Remarks {
  readonly value: Yaml;
}

export function entry(key: string, value: Yaml, remarks: Remarks = {}): YamlEntry {
  return { key, value, ...remarks };
}

export function item(value: Yaml, remarks: Remarks = {}): YamlItem {
  return { value, ...remarks };
}

export function map(...entries: readonly YamlEntry[]): Yaml {
  return { kind: 'map', entries, flow: false };
}

export function list(...items: readonly YamlItem[]): Yaml {
  return { kind: 'list', items, flow: false };
}

/** On one line: `{ cpus: "1.0", memory: 256M }`, `[ALL]`. Remarks within are not written. */
export function flow(value: Yaml): Yaml {
  return isCollection(value) ? { ...value, flow: true } : value;
}

export function raw(text: string): Yaml {
  return { kind: 'raw', text };
}

export function block(text: string): Yaml {
  return { kind: 'block', text };
}

export type Plain = Scalar | readonly Plain[] | { readonly [key: string]: Plain };

/** Plain data without remarks. */
export function fromPlain(value: Plain): Yaml {
  if (typeof value !== 'object' || value === null) return value;
  if (isPlainList(value)) return list(...value.map((one) => item(fromPlain(one))));
  return map(...Object.entries(value).map(([key, one]) => entry(key, fromPlain(one))));
}

function isPlainList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

type Collection = Extract<Yaml, { readonly kind: 'map' } | { readonly kind: 'list' }>;

function isCollection(value: Yaml): value is Collection {
  return typeof value === 'object' && value !== null && (value.kind === 'map' || value.kind === 'list');
}

const width = 100;

/** Documents joined by `---`, each with a head of comment lines where there is one. */
export function yamlFile(...documents: readonly { readonly head?: string; readonly root: Yaml }[]): string {
  const texts = documents.map(({ head, root }) => {
    const lines = head === undefined ? [] : commentLines(head, '');
    if (isCollection(root) && !root.flow && size(root) > 0) addCollection(root, '', '', lines);
    else lines.push(inline(root));
    return `${lines.join('\n')}\n`;
  });
  return texts.join('---\n');
}

function size(value: Collection): number {
  return value.kind === 'map' ? value.entries.length : value.items.length;
}

/** The first line begins with `first`, the others with `indent`: an item of a list stands behind its dash. */
function addCollection(value: Collection, first: string, indent: string, lines: string[]): void {
  let begin = first;
  const children: readonly (Remarks & { readonly name: string; readonly value: Yaml })[] =
    value.kind === 'map'
      ? value.entries.map((one) => ({ ...one, name: `${yamlScalar(one.key)}:` }))
      : value.items.map((one) => ({ ...one, name: '-' }));
  for (const [index, child] of children.entries()) {
    if (child.gap === true && lines.length > 0 && lines.at(-1) !== '') lines.push('');
    // Above the first child of an item there is only its dash: the comment goes above the dash.
    if (child.above !== undefined)
      lines.push(...commentLines(child.above, index === 0 ? first.replace(/- $/, '') : indent));
    addChild(child.name, child, begin, indent, lines);
    begin = indent;
  }
}

function addChild(
  name: string,
  { value, beside, mark }: Remarks & { readonly value: Yaml },
  begin: string,
  indent: string,
  lines: string[],
): void {
  const behind = beside === undefined ? '' : `  # ${beside}`;
  const head = mark === undefined ? name : `${name} ${mark}`;
  if (isCollection(value) && !value.flow && size(value) > 0) {
    if (name === '-') {
      if (behind !== '') lines.push(`${indent}#${behind.slice(3)}`);
      addCollection(value, `${begin}- `, `${indent}  `, lines);
      return;
    }
    lines.push(`${begin}${head}${behind}`);
    addCollection(value, `${indent}  `, `${indent}  `, lines);
  } else if (typeof value === 'object' && value !== null && value.kind === 'block') {
    lines.push(`${begin}${head} ${blockHeader(value.text)}${behind}`);
    for (const line of value.text.replace(/\n+$/, '').split('\n'))
      lines.push(line === '' ? '' : `${indent}  ${line}`);
  } else {
    lines.push(`${begin}${head} ${inline(value)}${behind}`);
  }
}

/** A first line that begins with blanks needs its indentation said; one line feed at the end is kept or not. */
function blockHeader(text: string): string {
  return `|${/^\n* /.test(text) ? '2' : ''}${text.endsWith('\n') ? '' : '-'}`;
}

function inline(value: Yaml): string {
  if (typeof value === 'string') return yamlScalar(value);
  if (typeof value !== 'object' || value === null) return String(value);
  switch (value.kind) {
    case 'raw':
      return value.text;
    case 'block':
      return JSON.stringify(value.text);
    case 'list':
      return `[${value.items.map((one) => inFlow(one.value)).join(', ')}]`;
    case 'map': {
      const inner = value.entries.map((one) => `${inFlow(one.key)}: ${inFlow(one.value)}`);
      return inner.length === 0 ? '{}' : `{ ${inner.join(', ')} }`;
    }
  }
}

/** A comma ends a plain scalar within brackets. */
function inFlow(value: Yaml): string {
  return typeof value === 'string' && value.includes(',') ? JSON.stringify(value) : inline(value);
}

/**
 * Comment lines of at most 100 columns; line feeds in the text are kept. Lines that begin with a blank are whole, and so
 * is what waives a finding: its reason ends with the line.
 */
export function commentLines(text: string, indent: string): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    if (/^ |^seaworthy: ignore\[/.test(paragraph)) {
      lines.push(`${indent}# ${paragraph}`);
      continue;
    }
    let line = `${indent}#`;
    for (const word of paragraph.split(' ').filter((one) => one !== '')) {
      if (line.length + 1 + word.length > width && line !== `${indent}#`) {
        lines.push(line);
        line = `${indent}#`;
      }
      line += ` ${word}`;
    }
    lines.push(line);
  }
  return lines;
}
