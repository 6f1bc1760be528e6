// The one door to TOML (https://toml.io/en/v1.0.0): text in, the same positioned tree out that YAML gives.
import type { Comment, SyntaxProblem } from './problem.ts';
import { complain, lineEnd, skipBlanks, skipComment, type TomlCursor, take } from './toml/cursor.ts';
import { appended, mapOf, newTable, put, type Table, tableAt } from './toml/table.ts';
import { readKeys, readValue } from './toml/value.ts';
import type { YamlMap } from './yaml/tree.ts';

export interface TomlFile {
  readonly root: YamlMap;
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
}

/** Never throws: behind a mistake it goes on with the next line. Dates are scalars with their text as value. */
export function readToml(file: string, text: string): TomlFile {
  const cursor: TomlCursor = { file, text, at: 0, comments: [], problems: [] };
  if (text.startsWith('\uFEFF')) cursor.at = 1;
  const root = newTable(cursor.at);
  let table: Table | undefined = root;
  for (skipBlanks(cursor, true); cursor.at < text.length; skipBlanks(cursor, true)) {
    const start = cursor.at;
    if (text.charAt(start) === '[') table = readHeader(cursor, root);
    // What stands below a header that cannot be read belongs nowhere.
    else readPair(cursor, table ?? newTable(start));
    if (table !== undefined) table.end = Math.max(table.end, cursor.at);
    endLine(cursor);
  }
  root.end = text.trimEnd().length;
  return { root: mapOf(file, root), comments: cursor.comments, problems: cursor.problems };
}

function readHeader(cursor: TomlCursor, root: Table): Table | undefined {
  const start = cursor.at;
  const isArray = take(cursor, '[[');
  if (!isArray) cursor.at += 1;
  const keys = readKeys(cursor);
  const last = keys.at(-1);
  if (last === undefined || !take(cursor, isArray ? ']]' : ']')) {
    complain(cursor, 'toml-header', 'the header of a table is not closed', start, lineEnd(cursor));
    cursor.at = lineEnd(cursor);
    return undefined;
  }
  if (!isArray) return tableAt(cursor, root, keys);
  const owner = tableAt(cursor, root, keys.slice(0, -1));
  return owner === undefined ? undefined : appended(cursor, owner, last);
}

function readPair(cursor: TomlCursor, table: Table): void {
  const start = cursor.at;
  const keys = readKeys(cursor);
  const last = keys.at(-1);
  const isPair = last !== undefined && take(cursor, '=');
  skipBlanks(cursor, false);
  const value = isPair ? readValue(cursor) : undefined;
  if (last === undefined || value === undefined) {
    complain(cursor, 'toml-pair', 'neither a key with a value nor a table', start, lineEnd(cursor));
    cursor.at = lineEnd(cursor);
    return;
  }
  const owner = tableAt(cursor, table, keys.slice(0, -1));
  if (owner !== undefined) put(cursor, owner, last, value);
}

/** Nothing but a comment may follow on the line. */
function endLine(cursor: TomlCursor): void {
  skipBlanks(cursor, false);
  if (cursor.text.charAt(cursor.at) === '#') skipComment(cursor);
  const end = lineEnd(cursor);
  if (cursor.text.slice(cursor.at, end).trim() !== '')
    complain(cursor, 'toml-line', 'more stands on the line than one value', cursor.at, end);
  cursor.at = end;
}
