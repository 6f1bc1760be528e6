// What a change brought in: findings now, less those that were there before.
import type { SourceText } from '../model/artifact.ts';
import type { Finding } from '../model/finding.ts';

export interface Reviewed {
  readonly findings: readonly Finding[];
  readonly texts: ReadonlyMap<string, SourceText>;
}

/** A waiver that the change took away lets its finding come, too. */
export function comeSince(now: Reviewed, before: Reviewed): readonly Finding[] {
  const renamed = renames(withFindings(before), withFindings(now));
  const rest = new Map<string, Finding[]>();
  for (const finding of before.findings) {
    const key = keyOf(finding, renamed);
    const known = rest.get(key);
    if (known === undefined) rest.set(key, [finding]);
    else known.push(finding);
  }
  // Those that say the same come first, so that of several equals the one that is new is told.
  const old = new Set<Finding>();
  for (const isSame of [sameMessage, always]) {
    for (const finding of now.findings) {
      if (old.has(finding)) continue;
      const candidates = rest.get(keyOf(finding)) ?? [];
      const at = candidates.findIndex((one) => isSame(one, finding) && !isUncovered(one, finding));
      if (at === -1) continue;
      candidates.splice(at, 1);
      old.add(finding);
    }
  }
  return now.findings.filter((finding) => !old.has(finding));
}

/** Texts of the files that findings stand in, and names of all: others need no successor. */
function withFindings({ findings, texts }: Reviewed): Files {
  const files = new Set(findings.map(({ at }) => at.file));
  return { names: new Set(texts.keys()), texts: [...texts.values()].filter(({ file }) => files.has(file)) };
}

/** What a fingerprint stands for, without the count of equals. */
function keyOf({ rule, at, object }: Finding, renamed: ReadonlyMap<string, string> = new Map()): string {
  const file = renamed.get(at.file) ?? at.file;
  return `${rule}\n${file}\n${object === at.file ? file : object}`;
}

function sameMessage(one: Finding, other: Finding): boolean {
  return one.message === other.message;
}

function always(): boolean {
  return true;
}

function isUncovered(before: Finding, now: Finding): boolean {
  return before.waived !== undefined && now.waived === undefined;
}

/** Of lines that two files share, how many make one the successor of the other. */
const likeness = 0.6;

interface Files {
  readonly names: ReadonlySet<string>;
  readonly texts: readonly SourceText[];
}

/** Files that are gone, and the new file that each has become. */
function renames(before: Files, now: Files): ReadonlyMap<string, string> {
  const come = new Map<string, SourceText>();
  for (const source of now.texts) if (!before.names.has(source.file)) come.set(source.file, source);
  const found = new Map<string, string>();
  const take = (from: string, to: string) => {
    found.set(from, to);
    come.delete(to);
  };
  const gone = before.texts.filter(({ file }) => !now.names.has(file));
  // A folder that is moved brings many files; those that only moved are not compared with all others.
  const moved = new Map([...come.values()].map(({ text, file }) => [text, file]));
  for (const { file, text } of gone) {
    const same = moved.get(text);
    if (same !== undefined && come.has(same)) take(file, same);
  }
  const lines = new Map([...come.values()].map((source) => [source.file, linesOf(source)]));
  for (const source of gone) {
    if (found.has(source.file)) continue;
    const own = linesOf(source);
    let best: { readonly file: string; readonly share: number } | undefined;
    for (const file of come.keys()) {
      const share = shareOf(own, lines.get(file) ?? new Set());
      if (share >= likeness && share > (best?.share ?? 0)) best = { file, share };
    }
    if (best !== undefined) take(source.file, best.file);
  }
  return found;
}

function linesOf({ text }: SourceText): ReadonlySet<string> {
  return new Set(text.split('\n').map((line) => line.trim()));
}

/** Lines that both have, of all that either has; 0 where their numbers alone say that it is too little. */
function shareOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (Math.min(a.size, b.size) < likeness * Math.max(a.size, b.size)) return 0;
  let both = 0;
  for (const line of a) if (b.has(line)) both += 1;
  return both / (a.size + b.size - both);
}
