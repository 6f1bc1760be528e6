// What is wrong with a round of fixes: a finding that stays, one that comes, a file that is not understood any more, a
// resolved project that differs where it must not. The texts themselves are not looked at.
import type { Artifact } from '../model/artifact.ts';
import type { Finding } from '../model/finding.ts';
import { isAtLeast } from '../model/finding.ts';
import type { Service, Stack } from '../model/service.ts';
import { plainConfig } from '../read/compose/config.ts';
import type { FixRound } from './fix.ts';
import { positionsIn } from './positions.ts';
import { resolvedChanges, resolvedPath } from './resolved-changes.ts';
import type { ReviewResult } from './result.ts';
import { comeSince } from './since.ts';

/** A project as it was read once. */
export interface RepairState {
  readonly result: ReviewResult;
  readonly stacks: readonly Stack[];
}

export interface Complaint {
  /** The end of `it would …`. */
  readonly would: string;
  /** Fixes that may be to blame; never none. */
  readonly suspects: readonly Finding[];
  /** True when each of them is. */
  readonly isSure?: boolean;
}

export function complaintsAbout(
  round: FixRound,
  before: RepairState,
  after: RepairState,
): readonly Complaint[] {
  const known = round.applied.length === 0 ? [] : [...unread(round, before, after)];
  // What cannot be read has other findings besides, which say nothing.
  if (known.length > 0) return known;
  return [
    ...staying(round, before.result, after.result),
    ...coming(round, before.result, after.result),
    ...elsewhere(round, before, after),
  ];
}

/** Those whose edits are in one of the files; all when none is. */
function editing({ applied }: FixRound, files: ReadonlySet<string>): readonly Finding[] {
  const found = applied.filter(({ fix }) => fix?.edits.some((edit) => files.has(edit.span.file)));
  return found.length === 0 ? applied : found;
}

const ranks: Readonly<Record<Artifact['understood'], number>> = { yes: 0, partly: 1, no: 2 };

function* unread(round: FixRound, before: RepairState, after: RepairState): Iterable<Complaint> {
  const known = new Map(before.result.artifacts.map((artifact) => [artifact.file, artifact]));
  const now = new Map(after.result.artifacts.map((artifact) => [artifact.file, artifact]));
  for (const file of round.changed.keys()) {
    const [was, is] = [known.get(file), now.get(file)];
    if (was === undefined) continue;
    const suspects = editing(round, new Set([file]));
    if (is === undefined) yield { would: `make ${file} another kind of file`, suspects };
    else if (ranks[is.understood] > ranks[was.understood])
      yield { would: `leave ${file} not understood: ${is.why ?? 'no reason is known'}`, suspects };
  }
}

function groupOf({ rule, at, object }: Finding): string {
  return `${rule}\n${at.file}\n${object}`;
}

/** Of equal findings one goes for each fix. */
function* staying(round: FixRound, before: ReviewResult, after: ReviewResult): Iterable<Complaint> {
  const gone = new Map<string, number>();
  for (const finding of comeSince(before, after))
    gone.set(groupOf(finding), (gone.get(groupOf(finding)) ?? 0) + 1);
  const fixed = new Map<string, Finding[]>();
  for (const finding of round.applied) {
    const group = fixed.get(groupOf(finding));
    if (group === undefined) fixed.set(groupOf(finding), [finding]);
    else group.push(finding);
  }
  for (const [group, suspects] of fixed) {
    const amount = gone.get(group) ?? 0;
    if (amount < suspects.length)
      yield { would: 'leave its finding as it is', suspects, isSure: amount === 0 };
  }
}

function* coming(round: FixRound, before: ReviewResult, after: ReviewResult): Iterable<Complaint> {
  const come = comeSince(after, before).filter(
    ({ severity, waived }) => waived === undefined && isAtLeast(severity, 'medium'),
  );
  if (come.length === 0) return;
  const positions = positionsIn(after.texts);
  // An object may have another name now, as stages that are counted do.
  const gone = new Set(comeSince(before, after).map(factOf));
  for (const finding of come) {
    if (gone.has(factOf(finding))) continue;
    const { rule, at, related, message } = finding;
    const { line, column } = positions.start(at);
    yield {
      would: `bring the finding ${rule} at ${at.file}:${line}:${column} (${message})`,
      suspects: editing(round, new Set([at.file, ...related.map((label) => label.at.file)])),
    };
  }
}

function factOf({ rule, at, message }: Finding): string {
  return `${rule}\n${at.file}\n${message}`;
}

/** Safe fixes change nothing of what `config` prints; the others change the services that they name or are written in. */
function* elsewhere(round: FixRound, before: RepairState, after: RepairState): Iterable<Complaint> {
  const now = new Map(after.stacks.map((stack) => [stackKey(stack), stack]));
  for (const stack of before.stacks) {
    const other = now.get(stackKey(stack));
    const suspects = editing(round, filesOf(stack));
    if (other === undefined) {
      yield { would: `take away the compose project of ${stack.files.join(', ')}`, suspects };
      continue;
    }
    const changed = resolvedChanges(stack.resolved, other.resolved);
    if (changed.length === 0) continue;
    const isSafe = round.applied.every(({ fix }) => fix?.kind === 'safe');
    const [first] = isSafe ? changed : changed.filter(({ path }) => !mayChange(path, stack, suspects));
    if (first === undefined || (isSafe && printsTheSame(stack, other))) continue;
    yield {
      would: `change ${resolvedPath(first.path)} of the resolved project of ${stack.files.join(', ')}`,
      suspects,
    };
  }
}

function printsTheSame(before: Stack, after: Stack): boolean {
  return JSON.stringify(plainConfig(before, true)) === JSON.stringify(plainConfig(after, true));
}

export function stackKey({ folder, files, environment }: Stack): string {
  return [folder, environment ?? '', ...files].join('\n');
}

function filesOf({ files, services }: Stack): ReadonlySet<string> {
  const envFiles = [...services.values()].flatMap((service) =>
    service.envFiles.map(({ path }) => path.value),
  );
  const written = [...services.values()].flatMap(({ nameSpan, span }) => [nameSpan.file, span.file]);
  return new Set([...files, ...envFiles, ...written]);
}

/** What a fix says nothing of: another service than that of its finding, and those that its edits stand in. */
function mayChange(path: readonly string[], stack: Stack, fixes: readonly Finding[]): boolean {
  const [top, name = ''] = path;
  const service = top === 'services' ? stack.services.get(name) : undefined;
  if (service === undefined) return true;
  return fixes.some(
    (finding) => finding.object === `service ${name}` || isWrittenIn(finding, service, stack),
  );
}

function isWrittenIn({ fix }: Finding, service: Service, { files, services }: Stack): boolean {
  const composeFiles = new Set([...files, ...[...services.values()].map(({ span }) => span.file)]);
  const holders = [...services.values()];
  return (fix?.edits ?? []).some(({ span }) => {
    // What is no service's own text (an env file, an anchor on top) may concern any of them.
    if (!composeFiles.has(span.file)) return true;
    const holder = holders.find((one) => holds(one, span.file, span.start));
    return holder === undefined || holder === service;
  });
}

function holds({ nameSpan, span }: Service, file: string, offset: number): boolean {
  if (span.file !== file) return false;
  const start = nameSpan.file === file ? Math.min(nameSpan.start, span.start) : span.start;
  return start <= offset && offset <= span.end;
}
