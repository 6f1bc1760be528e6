// Runs a rule on its own examples, as a user would meet it: files in a folder, read and reviewed.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Finding } from '../src/model/finding.ts';
import type { Project } from '../src/model/project.ts';
import { readProject } from '../src/read/project.ts';
import { applyFixes, type FixRun, fixUntilStable } from '../src/review/fix.ts';
import { positionsIn } from '../src/review/positions.ts';
import type { ReviewResult, RuleMetadata } from '../src/review/result.ts';
import { type ReviewOptions, review } from '../src/review/run.ts';
import { waiverRules } from '../src/review/waiver-rules.ts';
import { type Example, type ExampleFiles, ruleName } from '../src/rules/rule.ts';

export interface ExampleRun {
  readonly project: Project;
  /** The review with this rule only. */
  readonly result: ReviewResult;
  /** `file:line:column` of each finding. */
  readonly places: readonly string[];
  /** The example after all fixes of the rule; undefined when there is none. */
  readonly fixed: FixRun | undefined;
  /** The review of the fixed files. */
  readonly afterwards: { readonly project: Project; readonly result: ReviewResult } | undefined;
}

export async function runExample(
  rule: RuleMetadata,
  { files, before }: Pick<Example, 'files' | 'before'>,
): Promise<ExampleRun> {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-example-'));
  try {
    // Both states lie in folders of one name: it is the name of a compose project.
    const was = before && join(folder, 'before', 'example');
    if (was !== undefined) writeFiles(was, Object.entries(before ?? {}));
    const since = was === undefined ? undefined : await read(was);
    return await runIn(join(folder, 'example'), rule, files, since);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a user is told of the example's files, by all rules that are recommended unless the options say otherwise. */
export async function reviewExample(
  { files }: Pick<Example, 'files'>,
  options: ReviewOptions = {},
): Promise<ReviewResult> {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-example-'));
  try {
    writeFiles(folder, Object.entries(files));
    return review(await read(folder), options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runIn(
  root: string,
  rule: RuleMetadata,
  files: ExampleFiles,
  since: Project | undefined,
): Promise<ExampleRun> {
  writeFiles(root, Object.entries(files));
  const project = await read(root);
  const options = { ...optionsFor(rule), ...(since === undefined ? {} : { since }) };
  const result = only(rule, review(project, options));
  const found = { project, result, places: placesOf(result.findings, project) };
  if (applyFixes(result.findings, project.texts, { includeReview: true }).changed.size === 0) {
    return { ...found, fixed: undefined, afterwards: undefined };
  }
  const reread = async (changed: ReadonlyMap<string, string>) => {
    writeFiles(root, changed);
    return read(root);
  };
  const keep = (finding: Finding) => finding.rule === ruleName(rule);
  const fixed = await fixUntilStable(project, reread, { includeReview: true, review: options, keep });
  const after = await reread(fixed.changed);
  return {
    ...found,
    fixed,
    afterwards: { project: after, result: only(rule, review(after, options)) },
  };
}

function read(root: string): Promise<Project> {
  return readProject({ root, scope: 'review', processEnv: {} });
}

/** Pages must not change with the day on which they are made. */
const exampleDay = '2026-01-01';

/** A waiver is unused only where the rule that it names has run: such rules are looked at among all others. */
function optionsFor(rule: RuleMetadata): ReviewOptions {
  return waiverRules.includes(rule) ? { preset: 'strict', today: exampleDay } : { rules: [ruleName(rule)] };
}

function only(rule: RuleMetadata, result: ReviewResult): ReviewResult {
  return { ...result, findings: result.findings.filter((finding) => finding.rule === ruleName(rule)) };
}

export function placesOf(findings: readonly Finding[], project: Project): readonly string[] {
  const positions = positionsIn(project.texts);
  return findings.map(({ at }) => {
    const { line, column } = positions.start(at);
    return `${at.file}:${line}:${column}`;
  });
}

function writeFiles(root: string, files: Iterable<readonly [string, string]>): void {
  for (const [path, text] of files) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}
