// The public library: what others may import and build on.
export type { Finding, Risk, Severity } from './model/finding.ts';
export type { Plan } from './model/plan.ts';
export type { Project } from './model/project.ts';
export { readProject } from './read/project.ts';
export { type ReviewOptions, review } from './review/run.ts';
