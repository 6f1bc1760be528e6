// What the rules say of their own examples, before a real API server: what they call refused is refused, all else is
// taken. A difference is a mistake in a rule, in the table of fields, or in an example that nobody could have written.
import { expect, test } from 'vitest';
import { runExample } from '../../scripts/example.ts';
import type { KubernetesObject } from '../../src/model/kubernetes.ts';
import type { Project } from '../../src/model/project.ts';
import type { ReviewResult } from '../../src/review/result.ts';
import { rules } from '../../src/rules/all.ts';
import { ruleName } from '../../src/rules/rule.ts';
import { describeOnCluster } from './kubectl.ts';
import { trial, type Verdict } from './trial.ts';
import { writtenObjects } from './written.ts';

/** Rules that say: the API server does not take it. */
const refusing = new Set(
  [
    'api-version-removed',
    'claim-size-missing',
    'field-missing',
    'invalid-value',
    'key-duplicate',
    'kind-not-served',
    'label-invalid',
    'port-invalid',
    'request-above-limit',
    'restart-policy-invalid',
    'selector-mismatch',
    'unknown-field',
    'volume-undefined',
    'wrong-type',
  ].map((id) => `kubernetes/${id}`),
);

/** Examples in which the server finds something else, and why that is right. */
const alsoRefused: Readonly<Record<string, string>> = {
  'kubernetes/port-clash bad 1':
    'two ports of one name are refused, two of one number are not: the rule is about both',
  'kubernetes/probe-port-undeclared bad 2': 'a port in quotes is none, which is why the probe has no port',
  'kubernetes/syntax bad 1': 'it is no YAML',
};

interface Tried {
  readonly object: KubernetesObject;
  readonly verdict: Verdict;
}

async function tryAll(project: Project): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  for (const { object, identity, text } of writtenObjects(project))
    tried.push({ object, verdict: await trial(identity, text) });
  return tried;
}

/** 409: a namespace that another example names is there already. */
function isTaken({ verdict }: Tried): boolean {
  return (
    verdict.status === 201 || verdict.status === 409 || /serviceaccount .* not found/.test(verdict.message)
  );
}

function isFoundIn({ object }: Tried, { findings }: ReviewResult): boolean {
  return findings.some(
    ({ at }) => at.file === object.file && at.start >= object.span.start && at.end <= object.span.end,
  );
}

const told = ({ object, verdict }: Tried) =>
  `${object.file} ${object.title}: ${verdict.status} ${verdict.message}`;

const cases = rules
  .filter(({ area }) => area === 'kubernetes')
  .flatMap((rule) =>
    rule.examples.map((example, index) => {
      return { name: `${ruleName(rule)} ${example.kind} ${index + 1}`, rule, example };
    }),
  );

describeOnCluster('examples of the rules', () => {
  test.each(cases.filter(({ example }) => example.kind === 'good'))(
    '$name is taken',
    async ({ rule, example }) => {
      const { project } = await runExample(rule, example);
      const refused = (await tryAll(project)).filter((one) => !isTaken(one));
      expect(refused.map(told)).toEqual([]);
    },
  );

  test.each(cases.filter(({ example }) => example.kind === 'bad'))(
    '$name',
    async ({ name, rule, example }) => {
      const { project, result, afterwards } = await runExample(rule, example);
      const mustRefuse = refusing.has(ruleName(rule));
      const tried = await tryAll(project);
      const wrong = tried.filter((one) => isTaken(one) === (mustRefuse && isFoundIn(one, result)));
      expect(wrong.map(told)).toHaveLength(name in alsoRefused ? 1 : 0);
      if (afterwards === undefined) return;
      // What is left over is what no fix could mend.
      const stillWrong = (await tryAll(afterwards.project)).filter(
        (one) => isTaken(one) === (mustRefuse && isFoundIn(one, afterwards.result)),
      );
      expect(name in alsoRefused ? [] : stillWrong.map(told)).toEqual([]);
    },
  );
});
