// Rules that pass a reader's problem on: the reader says where and what, the rule says how bad and why.
import type { Span } from '../../base/span.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import type { Severity } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import { replace, review, safe } from '../fix.ts';
import { defineRule, type Rule } from '../rule.ts';

type ProblemRule = Omit<Rule<'problem'>, 'on' | 'check'> & {
  /** True for the problems that are this rule's. */
  readonly takes: (problem: ReadProblem, project: Project) => boolean;
  /** How bad this one is, where it is not the rule's own severity. */
  readonly severityOf?: (problem: ReadProblem, project: Project) => Severity | undefined;
  /** `review` where what was wrong was left out rather than refused, so that putting it right changes what runs. */
  readonly fixKind?: 'safe' | 'review';
};

const fixKinds = { safe, review };

/** A rule over the problems that it takes; a certain replacement text becomes a fix. */
export function problemRule({ takes, severityOf, fixKind = 'safe', ...rule }: ProblemRule): Rule<'problem'> {
  return defineRule({
    ...rule,
    on: 'problem',
    *check(problem, { project }) {
      if (!takes(problem, project)) return;
      const { message, hint, replacement, related } = problem;
      // What docker compose takes all the same keeps nothing from starting.
      const severity = severityOf?.(problem, project) ?? (problem.accepted === true ? 'medium' : undefined);
      yield {
        at: problem.span,
        message,
        advice: hint,
        ...(severity === undefined ? {} : { severity }),
        ...(related === undefined ? {} : { related }),
        ...(replacement === undefined
          ? {}
          : { fix: fixKinds[fixKind](`Write ${replacement}`, replace(problem.span, replacement)) }),
      };
    },
  });
}

/** The variables without a value that stand in the text: what it is once they are set nobody knows here. */
export function holdsUnsetVariable(project: Project, { file, start, end }: Span): boolean {
  return project.stacks.some((stack) =>
    stack.variables.some(
      ({ span, form, from }) =>
        form !== 'default' &&
        from === undefined &&
        span.file === file &&
        span.start >= start &&
        span.end <= end,
    ),
  );
}
