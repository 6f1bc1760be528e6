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

/** `1 service`, `2 services`. */
export function count(amount: number, noun: string, plural = `${noun}s`): string {
  return `${amount} ${amount === 1 ? noun : plural}`;
}

/** Control characters made visible, so that no file content reaches the terminal as an escape code. */
export function printable(text: string): string {
  let out = '';
  for (const char of text)
    out += isControl(char.codePointAt(0) ?? 0) ? `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}` : char;
  return out;
}

/** The same for what must stay on one line: a name of a file or of a service may hold a line feed. */
export function printableLine(text: string): string {
  return printable(text).replaceAll('\n', '\\n');
}

/** C0 (tab and line feed apart), DEL, C1, and the marks that turn the reading direction. */
function isControl(code: number): boolean {
  if (code < 0x20) return code !== 0x09 && code !== 0x0a;
  return (
    (code >= 0x7f && code <= 0x9f) || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)
  );
}
