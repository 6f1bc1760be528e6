// Edits of workflows that several rules offer.
import type { Span } from '../../base/span.ts';
import { literal, nearest } from '../../base/text.ts';
import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { Job, Step, Workflow } from '../../model/workflow.ts';
import { addItem, addKey, renameKey, replaceScalar, type YamlContent } from '../../syntax/yaml-edit.ts';
import { later, replace, review } from '../fix.ts';
import { writtenAt } from './source-text.ts';
import { jobsBefore } from './workflow.ts';
import { reviewFix, yamlOf } from './yaml-fix.ts';

type Fixable = Pick<Problem, 'fix'>;

/** Another text in the place of a scalar; none where it is not known. */
export function written(project: Project, at: Span, text: string | boolean | undefined): Fixable {
  return text === undefined
    ? {}
    : later(() => reviewFix(`Write ${text}`, replaceScalar(yamlOf(project, at.file), at, text)));
}

/** Another name in the place of one that stands in a longer text, as in `steps.biuld.outputs.tag`. */
export function nameWritten(project: Project, at: Span, name: string, by: string | undefined): Fixable {
  if (by === undefined) return {};
  const text = writtenAt(project, at);
  const found = [...text.matchAll(new RegExp(`(?<![\\w-])${literal(name)}(?![\\w-])`, 'gi'))];
  const [match, other] = found;
  if (match === undefined || other !== undefined) return {};
  const start = at.start + match.index;
  return { fix: review(`Write ${by}`, replace({ ...at, start, end: start + name.length }, by)) };
}

/** Advice and a fix for a value that is none of the known ones. */
export function meantValue(
  project: Project,
  name: string,
  at: Span,
  known: Iterable<string>,
): Pick<Problem, 'advice' | 'fix'> {
  const guess = nearest(name, known);
  return guess === undefined ? {} : { advice: `Did you mean ${guess}?`, ...written(project, at, guess) };
}

/** Advice and a fix for a key that is none of the known ones. */
export function meantKey(
  project: Project,
  name: string,
  at: Span,
  known: Iterable<string>,
): Pick<Problem, 'advice' | 'fix'> {
  const guess = nearest(name, known);
  if (guess === undefined) return {};
  const fix = later(() => reviewFix(`Write ${guess}`, renameKey(yamlOf(project, at.file), at, guess)));
  return { advice: `Did you mean ${guess}?`, ...fix };
}

/** A setting of a step that is not there yet. */
export function setOnStep(
  project: Project,
  { span }: Step,
  path: readonly string[],
  value: YamlContent,
): Fixable {
  return later(() => reviewFix(`Set ${path.at(-1)}`, addKey(yamlOf(project, span.file), span, path, value)));
}

/** One more job that the job waits for; none where that one waits for it. */
export function needed(project: Project, workflow: Workflow, job: Job, other: Job): Fixable {
  if (other === job || jobsBefore(workflow, other).includes(job)) return {};
  // A name that is no job's may be a slip of the very one that is missing.
  const known = new Set([...workflow.jobs.values()].map(({ id }) => id.toLowerCase()));
  if (job.needs.some(({ value }) => !known.has(value.toLowerCase()))) return {};
  const key = job.keys.get('needs');
  const title = `Wait for ${other.id}`;
  if (key === undefined) {
    const edit = addKey(yamlOf(project, job.idSpan.file), job.idSpan, ['needs'], other.id);
    return reviewFix(title, edit);
  }
  const [only, second] = job.needs;
  if (only !== undefined && second === undefined) {
    const before = writtenAt(project, { ...key, start: key.end, end: only.span.start });
    // `needs: build`
    if (/^:[ \t]+$/.test(before) && /^[\w-]+$/.test(writtenAt(project, only.span)))
      return { fix: review(title, replace(only.span, `[${only.value}, ${other.id}]`)) };
  }
  return reviewFix(title, addItem(yamlOf(project, key.file), key, other.id));
}

/** A part at the top of the workflow, above its jobs. */
export function aboveJobs(
  project: Project,
  { keys, file }: Workflow,
  title: string,
  key: string,
  entry: string,
): Fixable {
  const text = project.texts.get(file)?.text ?? '';
  const jobs = keys.get('jobs');
  if (jobs === undefined || (jobs.start > 0 && text[jobs.start - 1] !== '\n')) return {};
  let start = jobs.start;
  while (start > 0) {
    const before = text.lastIndexOf('\n', start - 2) + 1;
    if (!text.startsWith('#', before)) break;
    start = before;
  }
  // What heads the file is no comment on the jobs.
  if (start === 0) start = jobs.start;
  const indent = /^[\w-]+:[ \t]*\r?\n( +)\S/m.exec(text)?.[1] ?? '  ';
  return {
    fix: review(title, { span: { file, start, end: start }, text: `${key}:\n${indent}${entry}\n\n` }),
  };
}
