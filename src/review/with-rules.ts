// Runs some rules over a project: walk, waive, sort, sum up. Pure. Who wants all of them takes `run.ts`.
import type { Finding, Problem, Severity } from '../model/finding.ts';
import { isAtLeast } from '../model/finding.ts';
import type { Project } from '../model/project.ts';
import { type AnyRule, ruleName } from '../rules/rule.ts';
import { applyBaseline, goneFrom } from './baseline.ts';
import { applyFileWaivers, type FileWaived } from './file-waivers.ts';
import { findingOf, fingerprint, sortFindings, withoutRepeats } from './findings.ts';
import { ruleNames } from './names.ts';
import { pathOverrides } from './path-rules.ts';
import { positionsIn } from './positions.ts';
import type { Comparison, ReviewResult, ReviewSummary, RuleFailure, RuleMetadata } from './result.ts';
import { riskOf } from './risk.ts';
import { ruleSettingProblems } from './rule-settings.ts';
import { type Selection, type SelectionOptions, selectRules } from './selection.ts';
import { comeSince, type Reviewed } from './since.ts';
import { waiverExpired, waiverRules, waiverUnused, waiverWithoutReason } from './waiver-rules.ts';
import { applyWaivers, type Waived } from './waivers.ts';
import { walk } from './walk.ts';

export interface ReviewOptions extends SelectionOptions {
  /** Unwaived findings from this severity on make the review refuse; `high` by default. */
  readonly failOn?: Severity;
  /** Files that were not understood make it refuse as well. */
  readonly failOnUnknown?: boolean;
  /** The day on which it is made, `2026-12-31`: waivers end. Without it none does. */
  readonly today?: string;
  /** Fingerprints of findings that do not count. */
  readonly baseline?: ReadonlySet<string>;
  /** The project as it was: only what has come since is found, and what is dangerous in the change itself. */
  readonly since?: Project;
}

/** Reviews a project by the rules of a catalogue. Settings of the project count unless `overrides` are given. */
export function reviewWith(
  catalogue: readonly AnyRule[],
  project: Project,
  options: ReviewOptions = {},
): ReviewResult {
  const { since } = options;
  const now = findIn(catalogue, project, project.settings, options);
  const all = now.findings;
  // By the same settings: what they switch on is not what the files brought in.
  const before = since && findIn(catalogue, since, project.settings, withoutSince(options));
  const come = since && before ? comeSince(now, { ...before, texts: since.texts }) : all;
  const findings = applyBaseline(come, options.baseline);
  const summary = summaryOf(findings, project);
  return {
    findings,
    artifacts: project.artifacts,
    skipped: project.skipped,
    texts: project.texts,
    rules: new Map(now.rules.map((rule) => [ruleName(rule), rule])),
    risk: riskOf(findings),
    summary,
    failures: now.failures,
    refused:
      findings.some((finding) => stands(finding, options.failOn ?? 'high')) ||
      (options.failOnUnknown === true && summary.unknown > 0),
    gone: options.baseline === undefined ? 0 : goneFrom(options.baseline, findings),
    ...(before === undefined ? {} : { since: comparison(all, come, before.findings) }),
  };
}

function withoutSince({ since: _since, ...options }: ReviewOptions): ReviewOptions {
  return options;
}

function comparison(
  all: readonly Finding[],
  come: readonly Finding[],
  before: readonly Finding[],
): Comparison {
  const isOpen = ({ waived }: Finding) => waived === undefined;
  const open = all.filter(isOpen).length;
  const fresh = come.filter(isOpen).length;
  return {
    come: fresh,
    same: open - fresh,
    gone: Math.max(0, before.filter(isOpen).length - (open - fresh)),
  };
}

interface Found extends Reviewed {
  readonly rules: readonly (AnyRule | RuleMetadata)[];
  readonly failures: readonly RuleFailure[];
}

