// Where the folders of a job lie in the repository, as the checkouts before a step have put them.
import type { Step, Workflow } from '../../model/workflow.ts';
import { actionName, inputOf, pathFromRoot } from './workflow.ts';

export type CheckedOut =
  /** Of this repository, relative to the root of what is reviewed. */
  | { readonly kind: 'ours'; readonly path: string; readonly folders: readonly string[] }
  /** Below no checkout. */
  | { readonly kind: 'beside'; readonly folders: readonly string[] };

/** `folders`: where checkouts lie. Undefined where nobody knows: another repository or branch, parts of this one, or no checkout at all. */
export function checkedOut(
  workflow: Workflow,
  before: readonly Step[],
  path: string,
): CheckedOut | undefined {
  const checkouts = before.filter((step) => actionName(step) === 'actions/checkout');
  const folders = checkouts.map((step) => plainFolder(inputOf(step, 'path')?.value ?? ''));
  if (checkouts.length === 0 || folders.includes(undefined)) return undefined;
  let best: { readonly folder: string; readonly step: Step } | undefined;
  for (const [index, step] of checkouts.entries()) {
    const folder = folders[index] ?? '';
    const isAround = folder === '' || path === folder || path.startsWith(`${folder}/`);
    if (isAround && folder.length >= (best?.folder.length ?? 0)) best = { folder, step };
  }
  const known = folders.flatMap((folder) => folder ?? []);
  if (best === undefined) return { kind: 'beside', folders: known };
  if (isForeign(best.step)) return undefined;
  const own = pathFromRoot(workflow, path.slice(best.folder.length).replace(/^\//, ''));
  return own === undefined ? undefined : { kind: 'ours', path: own, folders: known };
}

/** The head of a pull request has the folders of this one, as far as anybody can tell. */
function isForeign(step: Step): boolean {
  const ref = inputOf(step, 'ref')?.value ?? '';
  return (
    inputOf(step, 'repository') !== undefined ||
    inputOf(step, 'sparse-checkout') !== undefined ||
    (ref !== '' &&
      !/github\.(?:head_ref|ref|sha|event\.pull_request\.head|event\.workflow_run\.head)/.test(ref))
  );
}

/** Without `./` and slashes at its ends; undefined for what only the run knows, or what lies outside. */
export function plainFolder(path: string): string | undefined {
  if (/^[/~]|[$*?{}\\]|(?:^|\/)\.\.(?:\/|$)/.test(path)) return undefined;
  return path
    .split('/')
    .filter((part) => part !== '.' && part !== '')
    .join('/');
}
