// Jobs of GitLab as they run: what they extend and include put in, their variables as far as files say them.
// Source: https://docs.gitlab.com/ci/yaml/yaml_optimization/, https://docs.gitlab.com/ci/variables/
import type {
  GitlabJob,
  GitlabPipeline,
  GitlabRun,
  GitlabSectionName,
  PlacedCommand,
} from '../../model/ci.ts';
import type { ScriptWord } from '../../model/script.ts';
import type { TextValue } from '../../model/workflow.ts';
import { commandsOf, type ShellWord } from '../../syntax/shell.ts';
import { folderOf, joinPath, nameOf } from '../paths.ts';
import { pathIn } from './build-command.ts';

/** As GitLab: no chain of `extends`, and no tree of files, is longer. */
const maximumExtends = 11;
const maximumFiles = 150;
const maximumTexts = 20_000;

/** As GitLab: no job runs more often at once. And no script is read so often that it takes long. */
const maximumParallel = 200;
const maximumLetters = 1_000_000;

/** The file, or all that fit a path with `*`. */
export type PipelinesAt = (path: string) => readonly GitlabPipeline[];

/** GitLab runs the file of this name, with what it includes; others are templates for other repositories. */
export function gitlabRunsOf(
  pipelines: readonly GitlabPipeline[],
  pipelinesAt: PipelinesAt,
): readonly GitlabRun[] {
  return pipelines
    .filter(({ file }) => nameOf(file) === '.gitlab-ci.yml')
    .flatMap((pipeline) => runsOf(partsOf(pipeline, pipelinesAt), folderOf(pipeline.file)));
}

/** Included files first: what includes them has the last word. */
function partsOf(pipeline: GitlabPipeline, pipelinesAt: PipelinesAt): readonly GitlabPipeline[] {
  const parts = new Map<string, GitlabPipeline>();
  const root = folderOf(pipeline.file);
  const add = (part: GitlabPipeline) => {
    if (parts.has(part.file) || parts.size >= maximumFiles) return;
    parts.set(part.file, part);
    for (const path of part.includes) pipelinesAt(joinPath(root, path)).forEach(add);
  };
  add(pipeline);
  return [...parts.values()].reverse();
}

interface Around {
  /** Where the repository lies. */
  readonly root: string;
  readonly settled: Map<GitlabJob, Settled>;
  /** How many texts may still be read: references name each other, and a file of a few lines can stand for millions. */
  left: number;
  readonly jobs: ReadonlyMap<string, GitlabJob>;
  readonly variables: ReadonlyMap<string, string>;
  readonly defaults: GitlabJob['sections'];
}

function runsOf(parts: readonly GitlabPipeline[], root: string): readonly GitlabRun[] {
  const around: Around = {
    root,
    settled: new Map(),
    left: maximumTexts,
    jobs: new Map(parts.flatMap(({ jobs }) => jobs.map((job) => [job.name.value, job] as const))),
    variables: new Map(parts.flatMap(({ variables }) => [...variables])),
    defaults: new Map(parts.flatMap(({ defaults }) => [...defaults])),
  };
  return parts.flatMap((pipeline) =>
    pipeline.jobs.flatMap((job) => {
      // A name with a dot in front is a template; a later file may have written the job anew.
      if (job.name.value.startsWith('.') || around.jobs.get(job.name.value) !== job) return [];
      return combinedRuns(pipeline, job, around);
    }),
  );
}

function combinedRuns(pipeline: GitlabPipeline, job: GitlabJob, around: Around): readonly GitlabRun[] {
  const settled = settle(job, around, 0);
  const sections = new Map([...around.defaults, ...settled.sections]);
  const most = Math.min(maximumParallel, Math.ceil(maximumLetters / lengthOf(sections)));
  const combinations = combinationsOf(settled.matrix, most);
  const hidden = combinations === undefined ? settled.matrix.flatMap((entry) => [...entry.keys()]) : [];
  const seen = new Set<string>();
  return (combinations ?? [[]]).flatMap((values) => {
    const variables = new Map([...around.variables, ...settled.variables, ...values]);
    for (const name of [...settled.unsettled, ...hidden]) variables.delete(name);
    const commands = commandsIn(sections, variables, around).filter((command) => {
      const key = JSON.stringify([command.folder, command.span.start, command.words.map(({ text }) => text)]);
      return values.length === 0 || (!seen.has(key) && seen.add(key));
    });
    return commands.length === 0 && seen.size > 0 ? [] : [{ pipeline, job, commands }];
  });
}

function lengthOf(sections: GitlabJob['sections']): number {
  const lines = [...sections.values()].flat();
  return lines.reduce((length, line) => length + ('value' in line ? line.value.length : 0), 1);
}

type Pairs = readonly (readonly [string, string])[];

/** One without values where there is no matrix; undefined where there are too many, or where only the run knows them. */
function combinationsOf(matrix: GitlabJob['matrix'], most: number): readonly Pairs[] | undefined {
  if (matrix.length === 0) return [[]];
  const all: Pairs[] = [];
  for (const entry of matrix) {
    let found: Pairs[] = [[]];
    for (const [name, values] of entry) {
      if (values.length === 0 || found.length * values.length > most) return undefined;
      found = found.flatMap((one) => values.map((value) => [...one, [name, value] as const]));
    }
    all.push(...found);
  }
  return all.length > most ? undefined : all;
}

