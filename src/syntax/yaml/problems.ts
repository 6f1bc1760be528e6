// The library's complaints in our words: what is wrong and what to do, without the library's terms.
import { lineStarts, positionAt, span } from '../../base/span.ts';
import type { SyntaxProblem } from '../problem.ts';

export interface LibraryError {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, number];
}

type Wording = readonly [code: string, message: string, hint: string];

const wordings: Readonly<Record<string, Wording>> = {
  ALIAS_PROPS: [
    'yaml-alias-props',
    'An alias cannot carry a tag or an anchor of its own',
    'Move the tag or anchor to the anchored value.',
  ],
  BAD_ALIAS: [
    'yaml-alias-name',
    'An alias or anchor has no valid name',
    'Write a name right after `*` or `&`, or quote the value.',
  ],
  BAD_DIRECTIVE: [
    'yaml-directive',
    'The `%` line is not a directive that YAML knows',
    'Remove the line, or quote the value that starts with `%`.',
  ],
  BAD_DQ_ESCAPE: [
    'yaml-escape',
    'The escape after the backslash is not one that YAML knows',
    'Double the backslash, or use single quotes.',
  ],
  BAD_INDENT: [
    'yaml-indent',
    'The line does not stand at the indentation of its neighbours',
    'Indent it like the other keys or items of the same block.',
  ],
  BAD_PROP_ORDER: [
    'yaml-prop-order',
    'A tag or anchor stands before the indicator it belongs after',
    'Write the tag or anchor right before the value.',
  ],
  BAD_SCALAR_START: [
    'yaml-scalar-start',
    'A value cannot start with this character unless it is quoted',
    'Put the value in quotes.',
  ],
  BLOCK_AS_IMPLICIT_KEY: [
    'yaml-nested-on-line',
    'A mapping or list starts in the middle of a line',
    'Quote the value if the `: ` belongs to it, or start the block on a new line.',
  ],
  BLOCK_IN_FLOW: [
    'yaml-block-in-flow',
    'A block stands inside brackets or braces',
    'Write the inner value in brackets or braces too.',
  ],
  KEY_OVER_1024_CHARS: [
    'yaml-key-too-long',
    'The key is longer than 1024 characters',
    'Shorten the key; a quote or bracket may be left open.',
  ],
  MULTILINE_IMPLICIT_KEY: [
    'yaml-key-multiline',
    'A key goes on over more than one line',
    'Add the missing `:` to the line before, or put the key on one line.',
  ],
  MULTIPLE_ANCHORS: ['yaml-anchor-twice', 'A value has more than one anchor', 'Keep one of the anchors.'],
  MULTIPLE_TAGS: ['yaml-tag-twice', 'A value has more than one tag', 'Keep one of the tags.'],
  RESOURCE_EXHAUSTION: ['yaml-too-deep', 'The nesting is too deep', 'Flatten the structure.'],
  TAB_AS_INDENT: [
    'yaml-tab-indent',
    'A tab is used as indentation, which YAML forbids',
    'Replace the tab by spaces.',
  ],
  TAG_RESOLVE_FAILED: [
    'yaml-tag-unknown',
    'The tag uses a prefix that is not declared',
    'Declare the prefix with `%TAG`, or correct the tag.',
  ],
};

