// What is looked at before and while the parser library sees a text: it must never meet input that can bring it down.
import { lineStarts, positionAt, type Span, span } from '../../base/span.ts';
import type { SyntaxProblem } from '../problem.ts';

export const maxYamlBytes = 8 * 1024 * 1024;

/**
 * Deeper nesting is refused before the tree is composed. Composition recurses, and on Node 20 a regular expression
 * that is first compiled near the end of the stack aborts the whole process, which nothing can catch.
 */
export const maxYamlDepth = 200;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controlCharacter = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** A text that must not be parsed at all, with the reason. */
export function findUnreadable(file: string, text: string): SyntaxProblem | undefined {
  const start = span(file, 0, Math.min(1, text.length));
  if (text.length > maxYamlBytes) {
    return {
      code: 'yaml-too-large',
      message: `The file is larger than ${maxYamlBytes / 1024 / 1024} MiB`,
      span: start,
      hint: 'Split the file, or leave it out of the review.',
    };
  }
  // UTF-16 read as UTF-8 begins with two replacement characters, or with the swapped mark when decoded by code unit.
  if (/^(?:\ufffd\ufffd|\ufffe)/.test(text)) return encodingProblem(start);
  const nul = text.indexOf('\u0000');
  if (nul === -1) return undefined;
  if (/^(?:[^\0]\0){4}|^(?:\0[^\0]){4}/.test(text)) return encodingProblem(start);
  return {
    code: 'yaml-binary',
    message: 'The file holds binary content, not YAML',
    span: span(file, nul, nul + 1),
    hint: 'Check that this is the file that was meant.',
  };
}

function encodingProblem(at: Span): SyntaxProblem {
  return {
    code: 'yaml-encoding',
    message: 'The file is encoded as UTF-16',
    span: at,
    hint: 'Save the file as UTF-8.',
  };
}

/** Docker and kubectl refuse control characters anywhere in a YAML text. */
export function findControlCharacter(file: string, text: string): SyntaxProblem | undefined {
  const match = controlCharacter.exec(text);
  if (match === null) return undefined;
  const hex = match[0].charCodeAt(0).toString(16).padStart(4, '0');
  return {
    code: 'yaml-control-character',
    message: `The control character U+${hex} is not allowed in YAML`,
    span: span(file, match.index, match.index + 1),
    hint: 'Remove the character, or write it as an escape inside double quotes.',
  };
}

export function tooDeepProblem(file: string, text: string, offset: number): SyntaxProblem {
  const at = Math.min(offset, Math.max(0, text.length - 1));
  const { line } = positionAt(lineStarts(text), at);
  return {
    code: 'yaml-too-deep',
    message: `The nesting is deeper than ${maxYamlDepth} levels (line ${line})`,
    span: span(file, at, Math.min(at + 1, text.length)),
    hint: 'Flatten the structure; the rest of the file was not read.',
  };
}
