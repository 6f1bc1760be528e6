// Steps that build an image: with docker's actions, or by a command.
import { type Located, located } from '../../base/span.ts';
import type { ImageBuild } from '../../model/ci.ts';
import type { Dockerfile } from '../../model/dockerfile.ts';
import type { Job, Step, TextValue, Workflow } from '../../model/workflow.ts';
import { commandsOf, type ShellCommand, type ShellWord } from '../../syntax/shell.ts';
import { insidePath, joinPath } from '../paths.ts';

type Found = Pick<ImageBuild, 'context' | 'file' | 'target' | 'tags' | 'pushes'>;
type DockerfileAt = (file: string) => Dockerfile | undefined;

export function imageBuildsOf(workflow: Workflow, dockerfileAt: DockerfileAt): readonly ImageBuild[] {
  return [...workflow.jobs.values()].flatMap((job) =>
    job.steps.flatMap((step) =>
      buildsOf(workflow, job, step).map((found) => {
        const context = isElsewhere(job) ? undefined : fromRoot(workflow, found.context);
        const file = isElsewhere(job) ? undefined : fromRoot(workflow, found.file);
        const dockerfile = file === undefined ? undefined : dockerfileAt(file.value);
        return { ...found, context, file, dockerfile, workflow, job, step };
      }),
    ),
  );
}

function fromRoot({ folder }: Workflow, path: Located<string> | undefined): Located<string> | undefined {
  if (path === undefined || folder === undefined) return undefined;
  return located(joinPath(folder, path.value), path.span);
}

/** Another repository is checked out, or this one in a folder: paths are not those of the repository. */
function isElsewhere(job: Job): boolean {
  return job.steps.some(
    (step) =>
      /^actions\/checkout@/.test(step.uses?.value ?? '') &&
      step.with.some(({ name }) => name.value === 'path' || name.value === 'repository'),
  );
}

function buildsOf(workflow: Workflow, job: Job, step: Step): readonly Found[] {
  if (/^docker\/build-push-action@/.test(step.uses?.value ?? '')) return [byAction(step)];
  const { run } = step;
  if (run === undefined) return [];
  const folder = folderOf(workflow, job, step);
  const commands = commandsOf(run.value);
  const moves = commands.some(({ words }) => /^(?:cd|pushd)$/.test(words[0]?.text ?? ''));
  const isPushed = commands.some((command) => isDocker(command, 'push'));
  return commands.flatMap((command) => {
    const found = byCommand(run, command, moves ? undefined : folder);
    return found === undefined ? [] : [{ ...found, pushes: found.pushes || isPushed }];
  });
}

function folderOf(workflow: Workflow, job: Job, step: Step): string | undefined {
  const folder = step.workingDirectory ?? job.defaults.workingDirectory ?? workflow.defaults.workingDirectory;
  return folder === undefined ? '' : pathIn('', folder.value);
}

/** The path from the root; undefined for what is no path of the repository. */
function pathIn(folder: string | undefined, path: string): string | undefined {
  const plain = path.replace(/^\$\{\{\s*github\.workspace\s*\}\}\/?/, './');
  if (folder === undefined || plain.startsWith('/') || /[$*?]|:\/\/|^git@|\{\{/.test(plain)) return undefined;
  return insidePath(joinPath(folder, plain));
}

function byAction(step: Step): Found {
  const value = (name: string) => step.with.find((pair) => pair.name.value === name)?.value;
  const given = value('context');
  // The default is the repository itself, as pushed.
  const context = given === undefined ? '' : contextOf(given.value);
  const file = value('file');
  const at = given?.span ?? step.uses?.span ?? step.span;
  const path = file === undefined ? dockerfileIn(context) : pathIn('', file.value);
  return {
    context: context === undefined ? undefined : located(context, at),
    file: path === undefined ? undefined : located(path, file?.span ?? at),
    target: value('target'),
    tags: tagsOf(value('tags')),
    pushes: value('push') !== undefined && value('push')?.value !== 'false',
  };
}

function contextOf(text: string): string | undefined {
  const sub = /^\{\{\s*defaultContext\s*\}\}(?::(.*))?$/.exec(text.trim());
  return pathIn('', sub === null ? text.trim() : (sub[1] ?? '.'));
}

function dockerfileIn(context: string | undefined): string | undefined {
  return context === undefined ? undefined : joinPath(context, 'Dockerfile');
}

/** One a line, or separated by commas; outputs of other steps stay as they are. */
function tagsOf(tags: TextValue | undefined): readonly Located<string>[] {
  if (tags === undefined) return [];
  return [...tags.value.matchAll(/(?:\$\{\{.*?\}\}|[^\s,])+/g)].map((match) =>
    located(match[0], tags.place(match.index, match.index + match[0].length)),
  );
}

function isDocker({ words }: ShellCommand, verb: string): boolean {
  const plain = words.map(({ text }) => text).filter((word) => word !== 'sudo');
  return /^(?:docker|podman)$/.test(plain[0] ?? '') && plain[1] === verb;
}

const withValue = new Set(
  'tag t file f build-arg target platform cache-from cache-to output o label secret ssh network progress builder iidfile metadata-file memory m build-context provenance sbom annotation add-host ulimit shm-size attest no-cache-filter cgroup-parent'.split(
    ' ',
  ),
);
const withoutValue = new Set(
  'push load pull no-cache rm force-rm quiet q squash compress check debug D'.split(' '),
);

function byCommand(run: TextValue, command: ShellCommand, folder: string | undefined): Found | undefined {
  const words = command.words.filter(({ text }) => text !== 'sudo');
  if (!/^(?:docker|podman)$/.test(words[0]?.text ?? '')) return undefined;
  const start = ['buildx', 'image', 'builder'].includes(words[1]?.text ?? '') ? 2 : 1;
  if (words[start]?.text !== 'build') return undefined;
  const { flags, rest, unclear } = readFlags(words.slice(start + 1));
  const word = rest.length === 1 && !unclear ? rest[0] : undefined;
  const context = word === undefined || word.dynamic ? undefined : pathIn(folder, word.text);
  const place = (one: ShellWord) => run.place(one.start, one.end);
  const file = flags.find(({ name }) => name === 'f' || name === 'file');
  const path = file === undefined ? dockerfileIn(context) : pathIn(folder, file.value);
  const target = flags.find(({ name }) => name === 'target');
  return {
    target: target && located(target.value, place(target.word)),
    context: context === undefined || word === undefined ? undefined : located(context, place(word)),
    file:
      path === undefined || (file === undefined && word === undefined)
        ? undefined
        : located(path, place(file?.word ?? word ?? command.words[0] ?? words[start])),
    tags: flags
      .filter(({ name }) => name === 't' || name === 'tag')
      .map((flag) => located(flag.value, place(flag.word))),
    pushes: flags.some(({ name }) => name === 'push'),
  };
}

interface Flag {
  readonly name: string;
  readonly value: string;
  readonly word: ShellWord;
}

function readFlags(words: readonly ShellWord[]) {
  const flags: Flag[] = [];
  const rest: ShellWord[] = [];
  let unclear = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    const match = /^--?([a-zA-Z-]+)(?:=([\s\S]*))?$/.exec(word.text);
    if (match === null) {
      rest.push(word);
      continue;
    }
    const [, name = '', given] = match;
    const next = words[at + 1];
    if (given === undefined && withValue.has(name) && next !== undefined) {
      flags.push({ name, value: next.text, word: next });
      at += 1;
    } else {
      flags.push({ name, value: given ?? '', word });
      if (given === undefined && !withoutValue.has(name)) unclear = true;
    }
  }
  return { flags, rest, unclear };
}
