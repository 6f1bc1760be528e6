// Small text measures shared by messages.

/** The candidate nearest to `word` within a third of its length (at least 1, at most `most` edits), if there is one. */
export function nearest(word: string, candidates: Iterable<string>, most = 3): string | undefined {
  const limit = Math.min(most, Math.max(1, Math.floor(word.length / 3)));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Optimal string alignment distance (a swap of neighbours counts one); `limit` or more may be returned early. */
function editDistance(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) value = Math.min(value, (beforeLast[j - 2] ?? 0) + 1);
      row.push(value);
    }
    if (Math.min(...row) >= limit) return limit;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** Line breaks and the blanks around them as one blank. */
export function joinedLines(text: string): string {
  if (!text.includes('\n')) return text;
  const lines = text.split('\n');
  const last = lines.length - 1;
  const trimmed = lines.map((line, index) =>
    index === 0 ? line.trimEnd() : index === last ? line.trimStart() : line.trim(),
  );
  return trimmed.filter((line, index) => line !== '' || index === 0 || index === last).join(' ');
}

/** A regular expression's source that means the text itself, whatever stands in it. */
export function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** `1 service`, `2 services`. */
export function count(amount: number, noun: string, plural = `${noun}s`): string {
  return `${amount} ${amount === 1 ? noun : plural}`;
}

/** Control characters made visible, so that no file content reaches the terminal as an escape code. */
export function printable(text: string): string {
  if (!/[^\n\t\x20-\x7e]/.test(text)) return text;
  let out = '';
  for (const char of text)
    out += isControl(char.codePointAt(0) ?? 0) ? `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}` : char;
  return out;
}

/** The same for what must stay on one line: a name of a file or of a service may hold a line feed. */
export function printableLine(text: string): string {
  return printable(text).replaceAll('\n', '\\n');
}

/**
 * C0 (tab and line feed apart), DEL, C1, the marks that turn the reading direction or end a line, and what no text may
 * hold: halves of surrogate pairs and two noncharacters (XML 1.0, section 2.2).
 */
function isControl(code: number): boolean {
  if (code < 0x20) return code !== 0x09 && code !== 0x0a;
  if (code < 0x7f) return false;
  return code <= 0x9f || hidden.some(([from, to]) => code >= from && code <= to);
}

const hidden: readonly (readonly [number, number])[] = [
  [0x061c, 0x061c],
  [0x200e, 0x200f],
  [0x2028, 0x202e],
  [0x2066, 0x2069],
  [0xd800, 0xdfff],
  [0xfffe, 0xffff],
];

/** JSON in which everything that `printable` would show stands escaped: a program reads the same, a terminal nothing. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(/[^\n\x20-\x7e]/g, (char) => {
    const code = char.charCodeAt(0);
    // Pairs of surrogates are whole here: JSON.stringify has escaped lone ones.
    const isWhole = code >= 0xd800 && code <= 0xdfff;
    return isWhole || !isControl(code) ? char : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** A word as a shell takes it, in quotes where it needs them. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
