// Files of the repository that the commands of a workflow name.
import type { Span } from '../../base/span.ts';
import type { Ci, GitlabRun } from '../../model/ci.ts';
import type { Project } from '../../model/project.ts';
import type { Job, Step, Workflow } from '../../model/workflow.ts';
import { withoutSudo } from './compose-call.ts';
import { actionName, inputOf, isDynamic, localAction, pathFromRoot, usedBy } from './workflow.ts';
import { type StepCommand, stepCommands } from './workflow-run.ts';

interface NamedFile {
  /** Relative to the root. */
  readonly path: string;
  readonly at: Span;
  readonly what: 'script' | 'compose file' | 'manifest' | 'chart' | 'values file';
}

/** Files that must be there when the step runs: those that a step before may make are left out. */
export function namedFiles(
  project: Pick<Project, 'ci'>,
  workflow: Workflow,
  job: Job,
  step: Step,
): readonly NamedFile[] {
  const { run } = step;
  const folder = folderOf(workflow, job, step);
  const before = job.steps.slice(0, step.index);
  if (run === undefined || folder === undefined || !isPlainCheckout(before)) return [];
  const scripts = [...before, ...before.flatMap((one) => stepsWithin(project, workflow, one))];
  const commands = stepCommands(step);
  const moved = commands.findIndex(({ program }) => /^(?:cd|pushd|git|tar|unzip|chroot|ssh)$/.test(program));
  const reachable = moved === -1 ? commands : commands.slice(0, moved);
  return reachable.flatMap((command) => {
    if (command.depth > 0) return [];
    return wordsNaming(command).flatMap(({ index, what }) => {
      const word = command.parts[index];
      const path =
        word === undefined || word.dynamic || isDynamic(word.text) ? undefined : pathIn(folder, word.text);
      if (
        word === undefined ||
        path === undefined ||
        isMadeBefore(path, scripts, run.value.slice(0, command.start))
      )
        return [];
      return [{ path, at: run.place(word.start, word.end), what }];
    });
  });
}

/** The same of a job of GitLab: up to the first command that may bring or make files. */
export function filesNamedIn(
  { ci, texts }: Project,
  { pipeline, commands }: GitlabRun,
): readonly NamedFile[] {
  const text = texts.get(pipeline.file)?.text ?? '';
  // Jobs may have no checkout, and files that others left.
  if (/\bGIT_(?:STRATEGY|CHECKOUT|CLONE_PATH)\b/.test(text)) return [];
  const left = leftByJobs(ci);
  const last = commands.findIndex((command) => bringing.test(nameOf(withoutSudo(command)[0]?.text ?? '')));
  return (last === -1 ? commands : commands.slice(0, last)).flatMap((command) => {
    const all = withoutSudo(command);
    const words = all.map((word) => word.text);
    if (command.depth > 0 || command.folder === undefined) return [];
    const { folder } = command;
    return wordsNaming({ program: nameOf(words[0] ?? ''), words }).flatMap(({ index, what }) => {
      const word = all[index];
      const path = word === undefined || word.dynamic ? undefined : pathIn(folder, word.text);
      // Compose files are told of as those of scripts are.
      if (word === undefined || path === undefined || what === 'compose file') return [];
      if (isLeft(path, left) || isWritten(path, text)) return [];
      return [{ path, at: word.span, what }];
    });
  });
}

const bringing =
  /^(?:git|tar|unzip|chroot|ssh|curl|wget|cp|mv|rsync|tee|touch|sed|envsubst|make|npm|yarn|pnpm|cmake|gradlew?|mvnw?|cookiecutter|jinja2?|aws|gsutil)$/;

