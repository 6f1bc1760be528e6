// Rules that pass a reader's problem on: the reader says where and what, the rule says how bad and why.

import { groupBy } from '../../base/group.ts';
import type { Span } from '../../base/span.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import type { Fix, Problem, Severity } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import { replace } from '../fix.ts';
import { defineRule, type Rule } from '../rule.ts';
import { writtenAt } from './source-text.ts';
import { renamedAt, reviewFix, safeFix } from './yaml-fix.ts';

type ProblemRule = Omit<Rule<'problem'>, 'on' | 'check'> & {
  /** True for the problems that are this rule's. */
  readonly takes: (problem: ReadProblem, project: Project) => boolean;
  /** How bad this one is, where it is not the rule's own severity. */
  readonly severityOf?: (problem: ReadProblem, project: Project) => Severity | undefined;
  /** The repair, where the reader knows no replacement. */
  readonly fixOf?: (problem: ReadProblem, project: Project) => Pick<Problem, 'fix'>;
  /** `review` where what was wrong was left out rather than refused, so that putting it right changes what runs. */
  readonly fixKind?: Fix['kind'];
};

/** A rule over the problems that it takes; a certain replacement text becomes a fix. */
export function problemRule(given: ProblemRule): Rule<'problem'> {
  const { takes, severityOf, fixOf, fixKind = 'safe', ...rule } = given;
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
          ? fixOf?.(problem, project)
          : replaced(project, problem, replacement, fixKind)),
      };
    },
  });
}

/** Quotes say no more than what was meant; of what docker compose refuses nothing runs that another word would change. */
function replaced(
  project: Project,
  { span, accepted }: ReadProblem,
  replacement: string,
  kind: Fix['kind'],
): Pick<Problem, 'fix'> {
  const title = `Write ${replacement}`;
  const written = writtenAt(project, span);
  const isSameWord = bare(written) === bare(replacement);
  if (isSameWord || !/\.ya?ml$/.test(span.file))
    return { fix: { kind, title, edits: [replace(span, replacement)] } };
  // The word may stand there already.
  const edit = renamedAt(project, span, bare(written), bare(replacement));
  return accepted === true || kind === 'review' ? reviewFix(title, edit) : safeFix(title, edit);
}

function bare(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2');
}

/** The variables without a value that stand in the text: what it is once they are set nobody knows here. */
export function holdsUnsetVariable(project: Project, { file, start, end }: Span): boolean {
  return (
    unsetIn(project)
      .get(file)
      ?.some((span) => span.start >= start && span.end <= end) === true
  );
}

const unsetCache = new WeakMap<Project, ReadonlyMap<string, readonly Span[]>>();

/** Where variables without a value stand, by file. */
function unsetIn(project: Project): ReadonlyMap<string, readonly Span[]> {
  const known = unsetCache.get(project);
  if (known !== undefined) return known;
  const unset = project.stacks
    .flatMap(({ variables }) => variables)
    .filter(({ form, from }) => form !== 'default' && from === undefined)
    .map(({ span }) => span);
  const made = groupBy(unset, ({ file }) => file);
  unsetCache.set(project, made);
  return made;
}
