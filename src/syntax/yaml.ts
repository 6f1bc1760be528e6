// The one door to YAML: text in, positioned tree out.
import { Composer, type Document } from 'yaml';
import { messageOf } from '../base/errors.ts';
import { span } from '../base/span.ts';
import type { Comment, SyntaxProblem } from './problem.ts';
import { type Conversion, newConversion } from './yaml/conversion.ts';
import { convertNode } from './yaml/convert.ts';
import { findControlCharacter, findUnreadable } from './yaml/guard.ts';
import { type LibraryError, problemsOf } from './yaml/problems.ts';
import { tokensOf } from './yaml/tokens.ts';
import type { YamlDocument, YamlFile } from './yaml/tree.ts';

export * from './yaml/tree.ts';

/**
 * Every scalar comes as text (`failsafe`) and is typed by us. Unique keys are checked by us too: the library's check
 * takes time by the square of the keys.
 */
const options = {
  schema: 'failsafe',
  uniqueKeys: false,
  merge: false,
  resolveKnownTags: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** Reads all documents of a YAML text. Never throws: what is wrong is in `problems`, what is readable in the tree. */
export function readYaml(file: string, text: string): YamlFile {
  const refused = findUnreadable(file, text);
  if (refused !== undefined) return { documents: [], comments: [], problems: [refused] };
  const comments: Comment[] = [];
  const problems: SyntaxProblem[] = [];
  const control = findControlCharacter(file, text);
  if (control !== undefined) problems.push(control);
  const documents: YamlDocument[] = [];
  const errors: LibraryError[] = [];
  const conversion = newConversion(file, text, problems);
  const composer = new Composer(options);
  try {
    for (const document of composer.compose(tokensOf(file, text, comments, problems))) {
      for (const error of document.errors) errors.push(error);
      documents.push(convertDocument(conversion, document));
    }
    for (const error of composer.streamInfo().errors) errors.push(error);
  } catch (error) {
    problems.push(unreadable(file, text, error));
  }
  problems.push(...problemsOf(file, text, errors));
  problems.sort((a, b) => a.span.start - b.span.start);
  return { documents, comments, problems };
}

function convertDocument(conversion: Conversion, document: Document.Parsed): YamlDocument {
  const { file, text } = conversion;
  conversion.anchors = new Map();
  const [start, contentEnd] = document.range;
  const root = convertNode(conversion, document.contents, 0, start);
  const isEmpty =
    root.kind === 'scalar' && root.style === 'plain' && root.text === '' && root.tag === undefined;
  const end = Math.min(text.length, Math.max(start, contentEnd));
  return { root: isEmpty ? undefined : root, span: span(file, start, end) };
}

/** The library should not throw; if it does on some input, the rest of the review goes on without this file. */
function unreadable(file: string, text: string, error: unknown): SyntaxProblem {
  return {
    code: 'yaml-unreadable',
    message: `The file could not be read to its end (${messageOf(error)})`,
    span: span(file, 0, Math.min(1, text.length)),
    hint: 'Report this file as a bug of seaworthy, and leave it out of the review until then.',
  };
}
