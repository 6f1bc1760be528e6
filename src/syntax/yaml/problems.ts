// What is wrong with a text, in words: what it is and what to do next.
import { lineStarts, positionAt, span } from '../../base/span.ts';
import type { SyntaxProblem } from '../problem.ts';

/** A place where the text leaves the grammar. */
export interface Complaint {
  readonly mistake: Mistake;
  readonly start: number;
  readonly end: number;
}

type Wording = readonly [message: string, hint: string];

export type Mistake = keyof typeof wordings;

/** By the code of the problem without its `yaml-`. */
const wordings = {
  'alias-props': [
    'An alias cannot carry a tag or an anchor of its own',
    'Move the tag or anchor to the anchored value.',
  ],
  'alias-name': [
    'An alias or anchor has no valid name',
    'Write a name right after `*` or `&`, or quote the value.',
  ],
  'anchor-twice': ['A value has more than one anchor', 'Keep one of the anchors.'],
  'block-header': [
    'The line of `|` or `>` holds more than a digit, a `+` or a `-`',
    'Start the block text on the next line.',
  ],
  'block-in-flow': [
    'A block stands inside brackets or braces',
    'Write the inner value in brackets or braces too.',
  ],
  bracket: [
    'Brackets or braces do not match, or an item in them is empty',
    'Close each `[` with `]` and each `{` with `}`, and remove stray commas.',
  ],
  'bracket-open': [
    'A bracket or brace is not closed',
    'Add the closing `]` or `}`, or indent what belongs inside.',
  ],
  'colon-missing': ['A key has no `:` after it', 'Write `key: value`, with a space after the colon.'],
  'comma-missing': [
    'A comma is missing between two items in brackets or braces',
    'Add the comma; quote items that hold `: ` or a comma.',
  ],
  'comment-space': [
    'A `#` right after a value does not start a comment',
    'Put a space before the `#`, or quote the value if the `#` belongs to it.',
  ],
  'dash-missing': [
    'A line in a list does not begin with `- `',
    'Begin the item with `- `, or indent it under the item above.',
  ],
  directive: [
    'The `%` line is not a directive that YAML knows',
    'Remove the line, or quote the value that starts with `%`.',
  ],
  'document-start': [
    'The document start `---` is missing or shares its line with a block',
    'Put `---` on a line of its own.',
  ],
  escape: [
    'The escape after the backslash is not one that YAML knows',
    'Double the backslash, or use single quotes.',
  ],
  indent: [
    'The line does not stand at the indentation of its neighbours',
    'Indent it like the other keys or items of the same block; where it goes on with the value above, quote that or write it as a block (`|`).',
  ],
  'key-multiline': [
    'A key goes on over more than one line',
    'Add the missing `:` to the line before, or put the key on one line.',
  ],
  'key-too-long': [
    'The key is longer than 1024 characters',
    'Shorten the key; a quote or bracket may be left open.',
  ],
  'nested-on-line': [
    'A mapping or list starts in the middle of a line',
    'Quote the value if the `: ` belongs to it, or start the block on a new line.',
  ],
  'prop-line': [
    'A tag or anchor of a block stands on the line of its first entry',
    'Start the block on a new line.',
  ],
  'prop-space': ['A space is missing after a tag or anchor', 'Put a space after the tag or anchor.'],
  'quote-shallow': [
    'A quoted value goes on at the indentation of its key',
    'Indent the line more: some programs refuse it.',
  ],
  'quote-open': ['A quoted value is not closed', 'Add the closing quote.'],
  'scalar-start': [
    'A value cannot start with this character unless it is quoted',
    'Put the value in quotes.',
  ],
  syntax: [
    'The text is not valid YAML here',
    'Check indentation, quotes and brackets on this line and the one above.',
  ],
  'tab-indent': ['A tab is used as indentation, which YAML forbids', 'Replace the tab by spaces.'],
  'tag-twice': ['A value has more than one tag', 'Keep one of the tags.'],
  'tag-unknown': [
    'The tag is malformed or uses a prefix that is not declared',
    'Declare the prefix with `%TAG`, or correct the tag.',
  ],
} as const satisfies Readonly<Record<string, Wording>>;

const maxProblems = 100;

/**
 * One problem a line: what follows on the same line is nearly always the echo of the first. A line indented with a
 * tab says so whatever else is wrong with it.
 */
export function problemsOf(
  file: string,
  text: string,
  complaints: readonly Complaint[],
): readonly SyntaxProblem[] {
  if (complaints.length === 0) return [];
  const starts = lineStarts(text);
  const byLine = new Map<number, SyntaxProblem>();
  for (const complaint of [...complaints].sort((a, b) => a.start - b.start)) {
    const at = Math.max(0, Math.min(complaint.start, text.length - 1));
    const { line } = positionAt(starts, at);
    if (byLine.has(line)) continue;
    if (byLine.size === maxProblems) break;
    byLine.set(line, problemOf(file, text, complaint, at, starts[line - 1] ?? 0));
  }
  return [...byLine.values()];
}

function problemOf(
  file: string,
  text: string,
  complaint: Complaint,
  at: number,
  lineStart: number,
): SyntaxProblem {
  const lineEnd = text.indexOf('\n', at);
  const line = text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd);
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  const tab = indent.indexOf('\t');
  const isTab = tab !== -1;
  const mistake = isTab ? 'tab-indent' : complaint.mistake;
  const [message, hint] = wordings[mistake];
  const start = isTab ? lineStart + tab : at;
  const end = isTab ? lineStart + indent.length : Math.min(text.length, Math.max(complaint.end, at));
  const isTemplate = line.includes('{{') && !isTab;
  return {
    code: `yaml-${mistake}`,
    message,
    span: span(file, start, end),
    hint: isTemplate
      ? 'The line holds a template expression: render the template first, or quote the expression.'
      : hint,
  };
}
