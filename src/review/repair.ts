// Fixes a project, reads and reviews it again, and so on to a fixed point. A fix that does not hold what it says is left
// out with the reason, and the others are still applied: each round is judged as a whole, and only one that is found
// wanting is taken apart.
import type { Position } from '../base/span.ts';
import type { SourceText } from '../model/artifact.ts';
import { type Finding, fixOf } from '../model/finding.ts';
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
  /** Fixes that were bad beside others once. */
  readonly doubted: Set<string>;
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
    doubted: new Set(),
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
  const wanted = state.result.findings.filter((finding) => {
    if (finding.waived !== undefined || options.wants?.(finding) === false) return false;
    const fix = fixOf(finding);
    if (fix === undefined || fix.edits.length === 0) return false;
    return (fix.kind === 'safe' || options.includeReview) && !passed.has(keyOf(finding));
  });
  const sound = wanted
    .map((finding) => withOwnNames(work, finding))
    .filter((finding) => isSound(work, finding));
  const safe = sound.filter((finding) => fixOf(finding)?.kind === 'safe');
  return safe.length > 0 ? safe : sound;
}

function isSound(work: Work, finding: Finding): boolean {
  const fix = fixOf(finding);
  const flaw = fix && flawOf(fix, work.state.result.texts);
  const why = flaw ?? inAnother(work, finding) ?? work.options.refuse?.(finding);
  if (why !== undefined) leaveOut(work, finding, why, flaw !== undefined);
  return why === undefined;
}

/** A Dockerfile in a compose file has places of its own, which are not those in the file. */
function inAnother({ source }: Work, finding: Finding): string | undefined {
  const edit = fixOf(finding)?.edits.find(({ span }) => source.identity(span.file) === undefined);
  return edit && `change ${edit.span.file}, which is no file of its own`;
}

/** The same fix of the same fact, wherever it stands by now. */
function keyOf(finding: Finding): string {
  const { rule, at, object, message } = finding;
  const fix = fixOf(finding);
  const edits = fix?.edits.map((edit) => edit.text) ?? [];
  return JSON.stringify([rule, at.file, object, message, fix?.title, edits]);
}

/** A file that has two names is edited under one of them. */
function withOwnNames({ source, names, state }: Work, finding: Finding): Finding {
  const fix = fixOf(finding);
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

/** Applies what of the batch holds, and leaves the rest out or for another round. False when nothing is applied. */
async function sift(work: Work, batch: readonly Finding[]): Promise<boolean> {
  const known = work.passed.size + work.doubted.size;
  let held = batch;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const trial = await tried(work, held);
    if (trial.complaints.length === 0 && held.length > 0) return accept(work, trial);
    if (held.length === 0) break;
    const sure = trial.complaints.filter(({ isSure }) => isSure === true);
    for (const { suspects, would, isOthers } of sure)
      for (const finding of suspects) leaveOut(work, finding, would, isOthers !== true);
    if (sure.length > 0)
      held = without(
        held,
        sure.flatMap(({ suspects }) => suspects),
      );
    else {
      const groups = groupsOf(trial);
      held = await holding(work, without(held, groups.flat()), groups);
    }
  }
  // Nothing is left. What was found out by now is progress; without it the next round would be this one again.
  if (work.passed.size + work.doubted.size === known)
    for (const finding of batch) leaveOut(work, finding, 'not hold beside the others', true);
  return false;
}

/** How often complaints may mislead us in one round. */
const attempts = 20;

function without(all: readonly Finding[], some: readonly Finding[]): readonly Finding[] {
  const left = new Set(some);
  return all.filter((finding) => !left.has(finding));
}

/** Suspects, those together that one complaint names together. */
function groupsOf({ complaints }: Trial): readonly (readonly Finding[])[] {
  let groups: (readonly Finding[])[] = [];
  for (const { suspects } of complaints) {
    const own = new Set(suspects);
    const touched = groups.filter((group) => group.some((finding) => own.has(finding)));
    groups = groups.filter((group) => !touched.includes(group));
    groups.push([...new Set([...touched.flat(), ...suspects])]);
  }
  return groups;
}

/**
 * Halves each group until what is to blame stands alone. All groups at once: they are of different files as a rule, and
 * each trial is a whole review.
 */
async function holding(
  work: Work,
  good: readonly Finding[],
  groups: readonly (readonly Finding[])[],
): Promise<readonly Finding[]> {
  if (groups.length === 0) return good;
  const halves = groups.map((group) => group.slice(0, (group.length + 1) >> 1));
  const { complaints } = await tried(work, [...good, ...halves.flat()]);
  const named = new Set(complaints.flatMap(({ suspects }) => suspects));
  const blamed = halves.filter((half) => half.some((finding) => named.has(finding)));
  // A complaint about what was good before is the fault of what came to it.
  const bad = new Set(complaints.length > 0 && blamed.length === 0 ? halves : blamed);
  const next: (readonly Finding[])[] = [];
  for (const [index, group] of groups.entries()) {
    const half = halves[index] ?? [];
    const rest = group.slice(half.length);
    const [first] = half;
    if (bad.has(half) && half.length > 1) next.push(half, rest);
    else next.push(rest);
    if (bad.has(half) && half.length === 1 && first !== undefined) await blame(work, first, complaints);
  }
  const held = [...good, ...halves.filter((half) => !bad.has(half)).flat()];
  return holding(
    work,
    held,
    next.filter((group) => group.length > 0),
  );
}

/** Beside others the fault may be theirs: it has another try in the next round, on top of them, and then by itself. */
async function blame(work: Work, finding: Finding, complaints: Trial['complaints']): Promise<void> {
  const alone = complaints.find(({ suspects }) => suspects.length === 1 && suspects[0] === finding);
  if (alone !== undefined) return leaveOut(work, finding, alone.would, alone.isOthers !== true);
  const key = keyOf(finding);
  const isKnown = work.doubted.has(key);
  work.doubted.add(key);
  if (!isKnown) return;
  const [own] = (await tried(work, [finding])).complaints;
  if (own !== undefined) leaveOut(work, finding, own.would, own.isOthers !== true);
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
