// The names under which a rule can be asked for: `area/id`, its id alone, and other tools' ids, with the tool or without.
import { nearest } from '../base/text.ts';
import { ruleName } from '../rules/rule.ts';
import { kicsQuery } from './kics-ids.ts';
import type { RuleMetadata } from './result.ts';

export interface RuleNames {
  /** Full names of the rules meant by `name`; none when it is unknown. `kics:*` means what a tool knows. */
  resolve(name: string): readonly string[];
  /** The known name nearest to a mistyped one. */
  nearest(name: string): string | undefined;
}

/** Few reviews ask, and there are thousands of names: they are gathered by the first question. */
export function ruleNames(rules: Iterable<RuleMetadata>): RuleNames {
  let gathered: Gathered | undefined;
  const names = () => {
    gathered ??= gather(rules);
    return gathered;
  };
  return {
    resolve(name) {
      const { known, bare } = names();
      const key = keyOf(name);
      return known.get(key) ?? bare.get(key) ?? bare.get(keyOf(`trivy:${name}`).slice('trivy:'.length)) ?? [];
    },
    nearest: (name) => nearest(name, names().own),
  };
}

interface Gathered {
  readonly known: ReadonlyMap<string, readonly string[]>;
  /** Ids of other tools without the tool. They may say the same as an id of ours, which then counts. */
  readonly bare: ReadonlyMap<string, readonly string[]>;
  readonly own: readonly string[];
}

function gather(rules: Iterable<RuleMetadata>): Gathered {
  const known = new Map<string, string[]>();
  const bare = new Map<string, string[]>();
  const own: string[] = [];
  for (const rule of rules) {
    const name = ruleName(rule);
    own.push(name, rule.id);
    for (const each of [name, rule.id, ...rule.aliases]) add(known, keyOf(each), name);
    for (const alias of rule.aliases) {
      const at = alias.indexOf(':');
      add(known, `${alias.slice(0, at)}:*`, name);
      add(bare, keyOf(alias).slice(at + 1), name);
    }
  }
  return { known, bare, own };
}

function add(names: Map<string, string[]>, key: string, rule: string): void {
  const meant = names.get(key);
  if (meant === undefined) names.set(key, [rule]);
  else if (!meant.includes(rule)) meant.push(rule);
}

/** Trivy writes one check as `AVD-DS-0002`, `DS-0002` and `DS002`, KICS by a UUID; other ids differ in case only. */
function keyOf(name: string): string {
  const key = name.trim().toLowerCase();
  const query = uuid.test(key) ? kicsQuery(key.replace('kics:', '')) : undefined;
  if (query !== undefined) return `kics:${query}`;
  if (!key.startsWith('trivy:')) return key;
  return key.replace(/^trivy:(?:avd-)?/, 'trivy:').replace(/^(trivy:[a-z]+)-?0*(\d+)$/, '$1-$2');
}

const uuid = /^(?:kics:)?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
