// The names under which a rule can be asked for: `area/id`, its id alone, and other tools' ids.
import { nearest } from '../base/text.ts';
import { ruleName } from '../rules/rule.ts';
import type { RuleMetadata } from './result.ts';

export interface RuleNames {
  /** Full names of the rules meant by `name`; none when it is unknown. `kics:*` means what a tool knows. */
  resolve(name: string): readonly string[];
  /** The known name nearest to a mistyped one. */
  nearest(name: string): string | undefined;
}

export function ruleNames(rules: Iterable<RuleMetadata>): RuleNames {
  const known = new Map<string, string[]>();
  const add = (name: string, rule: string) => {
    const key = keyOf(name);
    const meant = known.get(key);
    if (meant === undefined) known.set(key, [rule]);
    else if (!meant.includes(rule)) meant.push(rule);
  };
  const names: string[] = [];
  for (const rule of rules) {
    const name = ruleName(rule);
    names.push(name, rule.id);
    for (const each of [name, rule.id, ...rule.aliases]) add(each, name);
    for (const alias of rule.aliases) add(`${alias.slice(0, alias.indexOf(':'))}:*`, name);
  }
  return {
    resolve: (name) => known.get(keyOf(name)) ?? [],
    nearest: (name) => nearest(name, names),
  };
}

/** Trivy writes one check as `AVD-DS-0002`, `DS-0002` and `DS002`; other ids differ in case only. */
function keyOf(name: string): string {
  const key = name.trim().toLowerCase();
  if (!key.startsWith('trivy:')) return key;
  return key.replace(/^trivy:(?:avd-)?/, 'trivy:').replace(/^(trivy:[a-z]+)-?0*(\d+)$/, '$1-$2');
}
