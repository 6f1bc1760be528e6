// Findings on what kustomizations make are told of what people wrote: by the names in the files, and once for all overlays.
import { literal } from '../base/text.ts';
import { type Fix, fixOf, type Problem, type Severity, severities } from '../model/finding.ts';
import type { KubernetesObject, KubernetesSet } from '../model/kubernetes.ts';
import type { Project } from '../model/project.ts';
import type { Met } from './walk.ts';

/** A problem of a rendered object, with names as written and only the fixes that fit the text of the file. */
export function asWritten(
  problem: Problem,
  { rendered, kustomizations }: KubernetesSet,
  object: KubernetesObject | undefined,
): Problem {
  if (rendered === undefined) return problem;
  const written = writer(rendered.names);
  const { fix, ...rest } = problem;
  // A kustomization itself is text that nothing renders.
  const isOfText = (file: string) =>
    object === undefined
      ? kustomizations.some((each) => each.file === file)
      : file === object.file && !rendered.patched.has(object);
  return {
    ...rest,
    message: written(problem.message),
    ...(problem.object === undefined ? {} : { object: written(problem.object) }),
    ...(problem.related === undefined
      ? {}
      : { related: problem.related.map(({ at, message }) => ({ at, message: written(message) })) }),
    ...(fix === undefined ? {} : { fix: () => fitting(fixOf(problem), isOfText, written) }),
  };
}

const writers = new WeakMap<ReadonlyMap<string, string>, (text: string) => string>();

/** Puts the names of the files for those that were made of them. Most messages have none of these, and many are written. */
function writer(names: ReadonlyMap<string, string>): (text: string) => string {
  const known = writers.get(names);
  if (known !== undefined) return known;
  const made = [...names.keys()].sort((a, b) => b.length - a.length).map(literal);
  const words = new RegExp(`(?<![\\w.-])(?:${made.join('|')})(?![\\w.-])`, 'g');
  const write =
    made.length === 0
      ? (text: string) => text
      : (text: string) => text.replace(words, (word) => names.get(word) ?? word);
  writers.set(names, write);
  return write;
}

function fitting(
  fix: Fix | undefined,
  isOfText: (file: string) => boolean,
  written: (text: string) => string,
): Fix | undefined {
  if (fix?.edits.every(({ span }) => isOfText(span.file)) !== true) return undefined;
  return { ...fix, edits: fix.edits.map(({ span, text }) => ({ span, text: written(text) })) };
}

/** At most so many overlays are named beside a finding that not all of them have. */
const maximumNamed = 5;

/**
 * One fact that several kustomizations render is met once, as grave as in the gravest of them. Where others mend it,
 * those that do not are named.
 */
export function onceForAll(met: readonly Met[], project: Project): readonly Met[] {
  const groups = new Map<string, Met[]>();
  for (const one of met) {
    if (one.set?.rendered === undefined) continue;
    const { file, start, end } = one.problem.at;
    const key = `${one.rule.area}/${one.rule.id}\n${file}\n${start}\n${end}\n${one.problem.message}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  const kept = new Map<Met, Met>();
  for (const group of groups.values()) {
    const gravest = group.toSorted((a, b) => rank(a) - rank(b))[0];
    if (gravest !== undefined) kept.set(gravest, withOverlays(gravest, group, project));
  }
  return met.flatMap((one) => (one.set?.rendered === undefined ? one : (kept.get(one) ?? [])));
}

function rank({ rule, problem }: Met): number {
  const severity: Severity = problem.severity ?? rule.severity;
  return severities.indexOf(severity);
}

function withOverlays(met: Met, group: readonly Met[], project: Project): Met {
  const { problem } = met;
  const having = new Set(group.flatMap(({ set }) => set ?? []));
  const all = project.kubernetes.sets.filter(
    ({ rendered, files }) => rendered !== undefined && files.includes(problem.at.file),
  );
  if (all.length <= having.size) return met;
  const named = [...having].slice(0, maximumNamed).flatMap(({ rendered }) => rendered?.by ?? []);
  const related = named.map(({ file, folder }) => ({
    at: { file, start: 0, end: 0 },
    message: `it is so in what ${folder === '' ? 'this kustomization' : folder} renders`,
  }));
  return { ...met, problem: { ...problem, related: [...(problem.related ?? []), ...related] } };
}
