// The settings reader does not know the rules, so what the settings say of rules is checked here.
import type { ReadProblem } from '../model/artifact.ts';
import type { Project } from '../model/project.ts';
import type { RuleSetting } from '../model/settings.ts';
import type { RuleNames } from './names.ts';
import { idlePatterns } from './path-rules.ts';

/** A problem for each rule that the settings name and that does not exist, and for each pattern that meets no file. */
export function ruleSettingProblems(project: Project, names: RuleNames): readonly ReadProblem[] {
  const { settings } = project;
  if (settings === undefined) return [];
  const { rules, overrides } = settings;
  return [
    ...unknownRules('rules', rules, names),
    ...overrides.flatMap((one, index) => unknownRules(`overrides[${index}].rules`, one.rules, names)),
    ...idlePatterns(settings, () => filesOf(project)).map(({ index, pattern: { value, span } }) => ({
      code: 'unused-pattern',
      message: `overrides[${index}].files has ${value}, which meets no file`,
      span,
      hint: 'Correct the pattern, which is relative to this file, or remove it.',
    })),
  ];
}

function unknownRules(
  where: string,
  rules: ReadonlyMap<string, RuleSetting>,
  names: RuleNames,
): readonly ReadProblem[] {
  return [...rules]
    .filter(([name]) => names.resolve(name).length === 0)
    .map(([name, { span }]) => {
      const near = names.nearest(name);
      return {
        code: 'unknown-rule',
        message: `${where} names ${name}, which is no rule`,
        span,
        hint: near === undefined ? 'docs/rules/README.md lists all rules.' : `Did you mean ${near}?`,
        ...(near === undefined ? {} : { replacement: near }),
      };
    });
}

/** What was read, and what else lies there: a review of one file says nothing about the others' patterns. */
function* filesOf({ artifacts, files }: Project): Iterable<string> {
  for (const { file } of artifacts) yield file;
  yield* files.below('');
}
