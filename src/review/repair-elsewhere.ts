// Where a round of fixes changes a resolved compose project that it says nothing of.
import { type Finding, fixOf } from '../model/finding.ts';
import type { Service, Stack } from '../model/service.ts';
import { plainConfig } from '../read/compose/config.ts';
import type { FixRound } from './fix.ts';
import type { MovedText } from './moved-text.ts';
import { isMadeBy } from './repair-changes.ts';
import { type Complaint, editing } from './repair-complaint.ts';
import { type RepairState, stackKey } from './repair-state.ts';
import { type ResolvedChange, resolvedChanges, resolvedPath } from './resolved-changes.ts';

/** Safe fixes change nothing of what `config` prints; the others change the services that they name or are written in. */
export function* elsewhere(
  round: FixRound,
  before: RepairState,
  after: RepairState,
  moved: MovedText,
): Iterable<Complaint> {
  const now = new Map(after.stacks.map((stack) => [stackKey(stack), stack]));
  const read = new Set(after.stacks.flatMap(({ files }) => files));
  for (const stack of before.stacks) {
    const other = now.get(stackKey(stack));
    const suspects = editing(round, filesOf(stack));
    const project = `the compose project of ${stack.files.join(', ')}`;
    if (other === undefined) {
      // A script that names another file now starts the same files in another way.
      if (stack.files.every((file) => read.has(file))) continue;
      yield { would: `take away ${project}`, suspects, about: stack.files };
      continue;
    }
    const changed = resolvedChanges(stack.resolved, other.resolved);
    if (changed.length === 0) continue;
    const isSafe = round.applied.every((finding) => fixOf(finding)?.kind === 'safe');
    const first = changed.find((change) =>
      isSafe ? !isMending(change, stack, suspects, moved) : !mayChange(change.path, stack, suspects),
    );
    if (first === undefined || (isSafe && printsTheSame(stack, other))) continue;
    const makers = suspects.filter((finding) => isMadeBy(first, finding, moved));
    const would = `change ${resolvedPath(first.path)} in ${project}`;
    yield { would, suspects: makers.length === 0 ? suspects : makers, about: stack.files };
  }
}

/** Of what docker compose refuses nothing runs, so that mending it changes nothing that does. */
function isMending(
  change: ResolvedChange,
  { problems }: Stack,
  fixes: readonly Finding[],
  moved: MovedText,
): boolean {
  const refused = problems.filter(({ accepted }) => accepted !== true);
  return fixes.some(
    (finding) =>
      isMadeBy(change, finding, moved) &&
      refused.some(({ span }) => span.file === finding.at.file && span.start === finding.at.start),
  );
}

function printsTheSame(before: Stack, after: Stack): boolean {
  return JSON.stringify(plainConfig(before, true)) === JSON.stringify(plainConfig(after, true));
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

function isWrittenIn(finding: Finding, service: Service, { files, services }: Stack): boolean {
  const composeFiles = new Set([...files, ...[...services.values()].map(({ span }) => span.file)]);
  const holders = [...services.values()];
  return (fixOf(finding)?.edits ?? []).some(({ span }) => {
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
