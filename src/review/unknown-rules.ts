// The settings reader does not know the rules, so names of rules in the settings are checked here.
import type { ReadProblem } from '../model/artifact.ts';
import type { Project } from '../model/project.ts';
import type { RuleNames } from './names.ts';

/** A problem for each rule that the settings name and that does not exist. */
export function unknownRules({ settings, texts }: Project, names: RuleNames): readonly ReadProblem[] {
  if (settings === undefined) return [];
  const { file, start, end } = settings.span;
  const text = texts.get(file)?.text.slice(start, end) ?? '';
  return [...settings.rules.keys()]
    .filter((name) => names.resolve(name).length === 0)
    .map((name) => {
      const at = text.indexOf(`${name}:`);
      const near = names.nearest(name);
      return {
        code: 'unknown-rule',
        message: `rules names ${name}, which is no rule`,
        span: at === -1 ? settings.span : { file, start: start + at, end: start + at + name.length },
        hint: near === undefined ? 'docs/rules/README.md lists all rules.' : `Did you mean ${near}?`,
        ...(near === undefined || at === -1 ? {} : { replacement: near }),
      };
    });
}
