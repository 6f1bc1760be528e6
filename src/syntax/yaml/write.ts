// Plain data as YAML, in the manner of the file that it is written into.
import { typedValue } from './scalar.ts';
import type { YamlNode } from './tree.ts';

export type YamlContent =
  | string
  | number
  | boolean
  | null
  | readonly YamlContent[]
  | { readonly [key: string]: YamlContent };

export interface WritingStyle {
  /** Columns by which a mapping stands right of its key. */
  readonly step: number;
  /** Columns by which the dash of a list stands right of its key: 0 in many files. */
  readonly dash: number;
  readonly quote: Quote;
  /** Lists stand in brackets, as words of commands mostly do. */
  readonly brackets: boolean;
}

export type Quote = 'single' | 'double';

/** The lines of an entry, the first without indentation, the others below a key at column 0. */
export function entryLines(key: string, value: YamlContent, style: WritingStyle): readonly string[] {
  const name = scalarText(key, style.quote);
  if (isSequence(value) && !style.brackets && value.length > 0) {
    const items = value.flatMap((item) => itemLines(item, style));
    return [`${name}:`, ...items.map((line) => ' '.repeat(style.dash) + line)];
  }
  if (value === null) return [`${name}:`];
  if (!isMapping(value)) return [`${name}: ${flowText(value, style.quote, false)}`];
  const entries = Object.entries(value).flatMap(([under, data]) => entryLines(under, data, style));
  if (entries.length === 0) return [`${name}: {}`];
  return [`${name}:`, ...entries.map((line) => ' '.repeat(style.step) + line)];
}

/** The lines of an item; those after the first stand right of its dash. `gap` is what follows the dash. */
export function itemLines(item: YamlContent, style: WritingStyle, gap = ' '): readonly string[] {
  if (!isMapping(item)) return [`-${gap}${flowText(item, style.quote, false)}`];
  const lines = Object.entries(item).flatMap(([key, data]) => entryLines(key, data, style));
  return lines.map((line, index) => (index === 0 ? `-${gap}` : ' '.repeat(1 + gap.length)) + line);
}

/** The data on one line, words of lists in quotes. `strict`: as JSON has it, every text in quotes. */
export function flowText(value: YamlContent, quote: Quote, isInFlow: boolean, strict = false): string {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return strict ? JSON.stringify(value) : scalarText(value, quote, isInFlow);
  if (isSequence(value)) {
    const items = value.map((item) =>
      typeof item === 'string'
        ? (quotedText(item, quote) ?? JSON.stringify(item))
        : flowText(item, quote, true, strict),
    );
    return `[${items.join(', ')}]`;
  }
  const pairs = Object.entries(value).map(([key, data]) => {
    const name = strict ? JSON.stringify(key) : scalarText(key, quote, true);
    return `${name}: ${flowText(data, quote, true, strict)}`;
  });
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

export function isSequence(value: YamlContent): value is readonly YamlContent[] {
  return Array.isArray(value);
}

function isMapping(value: YamlContent): value is { readonly [key: string]: YamlContent } {
  return typeof value === 'object' && value !== null && !isSequence(value);
}

/** A text as a scalar: plain where every reader takes it for a text. */
export function scalarText(text: string, quote: Quote, isInFlow = false): string {
  if (isPlainText(text, isInFlow)) return text;
  const isEasierSingle = text.includes('"') || text.includes('\\');
  const style = isEasierSingle && !text.includes("'") ? 'single' : quote;
  return quotedText(text, style) ?? JSON.stringify(text);
}

/** The text in quotes of one kind; undefined where single ones cannot hold it. */
export function quotedText(text: string, quote: Quote): string | undefined {
  const isControlled = [...text].some((char) => char < ' ' || char === '\u007f');
  if (quote === 'double') return JSON.stringify(text);
  return isControlled ? undefined : `'${text.replaceAll("'", "''")}'`;
}

/**
 * Whether a plain scalar is this very text, also for readers of YAML 1.1, which take `on` for true and `22:22` for a
 * number. Careful: what looks odd is quoted.
 */
export function isPlainText(text: string, isInFlow: boolean): boolean {
  if (!/^[A-Za-z0-9_./$][\w ./$@+=~^:;*(){},'"&|<>-]*$/.test(text) || text.endsWith(' ')) return false;
  if (/^[\d._:+-]+$|^0[xob]|: |:$/.test(text) || typeof typedValue(text, 'plain', undefined) !== 'string') {
    return false;
  }
  if (/^(?:y|n|yes|no|on|off)$/i.test(text)) return false;
  return !isInFlow || !/[[\]{},]/.test(text);
}

/** The first answer over a tree, from the top. */
export function firstIn<T>(
  node: YamlNode | undefined,
  ask: (node: YamlNode) => T | undefined,
): T | undefined {
  if (node === undefined || node.alias !== undefined) return undefined;
  const own = ask(node);
  if (own !== undefined || node.kind === 'scalar') return own;
  const children =
    node.kind === 'list'
      ? node.items
      : node.entries.filter(({ merged }) => merged === undefined).map(({ value }) => value);
  for (const child of children) {
    const found = firstIn(child, ask);
    if (found !== undefined) return found;
  }
  return undefined;
}
