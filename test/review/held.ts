// What a whole repair must hold on files as people write them, told as sentences: none is as it should be.
import { applyEdits } from '../../src/base/edit.ts';
import type { SourceText } from '../../src/model/artifact.ts';
import { type Finding, isAtLeast } from '../../src/model/finding.ts';
import type { Project } from '../../src/model/project.ts';
import { viewProject } from '../../src/read/project-view.ts';
import { applyFixes } from '../../src/review/fix.ts';
import { type Repair, repair } from '../../src/review/repair.ts';
import type { ReviewResult } from '../../src/review/result.ts';
import { changedLines, isWithin, linesOf, untouched } from './changed-lines.ts';

type Texts = ReadonlyMap<string, SourceText>;

export interface Held {
  readonly flaws: readonly string[];
  /** Findings of medium and up that stood behind what was mended. */
  readonly uncovered: readonly string[];
  readonly findings: number;
  readonly fixes: number;
  readonly hunks: number;
  readonly repair: Repair;
}

/** A round as it was accepted: the texts before and after it, and what was applied. */
interface Round {
  readonly before: Texts;
  readonly after: Texts;
  readonly fixes: readonly Finding[];
}

export async function held(root: string): Promise<Held> {
  const view = viewProject({ root, scope: 'review', processEnv: {} });
  try {
    const first = await repaired(view);
    const changed = new Map([...first.repair.changed].map(([file, { after }]) => [file, after]));
    const [before, after] = [await view.read(new Map()), await view.read(changed)];
    const bytes = bytesHeld(first.repair, first.rounds);
    const flaws = [
      ...bytes.flaws,
      ...comments(before, after, first.repair),
      ...reviewed(first.repair),
      ...leftOut(first.repair),
    ];
    const again = await repaired({ ...view, read: (more) => view.read(new Map([...changed, ...more])) });
    for (const file of again.repair.changed.keys()) flaws.push(`${file}: a second repair changes it`);
    return {
      flaws,
      uncovered: [...uncovered(first.repair)],
      findings: first.repair.before.findings.length,
      fixes: first.repair.fixed.length,
      hunks: bytes.hunks,
      repair: first.repair,
    };
  } finally {
    view.close();
  }
}

async function repaired(source: Pick<ReturnType<typeof viewProject>, 'read' | 'identity'>) {
  const seen = new Map<Finding, Texts>();
  const done = await repair(source, {
    review: { preset: 'strict' },
    includeReview: true,
    choose: async (offered, texts) => {
      for (const finding of offered) seen.set(finding, texts);
      return offered;
    },
  });
  return { repair: done, rounds: roundsOf(done, seen) };
}

function roundsOf({ fixed, after }: Repair, seen: ReadonlyMap<Finding, Texts>): readonly Round[] {
  const byTexts = new Map<Texts, Finding[]>();
  for (const { finding } of fixed) {
    const texts = seen.get(finding);
    if (texts === undefined) throw new Error(`${finding.rule} was fixed without being offered`);
    byTexts.set(texts, [...(byTexts.get(texts) ?? []), finding]);
  }
  const rounds = [...byTexts];
  return rounds.map(([before, fixes], index) => ({
    before,
    after: rounds[index + 1]?.[0] ?? after.texts,
    fixes,
  }));
}

