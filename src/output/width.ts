// How many columns of a terminal a text takes.

/** Wide blocks, after Unicode's EastAsianWidth.txt (W and F) and the emoji that terminals draw over two columns. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x23e9, 0x23ec],
  [0x2614, 0x2615],
  [0x26a1, 0x26a1],
  [0x2705, 0x2705],
  [0x274c, 0x274c],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x1fa70, 0x1faff],
  [0x20000, 0x3fffd],
];

// Made when first needed: loading the Unicode tables costs more than a whole review of plain ASCII.
let segmenter: Intl.Segmenter | undefined;
const marks = /^[\p{Mn}\p{Me}\p{Cf}]*$/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what this looks for
const colours = /\u001b\[[\d;]*m/g;

/** What a reader sees as characters. */
export function graphemes(text: string): readonly { readonly text: string; readonly index: number }[] {
  if (/^[\x20-\x7e]*$/.test(text)) return [...text].map((char, index) => ({ text: char, index }));
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return [...segmenter.segment(text)].map(({ segment, index }) => ({ text: segment, index }));
}

/** Columns of one grapheme: 0 for marks alone, 2 for wide ones, else 1. */
export function graphemeWidth(grapheme: string): number {
  const first = grapheme.codePointAt(0) ?? 0;
  if (first < 0x300) return 1;
  if (marks.test(grapheme)) return 0;
  // The variation selector asks for the coloured picture, which is wide.
  return grapheme.includes('\ufe0f') || wide.some(([from, to]) => first >= from && first <= to) ? 2 : 1;
}

/** Columns of a text of one line; colours take none. */
export function displayWidth(text: string): number {
  const bare = text.replace(colours, '');
  if (/^[\x20-\x7e]*$/.test(bare)) return bare.length;
  let width = 0;
  for (const grapheme of graphemes(bare)) width += graphemeWidth(grapheme.text);
  return width;
}
