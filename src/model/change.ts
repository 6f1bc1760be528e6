// Two states of one repository: what a diff goes from, and what it comes to.
import type { Project } from './project.ts';

export interface Change {
  readonly before: Project;
  readonly after: Project;
}