interface Settled extends Pick<GitlabJob, 'sections' | 'variables' | 'matrix'> {
  readonly unsettled: ReadonlySet<string>;
}

function settle(job: GitlabJob, around: Around, depth: number): Settled {
  const known = around.settled.get(job);
  if (known !== undefined) return known;
  const names = depth >= maximumExtends ? [] : new Set(job.extends);
  const bases = [...names].flatMap((name) => around.jobs.get(name) ?? []);
  const all = [...bases.map((base) => settle(base, around, depth + 1)), job];
  const settled: Settled = {
    sections: new Map(all.flatMap(({ sections }) => [...sections])),
    variables: new Map(all.flatMap(({ variables }) => [...variables])),
    matrix: all.findLast(({ matrix }) => matrix.length > 0)?.matrix ?? [],
    unsettled: new Set(all.flatMap(({ unsettled }) => [...unsettled])),
  };
  around.settled.set(job, settled);
  return settled;
}

/** `before_script` and `script` share one shell, `after_script` begins anew in the folder of the checkout. */
function commandsIn(
  sections: GitlabJob['sections'],
  variables: Map<string, string>,
  around: Around,
): readonly PlacedCommand[] {
  const textsOf = (name: GitlabSectionName) => textsIn(sections, name, around, 0);
  const shells = [[...textsOf('before_script'), ...textsOf('script')], textsOf('after_script')];
  return shells.flatMap((texts) => {
    const shell = { root: around.root, folder: around.root, variables, unclear: new Set<string>() };
    return texts.flatMap((text) => readText(text, shell));
  });
}

function textsIn(
  sections: GitlabJob['sections'],
  name: GitlabSectionName,
  around: Around,
  depth: number,
): readonly TextValue[] {
  return (sections.get(name) ?? []).flatMap((line) => {
    around.left -= 1;
    if (around.left < 0) return [];
    if ('value' in line) return [line];
    const job = around.jobs.get(line.job);
    return job === undefined || depth >= maximumExtends
      ? []
      : textsIn(settle(job, around, 0).sections, line.section, around, depth + 1);
  });
}

interface ShellState {
  readonly root: string;
  folder: string | undefined;
  readonly variables: Map<string, string>;
  readonly unclear: Set<string>;
}

function readText(text: TextValue, shell: ShellState): readonly PlacedCommand[] {
  const before = shell.folder;
  const commands = commandsOf(text.value).map((command): PlacedCommand => {
    const { start, end, operatorBefore, depth } = command;
    const words = command.words.map((word) => settledWord(text, word, shell));
    const { folder } = shell;
    if (command.depth === 0) shell.folder = folderAfter(words, folder);
    for (const { text: pair } of [...command.assignments, ...exported(command.words)]) assign(pair, shell);
    return { words, span: text.place(start, end), operatorBefore, depth, folder };
  });
  // A subshell comes back to where it began.
  if (/\(\s*(?:cd|pushd)\b/.test(text.value)) shell.folder = before;
  return commands;
}

function folderAfter([first, second]: readonly ScriptWord[], folder: string | undefined): string | undefined {
  if (first?.text === 'popd') return undefined;
  if (first?.text !== 'cd' && first?.text !== 'pushd') return folder;
  return second === undefined || second.text === '-' ? undefined : pathIn(folder, second.text);
}

function exported([first, ...rest]: readonly ShellWord[]): readonly ShellWord[] {
  return /^(?:export|declare|local|readonly)$/.test(first?.text ?? '') ? rest : [];
}

/** What a script works out itself, or sets only sometimes, is not what the pipeline says. */
function assign(pair: string, { variables, unclear }: ShellState): void {
  const [, name, value = ''] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(pair) ?? [];
  if (name === undefined || unclear.has(name)) return;
  const before = variables.get(name);
  const now = expanded(value, variables, name);
  if (/[`(]|\$\{\w+[^\w}]/.test(value) || (before !== undefined && before !== now)) {
    variables.delete(name);
    unclear.add(name);
  } else variables.set(name, now);
}

function settledWord(text: TextValue, word: ShellWord, { root, variables }: ShellState): ScriptWord {
  const found = word.dynamic ? expanded(word.text, variables) : word.text;
  const value = root === '' ? found : found.replace(checkout, `$&/${root}`);
  // Unquoted, a value with blanks is several words.
  const isOne = word.quoted || !/\s/.test(value);
  return {
    text: isOne ? value : word.text,
    span: text.place(word.start, word.end),
    dynamic: word.dynamic && (!isOne || /[$`*?[]/.test(value.replace(checkout, ''))),
  };
}

/** The folder of the checkout is known, whatever its name: readers of paths take it for the root. */
const checkout = /^\$\{?CI_PROJECT_DIR\}?(?=\/|$)/;

/** Values are a few words: more than this is none that anybody names. */
const maximumLength = 500;

/** `$NAME` and `${NAME}` by their values, as far as they are known; GitLab's own variables stay. */
function expanded(text: string, variables: ReadonlyMap<string, string>, own?: string): string {
  let found = text;
  for (let round = 0; round < 5 && found.includes('$'); round++) {
    const next = found.replace(/\$(?:\{(\w+)\}|(\w+))/g, (all, braced?: string, plain?: string) => {
      const name = braced ?? plain ?? '';
      return (name === own ? undefined : variables.get(name)) ?? all;
    });
    if (next === found || next.length > maximumLength) break;
    found = next;
  }
  return found;
}
