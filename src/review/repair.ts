// Fixes a project, reads and reviews it again, and so on to a fixed point. A fix that does not hold what it says is left
// out with the reason, and the others are still applied: each round is judged as a whole, and only one that is found
// wanting is taken apart.
import type { Position } from '../base/span.ts';
import type { SourceText } from '../model/artifact.ts';
import type { Finding } from '../model/finding.ts';
import type { Project } from '../model/project.ts';
import { applyFixes, type FixRound, flawOf, roundLimit } from './fix.ts';
import { positionsIn } from './positions.ts';
import { changesOf } from './repair-changes.ts';
import { complaintsAbout } from './repair-judge.ts';
import type { RepairState } from './repair-state.ts';
import type { ReviewResult } from './result.ts';
import { type ReviewOptions, review } from './run.ts';

export interface RepairSource {
  /** The project as it would be with these texts. */
  read(changed: ReadonlyMap<string, string>): Promise<Project>;
  /** Equal for two names of one file; undefined for a text that stands in another file. */
  identity(file: string): string | undefined;
}

export interface RepairOptions {
  /** By which rules is judged what a fix brings; those to be fixed are among them. */
  readonly review?: ReviewOptions;
  /** Which findings are to be fixed. */
  readonly wants?: (finding: Finding) => boolean;
  /** Why a fix is not applied although it is wanted. */
  readonly refuse?: (finding: Finding) => string | undefined;
  /** Also fixes that change what runs. */
  readonly includeReview: boolean;
  /** Chooses among the fixes of a round; all by default. */
  readonly choose?: (
    offered: readonly Finding[],
    texts: ReviewResult['texts'],
  ) => Promise<readonly Finding[]>;
}

/** A finding and where it stood when it was fixed or left out. */
export interface Placed {
  readonly finding: Finding;
  readonly place: Position;
}

export interface Fixed extends Placed {
  /** What the resolved project has instead: `services.db.ports[0].host_ip: absent -> 127.0.0.1`. */
  readonly changes: readonly string[];
}

export interface LeftOut extends Placed {
  /** The end of `it would …`. */
  readonly would: string;
  /** True when the rule is to blame and not what was asked for. */
  readonly isBug: boolean;
}

export interface ChangedText {
  readonly before: string;
  readonly after: string;
}

export interface Repair {
  readonly before: ReviewResult;
  readonly after: ReviewResult;
  /** By file, sorted. */
  readonly changed: ReadonlyMap<string, ChangedText>;
  readonly fixed: readonly Fixed[];
  readonly leftOut: readonly LeftOut[];
  /** False when the limit of rounds was met while fixes still changed something. */
  readonly settled: boolean;
}

/** What goes on from round to round. */
interface Work {
  readonly source: RepairSource;
  readonly options: RepairOptions;
  readonly fixed: Fixed[];
  readonly leftOut: LeftOut[];
  /** Fixes that are not tried again. */
  readonly passed: Set<string>;
  /** The name that stands for all of a file. */
  readonly names: Map<string, string>;
  state: RepairState;
  changed: ReadonlyMap<string, string>;
}

export async function repair(source: RepairSource, options: RepairOptions): Promise<Repair> {
  const state = await look(source, options, new Map());
  const work: Work = {
    source,
    options,
    fixed: [],
    leftOut: [],
    passed: new Set(),
    names: new Map(),
    state,
    changed: new Map(),
  };
  let rounds = 0;
  let settled = false;
  while (!settled && rounds < roundLimit) {
    const batch = await nextBatch(work);
    if (batch.length === 0) settled = true;
    else if (await sift(work, batch)) rounds += 1;
  }
  // The limit may have been met just when nothing was left.
  if (!settled) settled = offeredIn(work).length === 0;
  return {
    before: state.result,
    after: work.state.result,
    changed: changedTexts(state.result.texts, work.changed),
    fixed: work.fixed,
    leftOut: work.leftOut,
    settled,
  };
}

async function look(
  source: RepairSource,
  options: RepairOptions,
  changed: ReadonlyMap<string, string>,
): Promise<RepairState> {
  const project = await source.read(changed);
  return { result: review(project, options.review), stacks: project.stacks };
}

function changedTexts(
  before: ReadonlyMap<string, SourceText>,
  changed: ReadonlyMap<string, string>,
): ReadonlyMap<string, ChangedText> {
  const texts = [...changed].map(([file, after]) => ({ file, before: before.get(file)?.text ?? '', after }));
  return new Map(
    texts
      .filter((one) => one.before !== one.after)
      .sort((a, b) => (a.file < b.file ? -1 : 1))
      .map((one) => [one.file, one]),
  );
}

/** Fixes that fit beside each other. Those that change what runs come when no safe one is left. */
async function nextBatch(work: Work): Promise<readonly Finding[]> {
  const { texts } = work.state.result;
  const offered = offeredIn(work);
  const { applied } = applyFixes(offered, texts, { includeReview: true });
  if (work.options.choose === undefined || applied.length === 0) return applied;
  const chosen = new Set(await work.options.choose(applied, texts));
  for (const finding of applied) if (!chosen.has(finding)) work.passed.add(keyOf(finding));
  return chosen.size === 0 ? nextBatch(work) : applied.filter((finding) => chosen.has(finding));
}

