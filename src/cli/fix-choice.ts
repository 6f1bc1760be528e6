// Which findings `fix` is to mend, by its flags, and why the others are left for a person.
import { isAbsolute } from 'node:path';
import { type Finding, fixOf, isAtLeast, severities } from '../model/finding.ts';
import type { OpenFinding } from '../output/fix/fix-output.ts';
import { isWithin } from '../read/paths.ts';
import { grouped } from '../review/group.ts';
import type { Repair, RepairOptions } from '../review/repair.ts';
import { ruleName } from '../rules/rule.ts';
import { picking } from './fix-pick.ts';
import { choice } from './flags.ts';
import { baselineOf } from './review-baseline.ts';
import { rulesNamed } from './rule-lookup.ts';
import type { VerbContext } from './verb.ts';

export interface FixChoice extends RepairOptions {
  readonly wants: (finding: Finding) => boolean;
  /** In the baseline, which does not count. */
  readonly isOld: (finding: Finding) => boolean;
  /** Lets the terminal go. */
  readonly close: () => void;
}

/** `paths`: what the user named, relative to the root; everything below it when absent. */
export function choiceOf(
  context: VerbContext,
  root: string,
  paths: readonly string[] | undefined,
): FixChoice {
  const { flags, clock } = context;
  const preset = choice(flags, 'preset', ['recommended', 'strict']) ?? 'recommended';
  const minimum = choice(flags, 'severity', severities) ?? 'info';
  const named = flags.list('rule');
  const rules = new Set(named.flatMap((name) => rulesNamed(name).map(ruleName)));
  const baseline = baselineOf(context, root);
  const pick = flags.is('pick') ? picking(context, root) : undefined;
  const isOld = ({ fingerprint }: Finding) => baseline?.has(fingerprint) === true;
  return {
    // What a fix brings is judged by all rules that are on, whichever are to be fixed.
    review: { preset, also: named, today: clock.now().toISOString().slice(0, 10) },
    includeReview: flags.is('unsafe'),
    isOld,
    wants: (finding) =>
      isAtLeast(finding.severity, minimum) &&
      (rules.size === 0 || rules.has(finding.rule)) &&
      !isOld(finding),
    refuse: (finding) => outside(finding, paths),
    ...(pick === undefined ? {} : { choose: pick.choose }),
    close: () => pick?.close(),
  };
}

/** A fix may concern another file than its finding. */
function outside(finding: Finding, paths: readonly string[] = ['']): string | undefined {
  const other = fixOf(finding)?.edits.find(({ span: { file } }) => {
    if (file.startsWith('../') || isAbsolute(file)) return true;
    return !paths.some((path) => isWithin(file, path.replace(/\/+$/, '')));
  });
  return other && `change ${other.span.file}, which is outside of what was named`;
}

/** Told once as in a review, worst first. */
export function openFindings(
  { after, leftOut, settled }: Repair,
  options: FixChoice,
): readonly OpenFinding[] {
  const failed = new Map(leftOut.map(({ finding, would }) => [factOf(finding), would]));
  const open = grouped(after).findings.filter(
    (finding) => finding.waived === undefined && !options.isOld(finding),
  );
  return open
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
    .map((finding): OpenFinding => {
      const own = finding.advice ?? after.rules.get(finding.rule)?.fix ?? '';
      const fix = fixOf(finding);
      const would = failed.get(factOf(finding));
      if (would !== undefined)
        return { finding, reason: 'left-out', advice: `its fix would ${would}; ${own}` };
      if (fix === undefined || fix.edits.length === 0) return { finding, reason: 'no-fix', advice: own };
      if (!options.wants(finding))
        return { finding, reason: 'not-chosen', advice: `not asked for: ${fix.title}` };
      if (fix.kind === 'review' && !options.includeReview)
        return { finding, reason: 'unsafe', advice: `changes what runs, with --unsafe: ${fix.title}` };
      return settled
        ? { finding, reason: 'not-chosen', advice: `not chosen: ${fix.title}` }
        : { finding, reason: 'unfinished', advice: `run again: ${fix.title}` };
    });
}

function factOf({ rule, at, object }: Finding): string {
  return `${rule}\n${at.file}\n${object}`;
}

/** Fixes that were not asked for because they change what runs. */
export function unsafeIn({ after }: Repair, options: FixChoice): number {
  if (options.includeReview) return 0;
  return after.findings.filter(
    (finding) => finding.waived === undefined && fixOf(finding)?.kind === 'review' && options.wants(finding),
  ).length;
}