const openBracket: Wording = [
  'yaml-bracket-open',
  'A bracket or brace is not closed',
  'Add the closing `]` or `}`, or indent what belongs inside.',
];
const missing: readonly (readonly [RegExp, Wording])[] = [
  [/closing (.)quote/, ['yaml-quote-open', 'A quoted value is not closed', 'Add the closing quote.']],
  [
    /followed by map values/,
    ['yaml-colon-missing', 'A key has no `:` after it', 'Write `key: value`, with a space after the colon.'],
  ],
  [
    /^Comments must/,
    [
      'yaml-comment-space',
      'A `#` right after a value does not start a comment',
      'Put a space before the `#`, or quote the value if the `#` belongs to it.',
    ],
  ],
  [
    /^Missing , /,
    [
      'yaml-comma-missing',
      'A comma is missing between two items in brackets or braces',
      'Add the comma; quote items that hold `: ` or a comma.',
    ],
  ],
  [
    /^Missing space after :/,
    ['yaml-colon-space', 'A space is missing after the colon', 'Put a space after the colon.'],
  ],
  [
    /without - indicator/,
    [
      'yaml-dash-missing',
      'A line in a list does not begin with `- `',
      'Begin the item with `- `, or indent it under the item above.',
    ],
  ],
  [
    /white space$/,
    ['yaml-prop-space', 'A space is missing after a tag or anchor', 'Put a space after the tag or anchor.'],
  ],
  [
    /directives-end/,
    [
      'yaml-document-start',
      'The document start `---` is missing or shares its line with a block',
      'Put `---` on a line of its own.',
    ],
  ],
  [
    /block sequence props/,
    [
      'yaml-prop-line',
      'A tag or anchor of a list stands on the line of its first item',
      'Start the list on a new line.',
    ],
  ],
];

const general: Wording = [
  'yaml-syntax',
  'The text is not valid YAML here',
  'Check indentation, quotes and brackets on this line and the one above.',
];
const unexpected: readonly (readonly [RegExp, Wording])[] = [
  [
    /flow-(?:seq|map)-end|flow map|flow seq|flow collection/i,
    [
      'yaml-bracket',
      'Brackets or braces do not match, or an item in them is empty',
      'Close each `[` with `]` and each `{` with `}`, and remove stray commas.',
    ],
  ],
  [
    /Block scalar header/,
    ['yaml-block-header', 'Text stands on the line of `|` or `>`', 'Start the block text on the next line.'],
  ],
];

function wordingOf({ code, message }: LibraryError): Wording {
  if (/end with a [\]}]$/.test(message)) return openBracket;
  const table = code === 'MISSING_CHAR' ? missing : code === 'UNEXPECTED_TOKEN' ? unexpected : [];
  return table.find(([pattern]) => pattern.test(message))?.[1] ?? wordings[code] ?? general;
}

const maxProblems = 100;

/**
 * One problem a line: what follows on the same line is nearly always the echo of the first. A line indented with a
 * tab says so whatever the library made of it.
 */
export function problemsOf(
  file: string,
  text: string,
  errors: readonly LibraryError[],
): readonly SyntaxProblem[] {
  if (errors.length === 0) return [];
  const starts = lineStarts(text);
  const byLine = new Map<number, SyntaxProblem>();
  for (const error of [...errors].sort((a, b) => a.pos[0] - b.pos[0])) {
    const at = Math.max(0, Math.min(error.pos[0], text.length - 1));
    const { line } = positionAt(starts, at);
    if (byLine.has(line)) continue;
    if (byLine.size === maxProblems) break;
    byLine.set(line, problemOf(file, text, error, at, starts[line - 1] ?? 0));
  }
  return [...byLine.values()];
}

function problemOf(
  file: string,
  text: string,
  error: LibraryError,
  at: number,
  lineStart: number,
): SyntaxProblem {
  const lineEnd = text.indexOf('\n', at);
  const line = text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd);
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  const tab = indent.indexOf('\t');
  const isTab = tab !== -1;
  const [code, message, hint] = wordingOf(isTab ? { ...error, code: 'TAB_AS_INDENT' } : error);
  const start = isTab ? lineStart + tab : at;
  const end = isTab ? lineStart + indent.length : Math.min(text.length, Math.max(error.pos[1], at));
  const isTemplate = line.includes('{{') && !isTab;
  return {
    code,
    message,
    span: span(file, start, end),
    hint: isTemplate
      ? 'The line holds a template expression: render the template first, or quote the expression.'
      : hint,
  };
}
