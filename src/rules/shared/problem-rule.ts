// Rules that pass a reader's problem on: the reader says where and what, the rule says how bad and why.
import { replace, safe } from '../fix.ts';
import { defineRule, type Rule } from '../rule.ts';

type ProblemRule = Omit<Rule<'problem'>, 'on' | 'check'> & {
  /** Codes of the problems that are this rule's. */
  readonly codes: (code: string) => boolean;
};

/** A rule over the problems whose code `codes` accepts; a certain replacement text becomes a safe fix. */
export function problemRule({ codes, ...rule }: ProblemRule): Rule<'problem'> {
  return defineRule({
    ...rule,
    on: 'problem',
    *check(problem) {
      if (!codes(problem.code)) return;
      const { message, replacement, related } = problem;
      yield {
        at: problem.span,
        message,
        ...(related === undefined ? {} : { related }),
        ...(replacement === undefined
          ? {}
          : { fix: safe(`Write ${replacement}`, replace(problem.span, replacement)) }),
      };
    },
  });
}
