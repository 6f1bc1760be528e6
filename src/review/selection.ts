// Which rules run, and at what severity, in which files.
import { SeaworthyError } from '../base/errors.ts';
import type { Severity } from '../model/finding.ts';
import { ruleName } from '../rules/rule.ts';
import type { RuleNames } from './names.ts';
import { type PathOverride, resolved } from './path-rules.ts';
import type { RuleMetadata } from './result.ts';

export interface RuleOverride {
  readonly off: boolean;
  readonly severity: Severity | undefined;
}

export interface SelectionOptions {
  /** Only these, by name or alias; each runs even when its preset is not asked for or the settings switch it off. */
  readonly rules?: readonly string[];
  readonly preset?: 'recommended' | 'strict';
  /** Besides those of the preset, by name or alias, even when the settings switch them off. */
  readonly also?: readonly string[];
  /** By name or alias. */
  readonly overrides?: ReadonlyMap<string, RuleOverride>;
}

export interface Selection<R> {
  /** Those that are on somewhere. */
  readonly rules: readonly R[];
  /** False where the settings switch a rule off, or do not ask for a strict one. */
  isOn(rule: string, file: string): boolean;
  /** The severity that the user set for a rule in a file. */
  severity(rule: string, file: string): Severity | undefined;
}

export function selectRules<R extends RuleMetadata>(
  all: readonly R[],
  names: RuleNames,
  options: SelectionOptions,
  paths: readonly PathOverride[] = [],
): Selection<R> {
  const everywhere = resolved(names, options.overrides ?? new Map());
  const settingOf = (rule: string, file: string) =>
    paths.findLast((one) => one.rules.has(rule) && one.reaches(file))?.rules.get(rule) ??
    everywhere.get(rule);
  const severity = (rule: string, file: string) => settingOf(rule, file)?.severity;
  if (options.rules !== undefined) {
    const asked = new Set(options.rules.flatMap((name) => resolveAsked(names, name)));
    return { rules: all.filter((rule) => asked.has(ruleName(rule))), isOn: () => true, severity };
  }
  const presets = new Set(options.preset === 'strict' ? ['recommended', 'strict'] : ['recommended']);
  const byPreset = new Set(
    all.filter(({ preset = 'recommended' }) => presets.has(preset)).map((rule) => ruleName(rule)),
  );
  const also = new Set((options.also ?? []).flatMap((name) => resolveAsked(names, name)));
  const isOnBy = (rule: string, setting: RuleOverride | undefined) =>
    // A severity of one's own is a way of asking for a strict rule.
    also.has(rule) || (setting?.off !== true && (byPreset.has(rule) || setting?.severity !== undefined));
  return {
    rules: all.filter((rule) => {
      const name = ruleName(rule);
      return isOnBy(name, everywhere.get(name)) || paths.some(({ rules }) => isOnBySetting(rules.get(name)));
    }),
    isOn: (rule, file) => isOnBy(rule, settingOf(rule, file)),
    severity,
  };

  function isOnBySetting(setting: RuleOverride | undefined): boolean {
    return setting !== undefined && !setting.off && setting.severity !== undefined;
  }
}

function resolveAsked(names: RuleNames, name: string): readonly string[] {
  const rules = names.resolve(name);
  if (rules.length > 0) return rules;
  const near = names.nearest(name);
  throw new SeaworthyError('USAGE', `There is no rule named ${name}`, {
    hint: near === undefined ? 'docs/rules/README.md lists all rules.' : `Did you mean ${near}?`,
  });
}
