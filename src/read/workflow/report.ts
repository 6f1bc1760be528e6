// What the reading of one file gathers: problems and expressions.
import type { Span } from '../../base/span.ts';
import { printable } from '../../base/text.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import type { Expression } from '../../model/workflow.ts';
import type { YamlNode } from '../../syntax/yaml.ts';

export interface Report {
  readonly source: string;
  readonly problems: ReadProblem[];
  readonly expressions: Expression[];
  /** False when the YAML is broken: keys are then in the wrong places, and what would be said of them is noise. */
  readonly whole: boolean;
}

export type Path = readonly (string | number)[];

/** `jobs.build.steps[0].run` */
export function dotted(path: Path): string {
  return path.map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`)).join('');
}

export function addProblem(
  report: Report,
  problem: { code: string; message: string; span: Span; hint: string; replacement?: string },
): void {
  if (report.whole) report.problems.push({ ...problem, message: printable(problem.message) });
}

/** What was found, for a message: `the text "abc"`, `a list`. */
export function described(node: YamlNode): string {
  if (node.kind === 'list') return 'a list';
  if (node.kind === 'map') return 'a mapping';
  if (node.value === null) return 'nothing';
  const text = node.text.replaceAll('\n', ' ');
  return `"${text.length > 60 ? `${text.slice(0, 57)}...` : text}"`;
}
