// Valid objects with one mistake each: the review and a real API server say the same of them.
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { reviewExample, runExample } from '../../scripts/example.ts';
import { rules } from '../../src/rules/all.ts';
import { describeOnCluster } from './kubectl.ts';
import { type Mutation, mutationsOf } from './mutations.ts';
import { type Identity, trial } from './trial.ts';
import { writtenObjects } from './written.ts';

/** Rules that look at one object by itself, and say that no server takes it. */
const refusing = new Set(
  ['unknown-field', 'wrong-type', 'field-missing', 'invalid-value'].map((id) => `kubernetes/${id}`),
);

/** Names, ranges and fields that exclude each other, which only the server looks at: see what the test prints. */
const mostMissed = 14;

/** One mistake of each kind at each place, however many examples have the place. */
async function allMutations(): Promise<readonly (Mutation & { readonly identity: Identity })[]> {
  const all = new Map<string, Mutation & { readonly identity: Identity }>();
  const examples = rules
    .filter(({ area }) => area === 'kubernetes')
    .flatMap((rule) => rule.examples.map((example) => ({ rule, example })));
  for (const { rule, example } of examples) {
    if (example.kind !== 'good') continue;
    const { project } = await runExample(rule, example);
    for (const { identity, text } of writtenObjects(project))
      for (const mutation of mutationsOf(parse(text), identity.kind)) {
        const key = `${mutation.path} ${mutation.mistake}`;
        if (!all.has(key)) all.set(key, { ...mutation, identity });
      }
  }
  return [...all.values()];
}

describeOnCluster('one mistake in a valid object', () => {
  test('is found where the server refuses it, and nothing is found where it takes it', async () => {
    const alarms: string[] = [];
    const misread: string[] = [];
    const missed: string[] = [];
    let refused = 0;
    for (const { path, mistake, object, identity } of await allMutations()) {
      const text = stringify(object, { version: '1.1' });
      const { status, message } = await trial(identity, text);
      const { findings } = await reviewExample({ files: { 'k8s/api.yaml': text } });
      const said = findings.filter(
        ({ rule, severity }) => severity === 'critical' && (status !== 201 || refusing.has(rule)),
      );
      if (status !== 201) refused += 1;
      const line = `${path} ${mistake}: ${status} ${message} | ${said.map(({ message: ours }) => ours).join(' | ')}`;
      if (status === 201 && said.length > 0) alarms.push(line);
      if (status === 400 && said.length === 0) misread.push(line);
      if (status === 422 && said.length === 0) missed.push(line);
    }
    process.stdout.write(`${refused} mistakes refused by the server, ${missed.length} of them not found:\n`);
    for (const line of missed) process.stdout.write(`  ${line.slice(0, 200)}\n`);
    expect(refused).toBeGreaterThan(1000);
    expect(alarms).toEqual([]);
    expect(misread).toEqual([]);
    expect(missed.length).toBeLessThanOrEqual(mostMissed);
  });
});
