// Rules made for tests of the engine.
import type { Span } from '../../src/base/span.ts';
import type { Problem } from '../../src/model/finding.ts';
import { defineRule, type NodeKind, type Rule } from '../../src/rules/rule.ts';

export function madeRule<K extends NodeKind>(
  id: string,
  on: K,
  check: Rule<K>['check'],
  given: Partial<Omit<Rule<K>, 'on' | 'check' | 'id'>> = {},
): Rule<K> {
  return defineRule({
    id,
    area: 'compose',
    severity: 'high',
    aliases: [],
    title: id,
    why: id,
    fix: id,
    references: [],
    on,
    check,
    examples: [],
    ...given,
  });
}

/** A rule over the whole project that yields a problem at each span. */
export function ruleAt(
  id: string,
  spans: readonly Span[],
  problem: Partial<Problem> = {},
  given: Partial<Omit<Rule<'project'>, 'on' | 'check' | 'id'>> = {},
): Rule<'project'> {
  return madeRule(id, 'project', () => spans.map((at) => ({ at, message: id, ...problem })), given);
}
