// A review by all rules there are. Loading them costs: a verb that needs a few takes `with-rules.ts`.
import type { Project } from '../model/project.ts';
import { rules } from '../rules/all.ts';
import type { AnyRule } from '../rules/rule.ts';
import type { ReviewResult } from './result.ts';
import { type ReviewOptions as Options, reviewWith } from './with-rules.ts';

export interface ReviewOptions extends Options {
  /** The rules there are; all of ours by default. */
  readonly catalogue?: readonly AnyRule[];
}

/** Reviews a project. Settings of the project count unless `overrides` are given. */
export function review(project: Project, options: ReviewOptions = {}): ReviewResult {
  const { catalogue = rules, ...rest } = options;
  return reviewWith(catalogue, project, rest);
}
