// Which settings count for a rule in a file: those of the whole project, and above them those of paths.
import type { Located } from '../base/span.ts';
import type { Settings } from '../model/settings.ts';
import type { RuleNames } from './names.ts';
import { pathPattern } from './path-pattern.ts';
import type { RuleOverride } from './selection.ts';

/** Settings of rules in some files. */
export interface PathOverride {
  readonly reaches: (file: string) => boolean;
  /** By full name of the rule. */
  readonly rules: ReadonlyMap<string, RuleOverride>;
}

/** By full name: a name of the settings may be an alias, and stand for several rules. */
export function resolved(
  names: RuleNames,
  overrides: ReadonlyMap<string, RuleOverride>,
): ReadonlyMap<string, RuleOverride> {
  const rules = new Map<string, RuleOverride>();
  for (const [name, override] of overrides) {
    for (const rule of names.resolve(name)) rules.set(rule, override);
  }
  return rules;
}

export function pathOverrides(settings: Settings | undefined, names: RuleNames): readonly PathOverride[] {
  if (settings === undefined) return [];
  const folder = folderOf(settings.file);
  return settings.overrides.map(({ files, rules }) => ({
    reaches: matcher(files, folder),
    rules: resolved(names, rules),
  }));
}

/** In the order in which they stand; what comes later takes out or in again. */
function matcher(patterns: readonly Located<string>[], folder: string): (file: string) => boolean {
  const tests = patterns.map(({ value }) => {
    const isTakenOut = value.startsWith('!');
    return { isTakenOut, matches: pathPattern(isTakenOut ? value.slice(1) : value) };
  });
  return (file) => {
    if (!file.startsWith(folder)) return false;
    const path = file.slice(folder.length);
    return tests.reduce((is, one) => (is === one.isTakenOut && one.matches(path) ? !is : is), false);
  };
}

/** Patterns that no file of the project meets, and so have no effect. */
export function idlePatterns(
  settings: Settings,
  files: () => Iterable<string>,
): readonly { readonly index: number; readonly pattern: Located<string> }[] {
  const folder = folderOf(settings.file);
  const listed = settings.overrides.flatMap(({ files: patterns }, index) =>
    patterns.map((pattern) => ({ index, pattern })),
  );
  if (listed.length === 0) return [];
  const paths = [...files()].flatMap((file) => (file.startsWith(folder) ? [file.slice(folder.length)] : []));
  return listed.filter(({ pattern }) => !paths.some(pathPattern(pattern.value.replace(/^!/, ''))));
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}
