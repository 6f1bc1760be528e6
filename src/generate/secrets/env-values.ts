// Values put into an env file: an empty or made-up one is replaced where it stands, the others are added at the end.
import { applyEdits, type Edit } from '../../base/edit.ts';
import { span } from '../../base/span.ts';
import { readDotenv } from '../../syntax/dotenv.ts';
import type { GeneratedFile } from '../generator.ts';

export function withValues(
  path: string,
  before: string | undefined,
  values: ReadonlyMap<string, string>,
): GeneratedFile {
  const text = before ?? '';
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const edits: Edit[] = [];
  const added: string[] = [];
  for (const [name, value] of values) {
    const entry = readDotenv(path, text).entries.findLast((one) => one.name.value === name);
    if (entry?.value === undefined) added.push(`${name}=${value}${lineEnd}`);
    else edits.push({ span: valueSpan(text, path, entry.span, name), text: value });
  }
  const edited = applyEdits(text, edits).text;
  const gap = edited === '' || edited.endsWith('\n') || added.length === 0 ? '' : lineEnd;
  return { path, text: `${edited}${gap}${added.join('')}`, mode: 0o600, isSecret: true, edits: text };
}

/** From behind the `=` to the end of the entry; a comment behind it stays. */
function valueSpan(
  text: string,
  path: string,
  entry: { readonly start: number; readonly end: number },
  name: string,
) {
  const written = text.slice(entry.start, entry.end);
  const start = entry.start + written.indexOf('=', written.indexOf(name)) + 1;
  const rest = text.slice(start, entry.end);
  const comment = /\s+#.*$/.exec(rest);
  return span(path, start, comment === null ? entry.end : start + comment.index);
}
