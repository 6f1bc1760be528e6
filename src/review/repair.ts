// Fixes a project, reads and reviews it again, and so on to a fixed point. A fix that does not hold what it says is left
// out with the reason, and the others are still applied: each round is judged as a whole, and only one that is found
// wanting is taken apart (`repair-sift.ts`).
import type { Position } from '../base/span.ts';
import type { SourceText } from '../model/artifact.ts';
import { type Finding, fixOf } from '../model/finding.ts';
import type { Project } from '../model/project.ts';
import { applyFixes, flawOf, roundLimit } from './fix.ts';
import { positionsIn } from './positions.ts';
import { changesOf } from './repair-changes.ts';
import { sift } from './repair-sift.ts';
import { keyOf, leaveOut, look, type Trial, type Work } from './repair-work.ts';
import type { ReviewResult } from './result.ts';
import type { ReviewOptions } from './run.ts';

export interface RepairSource {
  /** The project as it would be with these texts; of `folders` alone where they are given, as a review of them is. */
  read(changed: ReadonlyMap<string, string>, folders?: readonly string[]): Promise<Project>;
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

export async function repair(source: RepairSource, options: RepairOptions): Promise<Repair> {
  const state = await look({ source, options }, new Map());
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
    else {
      const held = await sift(work, batch);
      if (held === undefined) continue;
      accept(work, held);
      rounds += 1;
    }
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

function accept(work: Work, { round, state, changed }: Trial): void {
  const positions = positionsIn(work.state.result.texts);
  const changes = changesOf(round, work.state, state);
  for (const finding of round.applied)
    work.fixed.push({ finding, place: positions.start(finding.at), changes: changes.get(finding) ?? [] });
  work.state = state;
  work.changed = changed;
}
