// The examples of every rule by its name. In the bundle rules have none, and a table stands here instead
// (scripts/build.mjs), which only who explains a rule loads.
import { rules } from './all.ts';
import { type Example, ruleName } from './rule.ts';

export const examples: Readonly<Record<string, readonly Example[]>> = Object.fromEntries(
  rules.map((rule) => [ruleName(rule), rule.examples]),
);
