// Character codes of YAML's indicators (YAML 1.2.2, 5.3) and the classes that the grammar asks for.
export const tab = 0x09;
export const lineFeed = 0x0a;
export const carriageReturn = 0x0d;
export const space = 0x20;
export const exclamation = 0x21;
export const doubleQuote = 0x22;
export const hash = 0x23;
export const percent = 0x25;
export const ampersand = 0x26;
export const singleQuote = 0x27;
export const asterisk = 0x2a;
export const plus = 0x2b;
export const comma = 0x2c;
export const dash = 0x2d;
export const dot = 0x2e;
export const colon = 0x3a;
export const less = 0x3c;
export const greater = 0x3e;
export const question = 0x3f;
export const atSign = 0x40;
export const openBracket = 0x5b;
export const backslash = 0x5c;
export const closeBracket = 0x5d;
export const backtick = 0x60;
export const openBrace = 0x7b;
export const pipe = 0x7c;
export const closeBrace = 0x7d;
export const byteOrderMark = 0xfeff;

/** The code at `offset`; 0 past the end, which no text that is read holds (a NUL is refused before). */
export function codeAt(text: string, offset: number): number {
  return offset < text.length ? text.charCodeAt(offset) : 0;
}

/** [33] s-white */
export function isWhite(code: number): boolean {
  return code === space || code === tab;
}

/** [27] b-char */
export function isBreak(code: number): boolean {
  return code === lineFeed || code === carriageReturn;
}

/** What must stand after an indicator such as `-` or `:`: a blank, a break or the end. */
export function isBlankOrEnd(code: number): boolean {
  return code === space || code === lineFeed || code === tab || code === carriageReturn || code === 0;
}

/** [23] c-flow-indicator */
export function isFlowIndicator(code: number): boolean {
  return (
    code === comma ||
    code === openBracket ||
    code === closeBracket ||
    code === openBrace ||
    code === closeBrace
  );
}

/** Past the line break at `offset`; a carriage return and a line feed are one. */
export function afterBreak(text: string, offset: number): number {
  const isPair = text.charCodeAt(offset) === carriageReturn && codeAt(text, offset + 1) === lineFeed;
  return offset + (isPair ? 2 : 1);
}

/** `end` without the blanks and breaks before it, but not before `start`. */
export function trimmedEnd(text: string, start: number, end: number): number {
  let to = end;
  while (to > start && isBlankOrEnd(text.charCodeAt(to - 1))) to -= 1;
  return to;
}

/** Whether `---` or `...` stands at the start of a line ([203], [204]). */
export function isDocumentMarker(text: string, lineStart: number): boolean {
  const code = codeAt(text, lineStart);
  return (
    (code === dash || code === dot) &&
    codeAt(text, lineStart + 1) === code &&
    codeAt(text, lineStart + 2) === code &&
    isBlankOrEnd(codeAt(text, lineStart + 3))
  );
}
