import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runExample } from '../../scripts/example.ts';
import { rules } from '../../src/rules/index.generated.ts';
import { ruleName } from '../../src/rules/rule.ts';
import { describeOnCluster } from './kubectl.ts';
import { trial } from './trial.ts';

describeOnCluster('x', () => {
  test('list', async () => {
    const out: string[] = [];
    for (const rule of rules) {
      if (rule.area !== 'kubernetes') continue;
      for (const [index, example] of rule.examples.entries()) {
        const run = await runExample(rule, example);
        const { project } = run;
        const found = run.result.findings;
        for (const set of project.kubernetes.sets) {
          if (set.rendered !== undefined) continue;
          for (const object of set.objects) {
            if (!/\.ya?ml$|\.json$/.test(object.file)) continue;
            const text = project.texts.get(object.file)?.text.slice(object.span.start, object.span.end) ?? '';
            const { status, message } = await trial(
              {
                apiVersion: object.apiVersion.value,
                kind: object.kind.value,
                namespace: object.namespace?.value,
              },
              text,
            );
            const hits = found.filter(
              ({ at }) =>
                at.file === object.file && at.start >= object.span.start && at.end <= object.span.end,
            );
            out.push(
              `${ruleName(rule)}\t${example.kind} ${index}\t${object.file}\t${object.title}\t${hits.length > 0 ? 'FOUND' : '-'}\t${status}\t${message.replace(/\s+/g, ' ')}`,
            );
          }
        }
      }
    }
    writeFileSync('/tmp/h-kube-lab/rules.tsv', out.join('\n'));
    expect(out.length).toBeGreaterThan(100);
  }, 600_000);
});
