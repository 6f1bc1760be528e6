// A unified diff of two texts (Myers' greedy algorithm, http://www.xmailserver.org/diff2.pdf).

interface Change {
  readonly kind: ' ' | '-' | '+';
  readonly text: string;
}

/** The diff as `git diff` shows it, with three lines around each change; empty when the texts are equal. */
export function unifiedDiff(file: string, before: string, after: string, context = 3): string {
  if (before === after) return '';
  const changes = changesOf(linesOf(before), linesOf(after));
  const hunks = hunksOf(changes, context).map(([from, to]) => hunkText(changes, from, to));
  return [`--- ${named(`a/${file}`)}`, `+++ ${named(`b/${file}`)}`, ...hunks].join('\n').concat('\n');
}

/** As git writes it: names with odd characters in quotes, and a tab behind one that has blanks. */
function named(path: string): string {
  if (/[\p{Cc}"\\]/u.test(path)) return JSON.stringify(path);
  return path.includes(' ') ? `${path}\t` : path;
}

function linesOf(text: string): readonly string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  // The last line has no line end; git says so in words.
  if (lines.at(-1) === '') lines.pop();
  else lines.push(`${lines.pop() ?? ''}\n\\ No newline at end of file`);
  return lines;
}

/** What both begin and end with is not compared. */
function changesOf(before: readonly string[], after: readonly string[]): readonly Change[] {
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < least - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  const kept = (text: string): Change => ({ kind: ' ', text });
  return [
    ...before.slice(0, start).map(kept),
    ...changesBetween(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(kept),
  ];
}

/** Of more edits than that no one reads a shortest way, and looking for it would take memory by their square. */
const maximumEdits = 1000;

function changesBetween(before: readonly string[], after: readonly string[]): readonly Change[] {
  const trace = shortestEdit(before, after);
  if (trace === undefined) {
    return [
      ...before.map((text): Change => ({ kind: '-', text })),
      ...after.map((text): Change => ({ kind: '+', text })),
    ];
  }
  const changes: Change[] = [];
  let x = before.length;
  let y = after.length;
  for (let d = trace.length - 1; d >= 0; d--) {
    const ends = trace[d] ?? new Map<number, number>();
    const k = x - y;
    const down = k === -d || (k !== d && (ends.get(k - 1) ?? -1) < (ends.get(k + 1) ?? -1));
    const previousX = d === 0 ? 0 : (ends.get(down ? k + 1 : k - 1) ?? 0);
    const previousY = d === 0 ? 0 : previousX - (down ? k + 1 : k - 1);
    while (x > previousX && y > previousY) {
      changes.push({ kind: ' ', text: before[x - 1] ?? '' });
      x -= 1;
      y -= 1;
    }
    if (d > 0)
      changes.push(down ? { kind: '+', text: after[y - 1] ?? '' } : { kind: '-', text: before[x - 1] ?? '' });
    x = previousX;
    y = previousY;
  }
  return changes.reverse();
}

/** For each number of edits, how far each diagonal reached before it; undefined when they are too many. */
function shortestEdit(
  before: readonly string[],
  after: readonly string[],
): readonly ReadonlyMap<number, number>[] | undefined {
  const trace: Map<number, number>[] = [];
  let ends = new Map<number, number>([[1, 0]]);
  for (let d = 0; d <= before.length + after.length; d++) {
    if (d > maximumEdits) return undefined;
    trace.push(ends);
    const next = new Map<number, number>();
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (ends.get(k - 1) ?? -1) < (ends.get(k + 1) ?? -1));
      let x = down ? (ends.get(k + 1) ?? 0) : (ends.get(k - 1) ?? 0) + 1;
      while (x < before.length && x - k < after.length && before[x] === after[x - k]) x += 1;
      next.set(k, x);
      if (x >= before.length && x - k >= after.length) return trace;
    }
    ends = next;
  }
  return trace;
}

/** Ranges of changes that are shown together. */
function hunksOf(changes: readonly Change[], context: number): readonly (readonly [number, number])[] {
  const hunks: [number, number][] = [];
  changes.forEach((change, at) => {
    if (change.kind === ' ') return;
    const last = hunks.at(-1);
    const to = Math.min(changes.length, at + context + 1);
    if (last !== undefined && at - context <= last[1]) last[1] = to;
    else hunks.push([Math.max(0, at - context), to]);
  });
  return hunks;
}

function hunkText(changes: readonly Change[], from: number, to: number): string {
  const lineCount = (until: number, kind: Change['kind'], since = 0) =>
    changes.slice(since, until).filter((change) => change.kind === ' ' || change.kind === kind).length;
  const range = (kind: '-' | '+') => {
    const amount = lineCount(to, kind, from);
    const first = lineCount(from, kind) + (amount === 0 ? 0 : 1);
    return `${kind}${first}${amount === 1 ? '' : `,${amount}`}`;
  };
  const lines = changes.slice(from, to).map(({ kind, text }) => `${kind}${text}`);
  return [`@@ ${range('-')} ${range('+')} @@`, ...lines].join('\n');
}
