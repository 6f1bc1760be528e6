// What a text needs to stand in XML, HTML and Markdown: nothing that a file holds may become markup.
import { joinedLines, printable, printableLine } from '../../base/text.ts';

/** Half of a surrogate pair cannot be encoded. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** For XML and HTML; control characters are shown, since XML cannot hold them at all. */
export function escapeXml(text: string): string {
  return printable(wellFormed(text))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** `name="value"` pairs. */
export function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escapeXml(printableLine(String(value)))}"`)
    .join(' ');
}

/** One cell or sentence of Markdown. */
export function escapeMarkdown(text: string): string {
  return printable(joinedLines(text)).replace(/[\\`*_{}[\]<>|#~]/g, '\\$&');
}

/** Code in Markdown: with as many backticks around it as it takes. */
export function markdownCode(text: string): string {
  const shown = printableLine(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}
