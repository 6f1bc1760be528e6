// Whole lines that several fixes insert at one place: keys of a mapping or items of a list may stand beside each other.

/** The lines or entries that an insertion brings, as far as they can stand beside others. */
interface Insertion {
  /** `flow`: `, key: value`; else where the line breaks are. */
  readonly shape: 'flow' | 'break-first' | 'break-last';
  readonly indent: number;
  readonly isItem: boolean;
  /** Keys of the outermost lines. */
  readonly keys: readonly string[];
}

/** True when both can be inserted, in the order of `inOrder`. Else the second waits for the next round, and sees the first. */
export function canStandBeside(one: string, other: string): boolean {
  const [a, b] = [insertionOf(one), insertionOf(other)];
  if (a === undefined || b === undefined || a.shape !== b.shape) return false;
  if (a.indent !== b.indent) return true;
  return a.isItem === b.isItem && (a.isItem || !a.keys.some((key) => b.keys.includes(key)));
}

/** What stands deeper belongs to what is above, and comes first. */
export function inOrder(texts: readonly string[]): string {
  const indent = (text: string) => insertionOf(text)?.indent ?? 0;
  return texts.toSorted((a, b) => indent(b) - indent(a)).join('');
}

function insertionOf(text: string): Insertion | undefined {
  const flow = /^, *(?:"([^"\n]*)"|'([^'\n]*)'|([\w.-]+)) *: [^\n]*$/.exec(text);
  if (flow !== null) {
    const key = flow.slice(1).find((one) => one !== undefined) ?? '';
    return { shape: 'flow', indent: 0, isItem: false, keys: [key] };
  }
  const shape = /^\r?\n/.test(text) ? 'break-first' : text.endsWith('\n') ? 'break-last' : undefined;
  if (shape === undefined) return undefined;
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !/^\s*#/.test(line));
  const [first] = lines;
  if (first === undefined) return undefined;
  const indent = first.search(/\S/);
  // One fix may bring lines of two depths: a key, and what the top level needs for it. Nothing stands behind those.
  if (lines.some((line) => line.search(/\S/) < indent)) return undefined;
  const outermost = lines.filter((line) => line.search(/\S/) === indent).map((line) => line.trim());
  const keys = outermost.map((line) => /^(?:"([^"]*)"|'([^']*)'|([\w./-]+)) *:(?: |$)/.exec(line));
  const isItem = outermost.every((line) => /^- /.test(line));
  if (!isItem && keys.includes(null)) return undefined;
  const named = keys.map((key) => key?.slice(1).find((one) => one !== undefined) ?? '');
  return { shape, indent, isItem, keys: named };
}
