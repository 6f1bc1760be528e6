// Random sets of fixes through the applier, beside an applier of its own that goes by single characters.
import type { Edit } from '../../src/base/edit.ts';
import type { SourceText } from '../../src/model/artifact.ts';
import { type Finding, type Fix, fixOf } from '../../src/model/finding.ts';
import { applyFixes, type FixRound, flawOf } from '../../src/review/fix.ts';
import { type Random, randomFrom } from './random.ts';

interface EditCounts {
  sets: number;
  fixes: number;
  edits: number;
  applied: number;
  postponed: number;
  flawed: number;
}

export interface EditFuzz {
  readonly counts: EditCounts;
  /** The number of the set, and what was wrong. */
  readonly failures: readonly string[];
}

export function fuzzEdits(sets: number, seed: number): EditFuzz {
  const counts: EditCounts = { sets, fixes: 0, edits: 0, applied: 0, postponed: 0, flawed: 0 };
  const failures: string[] = [];
  for (let number = 0; number < sets; number++) {
    const random = randomFrom(seed * 1_000_003 + number);
    const texts = new Map(['a', 'b', 'c'].map((file) => [file, { file, text: textFrom(random) }]));
    const findings = Array.from({ length: 1 + random.int(8) }, () => findingOf(fixFrom(random, texts)));
    const round = applyFixes(findings, texts, { includeReview: true });
    const flawed = findings.filter((finding) => {
      const fix = fixOf(finding);
      return fix !== undefined && flawOf(fix, texts) !== undefined;
    });
    counts.fixes += findings.length;
    counts.edits += findings.flatMap((finding) => fixOf(finding)?.edits ?? []).length;
    counts.applied += round.applied.length;
    counts.postponed += round.postponed.length;
    counts.flawed += flawed.length;
    const wrong = wrongWith(round, findings, flawed, texts);
    if (wrong !== undefined) failures.push(`set ${number} of seed ${seed}: ${wrong}`);
  }
  return { counts, failures };
}

const pieces = [
  'a',
  'bc: ',
  '- x',
  '\n',
  '\n',
  '\r\n',
  '\r\n',
  '  ',
  '# comment',
  '"',
  '{',
  '}',
  'é',
  '日本',
  '😀',
  '\t',
  '\r',
  '\n  k1: v',
  '\n  k2: v',
  '\n    k3: v',
  ', k4: v',
];

function textFrom(random: Random): string {
  const mark = random.int(6) === 0 ? '\ufeff' : '';
  return mark + Array.from({ length: random.int(40) }, () => random.pick(pieces)).join('');
}

/** Now and then one with a place outside of the text, or with edits that overlap. */
function fixFrom(random: Random, texts: ReadonlyMap<string, SourceText>): Fix {
  const edits = Array.from({ length: 1 + random.int(3) }, (): Edit => {
    const file = random.pick(['a', 'b', 'c']);
    const length = texts.get(file)?.text.length ?? 0;
    const start = random.int(length + 1) - (random.int(300) === 0 ? 1 : 0);
    const isInsertion = random.int(3) === 0;
    const end = isInsertion ? start : start + random.int(Math.min(12, Math.max(1, length - start + 1)));
    const text = Array.from({ length: random.int(4) }, () => random.pick(pieces)).join('');
    return { span: { file, start, end: end + (random.int(300) === 0 ? length : 0) }, text };
  });
  return { kind: random.pick(['safe', 'review']), title: 'fix', edits };
}

function findingOf(fix: Fix): Finding {
  return {
    rule: 'fuzz/fix',
    aliases: [],
    severity: 'low',
    confidence: 'certain',
    at: { file: 'a', start: 0, end: 0 },
    object: '',
    message: '',
    related: [],
    fix,
    waived: undefined,
    fingerprint: '',
  };
}

