// Every rule does on its own examples what it says.
import { describe, expect, test } from 'vitest';
import { type ExampleRun, runExample } from '../scripts/example.ts';
import { confidences, fixOf, severities } from '../src/model/finding.ts';
import type { Project } from '../src/model/project.ts';
import type { RuleMetadata } from '../src/review/result.ts';
import { waiverRules } from '../src/review/waiver-rules.ts';
import { rules } from '../src/rules/all.ts';
import { areas, type Example, ruleName } from '../src/rules/rule.ts';

const all: readonly RuleMetadata[] = [...rules, ...waiverRules];

describe.each(all.map((rule) => [ruleName(rule), rule] as const))('%s', (_name, rule) => {
  test('has whole metadata', () => {
    expect(rule.id).toMatch(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/);
    expect(rule.id).not.toMatch(/^(?:no|require)-/);
    expect(areas).toContain(rule.area);
    expect(severities).toContain(rule.severity);
    expect([undefined, ...confidences]).toContain(rule.confidence);
    expect([undefined, 'recommended', 'strict']).toContain(rule.preset);
    expect(rule.title, 'a title is no sentence').not.toMatch(/\.$/);
    for (const text of [rule.title, rule.why, rule.fix]) expect(text.length).toBeGreaterThan(5);
    for (const url of rule.references) expect(URL.canParse(url), url).toBe(true);
    expect(rule.examples.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['bad', 'good']));
  });

  const examples = rule.examples.map(
    (example, index) => [`${example.kind} example ${index + 1}`, example] as const,
  );
  test.each(examples)('%s', async (_label, example) => {
    const run = await runExample(rule, example);
    expect(run.result.failures).toEqual([]);
    expect(run.places.toSorted()).toEqual(example.at.toSorted());
    if (example.kind === 'bad') expectBad(rule, example, run);
  });
});

function expectBad(rule: RuleMetadata, example: Example, run: ExampleRun): void {
  expect(example.at.length, 'a bad example says where').toBeGreaterThan(0);
  for (const { message } of run.result.findings) expect(message).not.toMatch(/\.$/);
  const { fixed, afterwards } = run;
  expect(Object.fromEntries(fixed?.changed ?? [])).toEqual(example.fixed ?? {});
  if (fixed === undefined || afterwards === undefined) return;
  // A further round would change nothing: fixing twice is fixing once.
  expect(fixed.settled, 'fixing comes to an end').toBe(true);
  const unfixed = run.result.findings.filter((finding) => fixOf(finding) === undefined);
  expect(afterwards.result.findings.length, 'what has a fix is gone').toBe(unfixed.length);
  expect(newCodes(run.project, afterwards.project), 'the fix breaks nothing').toEqual([]);
  // Waivers are comments, and their rules are there to remove them.
  if (waiverRules.includes(rule)) return;
  for (const file of fixed.changed.keys()) {
    const comments = afterwards.project.comments(file).map(({ text }) => text);
    for (const { text } of run.project.comments(file)) expect(comments, 'comments are kept').toContain(text);
  }
}

function newCodes(before: Project, after: Project): readonly string[] {
  const known = new Set(problemCodes(before));
  return problemCodes(after).filter((code) => !known.has(code));
}

/** Codes of everything that readers complained about. */
function problemCodes(project: Project): readonly string[] {
  return [
    ...project.problems,
    ...project.stacks.flatMap((stack) => stack.problems),
    ...[...project.dockerfiles.values()].flatMap((dockerfile) => dockerfile.problems),
    ...[...project.envFiles.values()].flatMap((envFile) => envFile.problems),
  ].map(({ code }) => code);
}
