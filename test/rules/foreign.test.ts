// A rule stays in its field: what rules of other areas say of an example stands in foreign.tsv and was looked at there.
// `vitest -u` writes the list anew; its difference is what to look at.
import { expect, test } from 'vitest';
import { reviewExample } from '../../scripts/example.ts';
import { rules } from '../../src/rules/all.ts';
import { ruleName } from '../../src/rules/rule.ts';

test('rules of one area fire in examples of another only where it is listed', {
  timeout: 180_000,
}, async () => {
  const rows: string[] = [];
  for (const rule of rules) {
    for (const [index, example] of rule.examples.entries()) {
      const { findings } = await reviewExample(example);
      const foreign = new Set(findings.map((finding) => finding.rule));
      for (const name of [...foreign].sort()) {
        if (!name.startsWith(`${rule.area}/`))
          rows.push([ruleName(rule), `${example.kind} ${index + 1}`, name].join('\t'));
      }
    }
  }
  await expect(`${rows.join('\n')}\n`).toMatchFileSnapshot('foreign.tsv');
});
