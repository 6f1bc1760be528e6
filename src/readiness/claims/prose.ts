// A Markdown text as lines that know what they are: enough to compare what it says, not to print it.

export interface ProseLine {
  /** From 1. */
  readonly line: number;
  readonly kind: 'heading' | 'item' | 'box' | 'row' | 'text' | 'code';
  /** Without markup. */
  readonly text: string;
  /** Level of a heading; spaces before an item. */
  readonly depth: number;
  /** Of a numbered item. */
  readonly ordinal: number | undefined;
  readonly ticked: boolean | undefined;
  /** Cells of a table row. */
  readonly cells: readonly string[];
  /** `Total Memory` of `- **Total Memory:** 2 GB`. */
  readonly label: string;
  /** Headings above, outermost first, by line. */
  readonly under: readonly number[];
}

const fence = /^\s*(?:```|~~~)/;
const heading = /^(#{1,6})\s+(.*)$/;
const box = /^(\s*)[-*+]\s+\[([ xX])\]\s+(.*)$/;
const item = /^(\s*)(?:[-*+]|(\d+)[.)])\s+(.*)$/;

export function readProse(markdown: string): readonly ProseLine[] {
  const lines: ProseLine[] = [];
  const stack: { depth: number; line: number }[] = [];
  let inCode = false;
  for (const [index, raw] of markdown.split(/\r?\n/).entries()) {
    const line = index + 1;
    if (fence.test(raw)) {
      inCode = !inCode;
      continue;
    }
    if (raw.trim() === '') continue;
    const found = inCode ? { kind: 'code' as const, text: raw } : lineOf(raw);
    if (found === undefined) continue;
    if (found.kind === 'heading') {
      while ((stack.at(-1)?.depth ?? 0) >= (found.depth ?? 1)) stack.pop();
      stack.push({ depth: found.depth ?? 1, line });
    }
    const text = found.kind === 'code' ? found.text : plainText(found.text);
    lines.push({
      depth: 0,
      ordinal: undefined,
      ticked: undefined,
      cells: [],
      ...found,
      line,
      text,
      label: /^([^:]{2,60}):\s/.exec(`${text} `)?.[1]?.trim() ?? '',
      under: stack.map((one) => one.line),
    });
  }
  return lines;
}

type Shaped = Partial<ProseLine> & { readonly kind: ProseLine['kind']; readonly text: string };

function lineOf(raw: string): Shaped | undefined {
  const head = heading.exec(raw);
  if (head !== null) return { kind: 'heading', depth: head[1]?.length ?? 1, text: head[2] ?? '' };
  const ticked = box.exec(raw);
  if (ticked !== null)
    return { kind: 'box', depth: ticked[1]?.length ?? 0, ticked: ticked[2] !== ' ', text: ticked[3] ?? '' };
  if (/^\s*\|/.test(raw)) {
    if (/^[\s|:-]+$/.test(raw)) return undefined;
    const cells = raw
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((cell) => plainText(cell.trim()));
    return { kind: 'row', text: raw.trim(), cells };
  }
  const listed = item.exec(raw);
  if (listed !== null) {
    const ordinal = listed[2] === undefined ? undefined : Number(listed[2]);
    return { kind: 'item', depth: listed[1]?.length ?? 0, ordinal, text: listed[3] ?? '' };
  }
  if (/^\s*(?:---+|\*\*\*+)\s*$/.test(raw)) return undefined;
  return { kind: 'text', text: raw.trim() };
}

/** Words without emphasis, code marks and pictures. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*`]+/g, '')
    .replace(/\p{Extended_Pictographic}\ufe0f?|\ufe0f/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Sentences of a line, so that numbers of one are not held against those of another. */
export function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[.!?;])\s+(?=[A-Z0-9"'])/);
}
