// Reads a Markdown document: fenced blocks of shell commands, and tables.
import type { CodeBlock, Document } from '../../model/document.ts';
import { nameOf } from '../paths.ts';
import { commandsIn } from '../script/commands.ts';
import { shellTextOf } from './shell-block.ts';
import { isDelimiterRow, tableAt } from './table.ts';

/** Bytes of a document at most; longer ones are made by programs. */
export const maximumDocument = 256 * 1024;

const past = /^(?:CHANGELOG|CHANGES|HISTORY|NEWS|RELEASES?|RELEASE[-_]NOTES|LICENSE|THANKS|AUTHORS)\b/i;

/** Markdown that speaks of how things are now. */
export function isDocumentName(path: string): boolean {
  return /\.(?:md|markdown)$/i.test(path) && !past.test(nameOf(path));
}

/** Documents further in are seldom about how the whole is deployed. */
const maximumDocuments = 200;

export function nearestDocuments(paths: readonly string[]): readonly string[] {
  const depth = (path: string) => path.split('/').length;
  return paths.toSorted((a, b) => depth(a) - depth(b)).slice(0, maximumDocuments);
}

interface Line {
  readonly text: string;
  readonly start: number;
}

export function readDocument(file: string, text: string): Document {
  const lines = linesOf(text);
  const blocks: CodeBlock[] = [];
  const tables: Document['tables'][number][] = [];
  const heads: Line[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined) break;
    const fence = /^[ \t]*(`{3,}|~{3,})[ \t]*([\w+-]*)/.exec(line.text);
    if (fence !== null) {
      const end = closingFence(lines, at, fence[1] ?? '```');
      const fenced = { at, end, language: fence[2] ?? '', section: heads.length };
      const block = blockOf(file, text, lines, fenced);
      if (block !== undefined) blocks.push(block);
      at = end;
    } else if (heading.test(line.text)) heads.push(line);
    else if (line.text.includes('|') && isDelimiterRow(lines[at + 1]?.text ?? '')) {
      const table = tableAt(file, lines, at);
      tables.push(table.table);
      at = table.end;
    }
  }
  const commands = blocks.flatMap((block) => block.commands);
  const script = { file, kind: 'document' as const, commands, pipefail: true };
  const title = heads.find((line) => line.text.startsWith('# '))?.text.slice(2);
  return { file, title, blocks, tables, addresses: addressesIn(file, text, heads), script };
}

const heading = /^#{1,6}\s+\S/;

function addressesIn(file: string, text: string, heads: readonly Line[]): Document['addresses'] {
  return [...text.matchAll(/\bhttps?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0):(\d{2,5})\b/g)].map(
    (match) => ({
      port: Number(match[1]),
      span: { file, start: match.index, end: match.index + match[0].length },
      section: heads.filter(({ start }) => start < match.index).length,
    }),
  );
}

function linesOf(text: string): readonly Line[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const at = start;
    start += line.length + 1;
    return { text: line.replace(/\r$/, ''), start: at };
  });
}

/** The line that closes the fence; the last one where none does. */
function closingFence(lines: readonly Line[], open: number, fence: string): number {
  const close = new RegExp(`^[ \\t]*${fence.charAt(0)}{${fence.length},}[ \\t]*$`);
  for (let at = open + 1; at < lines.length; at++) if (close.test(lines[at]?.text ?? '')) return at;
  return lines.length - 1;
}

interface Fenced {
  readonly at: number;
  readonly end: number;
  readonly language: string;
  readonly section: number;
}

function blockOf(
  file: string,
  text: string,
  lines: readonly Line[],
  { at, end, language, section }: Fenced,
): CodeBlock | undefined {
  const start = lines[at + 1]?.start ?? text.length;
  const stop = lines[end]?.start ?? text.length;
  const shell = shellTextOf(language, text.slice(start, stop));
  if (shell === undefined) return undefined;
  return { span: { file, start, end: stop }, section, commands: commandsIn(file, shell, start) };
}
