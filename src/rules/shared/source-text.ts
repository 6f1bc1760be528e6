// What stands in the file itself, where the model keeps only what it means.
import type { Span } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';

/** The text of a span as written. */
export function writtenAt(project: Project, { file, start, end }: Span): string {
  return project.texts.get(file)?.text.slice(start, end) ?? '';
}
