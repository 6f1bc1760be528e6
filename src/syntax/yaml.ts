// The one door to YAML: text in, positioned tree out.
import type { SyntaxProblem } from './problem.ts';
import { findControlCharacter, findUnreadable } from './yaml/guard.ts';
import { problemsOf } from './yaml/problems.ts';
import { newReader } from './yaml/reader.ts';
import { readDocuments } from './yaml/stream.ts';
import type { YamlFile } from './yaml/tree.ts';

export * from './yaml/tree.ts';

/** Reads all documents of a YAML text. Never throws: what is wrong is in `problems`, what is readable in the tree. */
export function readYaml(file: string, text: string): YamlFile {
  const refused = findUnreadable(file, text);
  if (refused !== undefined) return { documents: [], comments: [], problems: [refused] };
  const problems: SyntaxProblem[] = [];
  const control = findControlCharacter(file, text);
  if (control !== undefined) problems.push(control);
  const reader = newReader(file, text, problems);
  const documents = readDocuments(reader);
  problems.push(...problemsOf(file, text, reader.complaints));
  problems.sort((a, b) => a.span.start - b.span.start);
  return { documents, comments: reader.comments, problems };
}
