// Versions and commits by which the workflows of a repository use an action at other places.
import type { Project } from '../../model/project.ts';
import type { TextValue } from '../../model/workflow.ts';
import { isCommit, usedBy } from './workflow.ts';

export interface Pin {
  readonly ref: string;
  /** The version that a comment beside a commit names, or the ref itself. */
  readonly version: string;
}

const cache = new WeakMap<Project, ReadonlyMap<string, readonly Pin[]>>();

/** Each ref once, in the order of the files. */
export function pinsOf(project: Project, uses: TextValue): readonly Pin[] {
  const known = cache.get(project) ?? allPins(project);
  cache.set(project, known);
  return known.get(nameOf(uses) ?? '') ?? [];
}

function nameOf(uses: TextValue): string | undefined {
  const used = usedBy(uses);
  return used?.kind === 'repository' ? `${used.name}/${used.path}` : undefined;
}

function allPins(project: Project): ReadonlyMap<string, readonly Pin[]> {
  const pins = new Map<string, Pin[]>();
  for (const uses of usesOf(project)) {
    const used = usedBy(uses);
    const name = nameOf(uses);
    if (used?.kind !== 'repository' || name === undefined) continue;
    const found = pins.get(name) ?? [];
    if (found.length === 0) pins.set(name, found);
    if (found.some(({ ref }) => ref === used.ref)) continue;
    const version = isCommit(used.ref) ? versionBeside(project, uses) : used.ref;
    if (version !== undefined) found.push({ ref: used.ref, version });
  }
  return pins;
}

/** Of jobs and steps, and of the steps of actions. */
export function usesOf({ ci }: Project): readonly TextValue[] {
  const found: TextValue[] = [];
  const add = (list: readonly { readonly uses: TextValue | undefined }[]) => {
    for (const { uses } of list) if (uses !== undefined) found.push(uses);
  };
  for (const { whole, jobs } of [...ci.workflows.values(), ...ci.templates]) {
    if (!whole) continue;
    for (const job of jobs.values()) {
      add([job]);
      add(job.steps);
    }
  }
  for (const { whole, steps: own } of ci.actions.values()) if (whole) add(own);
  return found;
}

/** `v4.2.2` of `@11bd71… # v4.2.2`. */
function versionBeside(project: Project, { span }: TextValue): string | undefined {
  const text = project.texts.get(span.file)?.text ?? '';
  const end = text.indexOf('\n', span.end);
  const rest = text.slice(span.end, end === -1 ? text.length : end);
  return /^["']?[ \t]+#[ \t]*(?:tag=|renovate: tag=)?(v?\d[\w.-]*)[ \t\r]*$/.exec(rest)?.[1];
}