function nameOf(path: string): string {
  return path.replace(/^.*\//, '');
}

export function leftByJobs({ gitlab }: Ci): readonly string[] {
  return gitlab.flatMap(({ jobs }) => jobs.flatMap(({ artifacts }) => artifacts));
}

/** True for what jobs keep of their files, as far as it is known. */
export function isLeft(path: string, left: readonly string[]): boolean {
  return left.some((one) => {
    const folder = one.replace(/^\.?\/|\/?\*.*$|\/$/g, '');
    return one.includes('$') || folder === '' || path === folder || path.startsWith(`${folder}/`);
  });
}

/** A redirection makes the file, wherever in the pipeline. */
function isWritten(path: string, text: string): boolean {
  return text
    .split(nameOf(path))
    .slice(0, -1)
    .some((before) => />\s*["']?[^\s"'>]*$/.test(before.slice(-200)));
}

export function folderOf(workflow: Workflow, job: Job, step: Step): string | undefined {
  const folder = step.workingDirectory ?? job.defaults.workingDirectory ?? workflow.defaults.workingDirectory;
  const path = folder === undefined ? '' : pathIn('', folder.value);
  return path === undefined ? undefined : pathFromRoot(workflow, path);
}

/** The repository itself, at the commit that holds the workflow. */
export function isPlainCheckout(before: readonly Step[]): boolean {
  const checkouts = before.filter((step) => actionName(step) === 'actions/checkout');
  return (
    checkouts.length > 0 &&
    checkouts.every((step) =>
      ['path', 'repository', 'ref', 'sparse-checkout'].every((name) => inputOf(step, name) === undefined),
    )
  );
}

export function pathIn(folder: string, path: string): string | undefined {
  if (path.startsWith('/') || /[$*?~{}\\]|:\/\//.test(path)) return undefined;
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** Of an action of the repository: it works in the same folder. */
function stepsWithin(project: Pick<Project, 'ci'>, workflow: Workflow, { uses }: Step): readonly Step[] {
  const used = usedBy(uses);
  return used?.kind === 'local' ? (localAction(project, workflow, used.path)?.steps ?? []) : [];
}

/** Steps that write, fetch or build may bring the file: its name in one of them, or a program that makes files. */
function isMadeBefore(path: string, before: readonly Step[], own: string): boolean {
  const texts = [...before.map(({ run }) => run?.value ?? ''), own];
  const makes =
    /\b(?:make|curl|wget|git clone|unzip|tar|gh release|gh run|cp|mv|cmake|configure|cookiecutter|generate|helm (?:pull|fetch|create))\b/;
  if (texts.some((text) => isNamed(path, text) || makes.test(text))) return true;
  return before.some((step) => /download|artifact|restore|fetch/.test(step.uses?.value ?? ''));
}

/** True when a word of the text may mean the path: another folder's file of that name does not. */
function isNamed(path: string, text: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === '' || !text.includes(name)) return name === '';
  // Names of folders are words of other kinds as well.
  const isFile = name.includes('.');
  const words = text.replace(/^\s*#.*$/gm, '').split(/[\s"'`;|&()<>=]+/);
  return words.some((word) => {
    const plain = word.replace(/^\.\//, '').replace(/\/+$/, '');
    if (!plain.endsWith(name)) return false;
    const isPath = plain.includes('/') && !/[$*{]/.test(plain);
    return isPath ? path.endsWith(plain) || plain.endsWith(`/${path}`) : isFile || /[$*{]/.test(plain);
  });
}

/** Words of the command that are files of the repository. */
function wordsNaming(
  command: Pick<StepCommand, 'program' | 'words'>,
): readonly { index: number; what: NamedFile['what'] }[] {
  const { program, words } = command;
  const first = words[0] ?? '';
  if (/^\.{1,2}\/.*\.(?:sh|bash|py|rb|pl)$/.test(first)) return [{ index: 0, what: 'script' }];
  const script = /^(?:ba|z)?sh$/.test(program)
    ? /\.(?:sh|bash)$/
    : /^python3?$/.test(program)
      ? /\.py$/
      : program === 'node'
        ? /\.[cm]?js$/
        : undefined;
  if (script !== undefined) {
    const second = words[1] ?? '';
    return script.test(second) && !second.startsWith('-') ? [{ index: 1, what: 'script' }] : [];
  }
  const isCompose = program === 'docker-compose' || (program === 'docker' && words[1] === 'compose');
  if (isCompose) return flagged(words, ['-f', '--file'], 'compose file');
  if (program === 'helm') return chartNamed(words);
  const isApply = program === 'kubectl' && (words[1] === 'apply' || words[1] === 'create');
  return isApply ? flagged(words, ['-f', '--filename', '-k'], 'manifest') : [];
}

/** A chart of the repository is written as a path; `repo/chart` is one of a repository of charts. */
function chartNamed(words: readonly string[]): readonly { index: number; what: NamedFile['what'] }[] {
  if (!/^(?:upgrade|install|lint|template)$/.test(words[1] ?? '')) return [];
  const chart = words.findIndex(
    (word, index) => /^\.\.?\/[^.]/.test(word) && !(words[index - 1] ?? '').startsWith('-'),
  );
  const values = flagged(words, ['-f', '--values'], 'values file');
  return chart === -1 ? values : [{ index: chart, what: 'chart' }, ...values];
}

function flagged(words: readonly string[], flags: readonly string[], what: NamedFile['what']) {
  return words.flatMap((word, index) => {
    const next = words[index + 1];
    return flags.includes(word) && next !== undefined && next !== '-' ? [{ index: index + 1, what }] : [];
  });
}
