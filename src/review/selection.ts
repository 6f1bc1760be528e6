// Which rules run, and at what severity.
import { SeaworthyError } from '../base/errors.ts';
import type { Severity } from '../model/finding.ts';
import { ruleName } from '../rules/rule.ts';
import type { RuleNames } from './names.ts';
import type { RuleMetadata } from './result.ts';

export interface RuleOverride {
  readonly off: boolean;
  readonly severity: Severity | undefined;
}

export interface SelectionOptions {
  /** Only these, by name or alias; each runs even when its preset is not asked for or the settings switch it off. */
  readonly rules?: readonly string[];
  readonly preset?: 'recommended' | 'strict';
  /** By name or alias. */
  readonly overrides?: ReadonlyMap<string, RuleOverride>;
}

export interface Selection<R> {
  readonly rules: readonly R[];
  /** Severities that the user set, by rule name. */
  readonly severities: ReadonlyMap<string, Severity>;
}

export function selectRules<R extends RuleMetadata>(
  all: readonly R[],
  names: RuleNames,
  options: SelectionOptions,
): Selection<R> {
  const overrides = resolveOverrides(names, options.overrides ?? new Map());
  const severities = new Map<string, Severity>();
  for (const [rule, { severity }] of overrides) if (severity !== undefined) severities.set(rule, severity);
  if (options.rules !== undefined) {
    const asked = new Set(options.rules.flatMap((name) => resolveAsked(names, name)));
    return { rules: all.filter((rule) => asked.has(ruleName(rule))), severities };
  }
  const rules = all.filter((rule) => {
    const override = overrides.get(ruleName(rule));
    if (override?.off === true) return false;
    // A severity of one's own is a way of asking for a strict rule.
    return rule.preset !== 'strict' || options.preset === 'strict' || override?.severity !== undefined;
  });
  return { rules, severities };
}

function resolveOverrides(
  names: RuleNames,
  overrides: ReadonlyMap<string, RuleOverride>,
): ReadonlyMap<string, RuleOverride> {
  const resolved = new Map<string, RuleOverride>();
  for (const [name, override] of overrides) {
    for (const rule of names.resolve(name)) resolved.set(rule, override);
  }
  return resolved;
}

function resolveAsked(names: RuleNames, name: string): readonly string[] {
  const rules = names.resolve(name);
  if (rules.length > 0) return rules;
  const near = names.nearest(name);
  throw new SeaworthyError('USAGE', `There is no rule named ${name}`, {
    hint: near === undefined ? 'docs/rules/README.md lists all rules.' : `Did you mean ${near}?`,
  });
}
