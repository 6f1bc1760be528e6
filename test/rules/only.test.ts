import { expect, test } from 'vitest';
import { reviewExample } from '../../scripts/example.ts';
import { rules } from '../../src/rules/all.ts';
import { type AnyRule, ruleName } from '../../src/rules/rule.ts';

const narrow = rules.filter(({ only }) => only !== undefined);

/** The same rule, asked about every node of its kind. */
function wide(rule: AnyRule): AnyRule {
  const { only: _only, ...rest } = rule;
  return rest;
}

test('a rule that names its nodes has nothing to say of others', { timeout: 180_000 }, async () => {
  const areas = new Set(narrow.map(({ area }) => area));
  for (const rule of rules.filter(({ area }) => areas.has(area))) {
    for (const example of rule.examples) {
      const of = (catalogue: readonly AnyRule[]) => reviewExample(example, { catalogue, preset: 'strict' });
      const told = ({ findings }: Awaited<ReturnType<typeof of>>) =>
        findings.map(({ rule: name, at }) => `${name} ${at.file} ${at.start}`);
      expect(told(await of(narrow)), ruleName(rule)).toEqual(told(await of(narrow.map(wide))));
    }
  }
});