function wrongWith(
  { applied, postponed, changed, edits }: FixRound,
  findings: readonly Finding[],
  flawed: readonly Finding[],
  texts: ReadonlyMap<string, SourceText>,
): string | undefined {
  const told = new Set([...applied, ...postponed, ...flawed]);
  if (told.size !== findings.length || applied.length + postponed.length + flawed.length !== told.size)
    return 'a fix was lost or told twice';
  const done = editsOf(applied, texts);
  for (const { file, text } of texts.values()) {
    const own = edits.get(file) ?? [];
    const parts = done.filter(({ span }) => span.file === file);
    const isWhole = parts.every((part) => own.some((edit) => isPartOf(part, edit)));
    if (!isWhole || !own.every((edit) => isMadeOf(edit, parts)))
      return `what is written in ${file} is not what the fixes say`;
    const expected = byCharacters(text, own);
    if (expected === undefined) return `fixes that write over each other in ${file} were applied`;
    if (!Buffer.from(changed.get(file) ?? text).equals(Buffer.from(expected)))
      return `${file} has another text`;
  }
  const idle = postponed.find(
    (finding) => !editsOf([finding], texts).some((edit) => done.some((other) => areTwo(edit, other))),
  );
  return idle === undefined ? undefined : 'a fix waits for nothing';
}

/** A byte order mark is none of the text, and line ends are the file's. */
function editsOf(findings: readonly Finding[], texts: ReadonlyMap<string, SourceText>): readonly Edit[] {
  const edits = findings.flatMap((finding) => fixOf(finding)?.edits ?? []);
  return edits.map((edit) => {
    const text = texts.get(edit.span.file)?.text ?? '';
    const mark = text.startsWith('\ufeff') ? 1 : 0;
    const start = Math.max(edit.span.start, mark);
    const end = Math.max(edit.span.end, mark);
    return { span: { file: edit.span.file, start, end }, text: withEnds(edit.text, text, start) };
  });
}

function isPartOf(part: Edit, { span, text }: Edit): boolean {
  return part.span.start === span.start && part.span.end === span.end && text.includes(part.text);
}

/** One text, or several lines in some order. */
function isMadeOf(edit: Edit, parts: readonly Edit[]): boolean {
  const texts = [...new Set(parts.filter((part) => isPartOf(part, edit)).map(({ text }) => text))];
  return ordersOf(texts).some((order) => order.join('') === edit.text);
}

function ordersOf(texts: readonly string[]): readonly (readonly string[])[] {
  if (texts.length < 2) return [texts];
  return texts.flatMap((first, index) =>
    ordersOf(texts.filter((_, at) => at !== index)).map((rest) => [first, ...rest]),
  );
}

/** That both cannot be done. */
function areTwo(a: Edit, b: Edit): boolean {
  if (a.span.file !== b.span.file) return false;
  const isSame = a.span.start === b.span.start && a.span.end === b.span.end;
  return isSame ? a.text !== b.text : a.span.start < b.span.end && b.span.start < a.span.end;
}

/** What stands at each character: itself, nothing, or what an edit writes. Undefined where two write the same place. */
function byCharacters(text: string, edits: readonly Edit[]): string | undefined {
  const kept = Array.from({ length: text.length }, () => true);
  const inserted = new Map<number, string>();
  const written = new Map<number, string>();
  const seen = new Set<string>();
  for (const { span, text: own } of edits) {
    const { start, end } = span;
    if (seen.has(`${start} ${end} ${own}`)) continue;
    seen.add(`${start} ${end} ${own}`);
    const place = start === end ? inserted : written;
    if (place.has(start)) return undefined;
    place.set(start, own);
    if (start === end && start > 0 && start < text.length && !kept[start - 1] && !kept[start]) {
      // Between two edits is a place; within one is none.
      const isWithin = edits.some((other) => other.span.start < start && start < other.span.end);
      if (isWithin) return undefined;
    }
    for (let at = start; at < end; at++) {
      if (!kept[at]) return undefined;
      kept[at] = false;
    }
  }
  let out = '';
  for (let at = 0; at <= text.length; at++) {
    out += (inserted.get(at) ?? '') + (written.get(at) ?? '');
    if (kept[at] === true) out += text[at] ?? '';
  }
  return out;
}

/** A line's own end, else that of the line before. */
function withEnds(added: string, text: string, at: number): string {
  const after = /\r?\n/.exec(text.slice(at))?.[0];
  const ownStartsBefore = text[at - 1] === '\r' && text[at] === '\n';
  const before = text.slice(0, at).match(/\r?\n/g)?.at(-1);
  const end = ownStartsBefore ? '\r\n' : (after ?? before ?? '\n');
  return end === '\n' ? added : added.replace(/\r\n|\n/g, end);
}