/** Only the bytes of the edits change: round by round, and as a whole by the lines that differ. */
function bytesHeld({ changed, before }: Repair, rounds: readonly Round[]) {
  const flaws: string[] = [];
  const budget = new Map<string, number>();
  for (const round of rounds) {
    const { edits } = applyFixes(round.fixes, round.before, { includeReview: true });
    for (const [file, own] of edits) {
      const [was, is] = [round.before.get(file)?.text ?? '', round.after.get(file)?.text ?? ''];
      if (applyEdits(was, own).text !== is) flaws.push(`${file}: more than the edits was changed`);
      if (!isWithin(untouched(was, own), linesOf(is)))
        flaws.push(`${file}: a line that no edit touches differs`);
      const lines = own.reduce(
        (sum, { span, text }) =>
          sum + was.slice(span.start, span.end).split('\n').length + text.split('\n').length,
        0,
      );
      budget.set(file, (budget.get(file) ?? 0) + lines);
    }
  }
  let hunks = 0;
  // The one rule that is there to end the last line.
  const ends = new Set(
    rounds.flatMap(({ fixes }) =>
      fixes.filter(({ rule }) => rule === 'env/env-blank-lines').map(({ at }) => at.file),
    ),
  );
  for (const [file, { after }] of changed) {
    const text = before.texts.get(file)?.text ?? '';
    const diff = changedLines(text, after);
    hunks += diff.hunks;
    const allowed = budget.get(file) ?? 0;
    if (diff.lines > allowed) flaws.push(`${file}: ${diff.lines} lines differ, ${allowed} were to be edited`);
    for (const what of marks(text, after, ends.has(file))) flaws.push(`${file}: ${what}`);
  }
  return { flaws, hunks };
}

/** Line ends, the last one, and the byte order mark stay. */
function* marks(before: string, after: string, isEnded: boolean): Iterable<string> {
  if (before.startsWith('\ufeff') !== after.startsWith('\ufeff')) yield 'the byte order mark differs';
  const ends = (text: string) => [/\r\n/.test(text), /(?<!\r)\n/.test(text)];
  if (before.includes('\n') && ends(before).join() !== ends(after).join()) yield 'line ends differ';
  if (!isEnded && before.endsWith('\n') !== after.endsWith('\n')) yield 'the last line end differs';
}

function* comments(before: Project, after: Project, { changed }: Repair): Iterable<string> {
  for (const file of changed.keys()) {
    const left = commentTexts(after, file);
    for (const text of commentTexts(before, file)) {
      const at = left.indexOf(text);
      if (at === -1) yield `${file}: the comment ${JSON.stringify(text)} is lost`;
      else left.splice(at, 1);
    }
  }
}

/** What the reader knows as comments, and lines that anybody would call one: in scripts inside of other files too. */
function commentTexts(project: Project, file: string): string[] {
  const known = project.comments(file).map(({ text }) => text.trim());
  const text = project.texts.get(file)?.text ?? '';
  const lines = text.split(/\r?\n/).flatMap((line) => /^\s*(#.*?)\s*$/.exec(line)?.[1] ?? []);
  return [...known, ...lines];
}

function* reviewed({ before, after, fixed }: Repair): Iterable<string> {
  const [was, is] = [factsOf(before), factsOf(after)];
  for (const { finding } of fixed) {
    const fact = factOf(finding);
    const fixes = fixed.filter((other) => factOf(other.finding) === fact).length;
    const gone = (was.get(fact) ?? fixes) - (is.get(fact) ?? 0);
    if (gone < fixes) yield `${finding.at.file}: ${finding.rule} is still there (${finding.message})`;
  }
  for (const { rule, message } of after.failures) yield `${rule} failed: ${message}`;
}

/** Said in other words it is no new one. */
function* uncovered({ before, after }: Repair): Iterable<string> {
  const fact = ({ rule, at, object }: Finding) => `${rule}\n${at.file}\n${object}`;
  const known = new Map<string, number>();
  for (const finding of before.findings) known.set(fact(finding), (known.get(fact(finding)) ?? 0) + 1);
  for (const finding of after.findings) {
    const left = known.get(fact(finding)) ?? 0;
    known.set(fact(finding), left - 1);
    if (left <= 0 && isAtLeast(finding.severity, 'medium'))
      yield `${finding.at.file}: ${finding.rule} (${finding.message})`;
  }
}

function factsOf({ findings }: ReviewResult): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(factOf(finding), (counts.get(factOf(finding)) ?? 0) + 1);
  return counts;
}

function factOf({ rule, at, object, message }: Finding): string {
  return `${rule}\n${at.file}\n${object}\n${message}`;
}

function* leftOut({ leftOut: all, settled }: Repair): Iterable<string> {
  for (const { finding, place, would, isBug } of all) {
    if (isBug)
      yield `${finding.at.file}:${place.line}:${place.column}: ${finding.rule} is left out: it would ${would}`;
  }
  if (!settled) yield 'the repair does not come to an end';
}