function offeredIn(work: Work): readonly Finding[] {
  const { state, options, passed } = work;
  const wanted = state.result.findings.filter(
    (finding) =>
      finding.fix !== undefined &&
      finding.fix.edits.length > 0 &&
      finding.waived === undefined &&
      (finding.fix.kind === 'safe' || options.includeReview) &&
      (options.wants?.(finding) ?? true) &&
      !passed.has(keyOf(finding)),
  );
  const sound = wanted
    .map((finding) => withOwnNames(work, finding))
    .filter((finding) => isSound(work, finding));
  const safe = sound.filter(({ fix }) => fix?.kind === 'safe');
  return safe.length > 0 ? safe : sound;
}

function isSound(work: Work, finding: Finding): boolean {
  const flaw = finding.fix && flawOf(finding.fix, work.state.result.texts);
  const why = flaw ?? inAnother(work, finding) ?? work.options.refuse?.(finding);
  if (why !== undefined) leaveOut(work, finding, why, flaw !== undefined);
  return why === undefined;
}

/** A Dockerfile in a compose file has places of its own, which are not those in the file. */
function inAnother({ source }: Work, { fix }: Finding): string | undefined {
  const edit = fix?.edits.find(({ span }) => source.identity(span.file) === undefined);
  return edit && `change ${edit.span.file}, which is no file of its own`;
}

/** The same fix of the same fact, wherever it stands by now. */
function keyOf({ rule, at, object, message, fix }: Finding): string {
  const edits = fix?.edits.map((edit) => edit.text) ?? [];
  return JSON.stringify([rule, at.file, object, message, fix?.title, edits]);
}

/** A file that has two names is edited under one of them. */
function withOwnNames({ source, names, state }: Work, finding: Finding): Finding {
  const { fix } = finding;
  if (fix === undefined) return finding;
  const edits = fix.edits.map((edit) => {
    const { file } = edit.span;
    if (!state.result.texts.has(file)) return edit;
    const identity = source.identity(file);
    if (identity === undefined) return edit;
    const name = names.get(identity) ?? file;
    names.set(identity, name);
    return name === file ? edit : { ...edit, span: { ...edit.span, file: name } };
  });
  return { ...finding, fix: { ...fix, edits } };
}

function leaveOut(work: Work, finding: Finding, would: string, isBug: boolean): void {
  work.passed.add(keyOf(finding));
  work.leftOut.push({ finding, place: placeOf(work.state, finding), would, isBug });
}

function placeOf({ result }: RepairState, { at }: Finding): Position {
  return positionsIn(result.texts).start(at);
}

interface Trial {
  readonly round: FixRound;
  readonly state: RepairState;
  readonly changed: ReadonlyMap<string, string>;
  readonly complaints: ReturnType<typeof complaintsAbout>;
}

async function tried(work: Work, fixes: readonly Finding[]): Promise<Trial> {
  const { source, options, state } = work;
  const round = applyFixes(fixes, state.result.texts, { includeReview: true });
  const changed = new Map([...work.changed, ...round.changed]);
  if (round.changed.size === 0) {
    const complaints = fixes.length === 0 ? [] : [{ would: 'change nothing', suspects: fixes }];
    return { round, state, changed: work.changed, complaints };
  }
  const next = await look(source, options, changed);
  return { round, state: next, changed, complaints: complaintsAbout(round, state, next) };
}

/** Applies what of the batch holds, and leaves the rest out. False when nothing is applied. */
async function sift(work: Work, batch: readonly Finding[]): Promise<boolean> {
  const whole = await tried(work, batch);
  if (whole.complaints.length === 0) return batch.length > 0 && accept(work, whole);
  const [sure] = whole.complaints.filter(({ isSure }) => isSure === true);
  if (sure !== undefined) {
    for (const finding of sure.suspects) leaveOut(work, finding, sure.would, true);
    return sift(work, without(batch, sure.suspects));
  }
  const named = whole.complaints.flatMap(({ suspects }) => suspects);
  const others = without(batch, named);
  const beside = await tried(work, others);
  // Without the suspects all is well, or the complaints have misled us.
  const good = beside.complaints.length === 0 ? others : [];
  const held = await holding(work, good, without(batch, good), whole);
  const trial = held.length === good.length && good === others ? beside : await tried(work, held);
  return held.length > 0 && accept(work, trial);
}

function without(all: readonly Finding[], some: readonly Finding[]): readonly Finding[] {
  const left = new Set(some);
  return all.filter((finding) => !left.has(finding));
}

/** Halves what is doubtful until what is to blame stands alone. `known`: what all together lead to. */
async function holding(
  work: Work,
  good: readonly Finding[],
  doubtful: readonly Finding[],
  known?: Trial,
): Promise<readonly Finding[]> {
  const [first] = doubtful;
  if (first === undefined) return good;
  const { complaints } = known ?? (await tried(work, [...good, ...doubtful]));
  const [complaint] = complaints;
  if (complaint === undefined) return [...good, ...doubtful];
  if (doubtful.length === 1) {
    // What is bad only beside others waits for the next round, where it is judged on top of them.
    const alone = good.length === 0 ? complaints : (await tried(work, [first])).complaints;
    const own = alone[0];
    if (own !== undefined) leaveOut(work, first, own.would, true);
    return good;
  }
  const middle = doubtful.length >> 1;
  const left = await holding(work, good, doubtful.slice(0, middle));
  return holding(work, left, doubtful.slice(middle));
}

function accept(work: Work, { round, state, changed }: Trial): boolean {
  const positions = positionsIn(work.state.result.texts);
  const changes = changesOf(round, work.state, state);
  for (const finding of round.applied)
    work.fixed.push({ finding, place: positions.start(finding.at), changes: changes.get(finding) ?? [] });
  work.state = state;
  work.changed = changed;
  return true;
}
