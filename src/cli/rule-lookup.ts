// Rules by any name that a user may know them by.
import { SeaworthyError } from '../base/errors.ts';
import { nearest } from '../base/text.ts';
import { ruleNames } from '../review/names.ts';
import type { RuleMetadata } from '../review/result.ts';
import { waiverRules } from '../review/waiver-rules.ts';
import { rules } from '../rules/all.ts';
import { ruleName } from '../rules/rule.ts';

/** Every rule, those about waivers among them. */
export const allRules: readonly RuleMetadata[] = [...rules, ...waiverRules];

/** Those of a name, an id, or an id of another tool with or without the tool. @throws SeaworthyError USAGE */
export function rulesNamed(asked: string): readonly RuleMetadata[] {
  const names = ruleNames(allRules);
  const found = new Set(names.resolve(asked));
  if (found.size > 0) return allRules.filter((rule) => found.has(ruleName(rule)));
  const aliases = allRules.flatMap((rule) => rule.aliases);
  const guess =
    names.nearest(asked) ??
    nearest(
      asked,
      aliases.flatMap((alias) => [alias, alias.slice(alias.indexOf(':') + 1)]),
    );
  throw new SeaworthyError('USAGE', `there is no rule ${asked}`, {
    hint: guess === undefined ? 'seaworthy rules lists them.' : `Did you mean ${guess}?`,
  });
}

/** What programs are told of a rule. */
export function ruleJson(rule: RuleMetadata) {
  const { id, area, severity, confidence = 'certain', aliases, title, why, fix, references, preset } = rule;
  return {
    rule: ruleName(rule),
    id,
    area,
    severity,
    confidence,
    preset: preset ?? 'recommended',
    aliases,
    title,
    why,
    fix,
    references,
  };
}

/** The same with the examples. */
export function ruleJsonWhole(rule: RuleMetadata) {
  const examples = rule.examples.map(({ kind, files, before, at, fixed }) => ({
    kind,
    ...(before === undefined ? {} : { before }),
    files,
    at,
    fixed: fixed ?? null,
  }));
  return { ...ruleJson(rule), examples };
}