/** Everything that the rules say of a project, waived or not, in order. */
function findIn(
  catalogue: readonly AnyRule[],
  project: Project,
  settings: Project['settings'],
  options: ReviewOptions,
): Found {
  const all = [...catalogue, ...waiverRules];
  const names = ruleNames(all);
  const selection = selectRules<AnyRule | RuleMetadata>(
    all.filter((rule) => options.since !== undefined || !isAboutChange(rule)),
    names,
    { ...options, overrides: options.overrides ?? settings?.rules ?? new Map() },
    options.overrides === undefined ? pathOverrides(settings, names) : [],
  );
  const positions = positionsIn(project.texts);
  const { met, failures } = walk(
    project,
    selection.rules.filter(isCheck),
    ruleSettingProblems(project, names),
    options.since,
  );
  const found = met.map(({ rule, problem, object, from }) =>
    findingOf(rule, problem, object, selection.severity(ruleName(rule), problem.at.file), from),
  );
  const failed = new Set(failures.map((failure) => failure.rule));
  const ran = new Set(selection.rules.map(ruleName).filter((name) => !failed.has(name)));
  const scope = { names, ran, today: options.today, positions, project };
  const waived = applyWaivers(withoutRepeats(sortFindings(found, positions)), scope);
  const byFile = applyFileWaivers(waived.findings, project.waiverFiles, scope);
  const told = inReview(byFile, project);
  const unused = [...waived.unused, ...told.unused];
  const own = waiverFindings({ ...waived, ...told, unused }, selection);
  // After the waivers: one that stands where its rule is off is not said to be unused.
  const sorted = own.length === 0 ? byFile.findings : sortFindings([...byFile.findings, ...own], positions);
  const findings = fingerprint(sorted.filter(({ rule, at }) => selection.isOn(rule, at.file)));
  return { findings, texts: project.texts, rules: selection.rules, failures };
}

/** A waiver file above the paths that are reviewed counts, but what it says of other files is not in sight. */
function inReview(
  { unused, expired }: FileWaived,
  { artifacts }: Project,
): Pick<FileWaived, 'unused' | 'expired'> {
  const files = new Set(artifacts.map(({ file }) => file));
  const isListed = ({ at }: Problem) => files.has(at.file);
  return { unused: unused.filter(isListed), expired: expired.filter(isListed) };
}

function isAboutChange(rule: AnyRule | RuleMetadata): boolean {
  return 'on' in rule && rule.on === 'change';
}

function isCheck(rule: AnyRule | RuleMetadata): rule is AnyRule {
  return 'check' in rule;
}

function waiverFindings(
  { unused, withoutReason, expired }: Pick<Waived, 'unused' | 'withoutReason'> & Pick<FileWaived, 'expired'>,
  { rules, severity }: Selection<RuleMetadata>,
): readonly Finding[] {
  const of = (rule: RuleMetadata, problems: Waived['unused']) =>
    rules.includes(rule)
      ? problems.map((problem) =>
          findingOf(rule, problem, undefined, severity(ruleName(rule), problem.at.file)),
        )
      : [];
  return [
    ...of(waiverUnused, unused),
    ...of(waiverWithoutReason, withoutReason),
    ...of(waiverExpired, expired),
  ];
}

function stands(finding: Finding, limit: Severity): boolean {
  return finding.waived === undefined && isAtLeast(finding.severity, limit);
}

/** How many of each severity, and how many are waived. */
export function countsOf(findings: readonly Finding[]): Omit<ReviewSummary, 'files' | 'unknown'> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0, waived: 0 };
  for (const finding of findings) counts[finding.waived === undefined ? finding.severity : 'waived'] += 1;
  return counts;
}

function summaryOf(findings: readonly Finding[], project: Project): ReviewSummary {
  return {
    ...countsOf(findings),
    files: project.artifacts.length,
    unknown: project.artifacts.filter((artifact) => artifact.understood !== 'yes').length,
  };
}
