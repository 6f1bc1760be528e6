// Steps that build an image: with docker's action or one like it, or by a command.
import { type Located, located } from '../../base/span.ts';
import type { GitlabBuild, GitlabRun, WorkflowBuild } from '../../model/ci.ts';
import type { Dockerfile } from '../../model/dockerfile.ts';
import type { Job, Step, TextValue, Workflow } from '../../model/workflow.ts';
import { commandsOf } from '../../syntax/shell.ts';
import { joinPath } from '../paths.ts';
import { type BuildCommand, buildCommandOf, dockerfileIn, pathIn, pushedBy } from './build-command.ts';
import { filledSteps } from './filled.ts';

type DockerfileAt = (file: string) => Dockerfile | undefined;

/** Of a file; what its matrices make beyond that stays as it is written. */
const maximumFilled = 1000;

export function imageBuildsOf(workflow: Workflow, dockerfileAt: DockerfileAt): readonly WorkflowBuild[] {
  let left = maximumFilled;
  const eachBuild = (job: Job, step: Step) => {
    const isBuild = buildAction.test(step.uses?.value ?? '') || builder.test(step.run?.value ?? '');
    if (!isBuild) return [];
    const named = withImages(job, step);
    // Once for each image that a matrix makes of one step.
    const filled = left > 0 ? filledSteps(workflow, job, named) : [named];
    left -= filled.length;
    return filled.flatMap((one) => buildsOf(workflow, job, one));
  };
  return [...workflow.jobs.values()].flatMap((job) => {
    const inRepository = isElsewhere(job) ? () => undefined : fromRoot;
    return job.steps.flatMap((step) =>
      eachBuild(job, step).map((found): WorkflowBuild => {
        const context = inRepository(workflow, found.context);
        const file = inRepository(workflow, found.file);
        const dockerfile = file === undefined ? undefined : dockerfileAt(file.value);
        return { ...found, by: 'workflow', context, file, dockerfile, workflow, job, step };
      }),
    );
  });
}

const metadata = /\bsteps\.([\w-]+)\.outputs\.(?:tags|json)\b/;

/** The step with the names that docker's metadata action makes its tags of, so that matrices are put into them as well. */
function withImages(job: Job, step: Step): Step {
  const tags = step.with.find(({ name }) => name.value === 'tags');
  const id = metadata.exec(tags?.value.value ?? '')?.[1];
  if (id === undefined) return step;
  const names = job.steps
    .find((one) => one.id?.value === id && /^docker\/metadata-action@/.test(one.uses?.value ?? ''))
    ?.with.find(({ name }) => name.value === 'images');
  return names === undefined ? step : { ...step, with: [...step.with, names] };
}

/** docker's own, and those of builders in the cloud that take the same inputs. */
const buildAction = /^(?:docker|useblacksmith|depot)\/build-push-action@/;

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

function buildsOf(workflow: Workflow, job: Job, step: Step): readonly BuildCommand[] {
  if (buildAction.test(step.uses?.value ?? '')) return [byAction(step)];
  const { run } = step;
  // Where words stand is worked out for those of a builder alone: most steps run none.
  if (run === undefined || !builder.test(run.value)) return [];
  const folder = folderOf(workflow, job, step);
  const all = commandsOf(run.value);
  const moves = all.some(({ words: [first] }) => /^(?:cd|pushd)$/.test(first?.text ?? ''));
  const commands = all
    .filter(({ words }) => words.slice(0, 2).some(({ text }) => builder.test(text)))
    .map(({ words }) =>
      words.map(({ text, dynamic, start, end }) => ({ text, dynamic, span: run.place(start, end) })),
    );
  const isPushed = commands.some((words) => pushedBy(words) !== undefined);
  return commands.flatMap((words) => {
    const found = buildCommandOf(words, moves ? undefined : folder);
    return found === undefined ? [] : [{ ...found, pushes: found.pushes || isPushed }];
  });
}

const builder = /\b(?:docker|podman|nerdctl|buildah|kaniko)\b/;

/** Jobs share the registry, and often the daemon: what one builds another may push. */
export function gitlabBuildsOf(
  runs: readonly GitlabRun[],
  dockerfileAt: DockerfileAt,
): readonly GitlabBuild[] {
  const builds = runs.flatMap((run) =>
    run.commands.flatMap((command) => {
      const found = buildCommandOf(command.words, command.folder);
      return found === undefined ? [] : [{ run, command, found }];
    }),
  );
  const names = new Set(builds.flatMap(({ found }) => found.tags.map(({ value }) => value)));
  const pushed = new Set(
    runs.flatMap(({ commands }) => commands.flatMap(({ words }) => pushedBy(words)?.text ?? [])),
  );
  // A name that no build gives is given afterwards, to any of them.
  const isRenamed = [...pushed].some((name) => !names.has(name));
  return builds.map(({ run, command, found }) => {
    const dockerfile = found.file === undefined ? undefined : dockerfileAt(found.file.value);
    const pushes = found.pushes || isRenamed || found.tags.some(({ value }) => pushed.has(value));
    return { ...found, by: 'gitlab', dockerfile, pushes, run, command };
  });
}

function folderOf(workflow: Workflow, job: Job, step: Step): string | undefined {
  const folder = step.workingDirectory ?? job.defaults.workingDirectory ?? workflow.defaults.workingDirectory;
  return folder === undefined ? '' : pathIn('', folder.value);
}

function byAction(step: Step): BuildCommand {
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
    // A name a line, maybe with keys: https://github.com/docker/metadata-action#images-input
    images: tagsOf(value('images')).map((one) => ({ ...one, value: one.value.replace(/^name=/, '') })),
    args: argsOf(value('build-args')),
    pushes: value('push') !== undefined && value('push')?.value !== 'false',
  };
}

function contextOf(text: string): string | undefined {
  const sub = /^\{\{\s*defaultContext\s*\}\}(?::(.*))?$/.exec(text.trim());
  return pathIn('', sub === null ? text.trim() : (sub[1] ?? '.'));
}

/** One a line, or separated by commas; outputs of other steps stay as they are. */
function tagsOf(tags: TextValue | undefined): readonly Located<string>[] {
  if (tags === undefined) return [];
  return [...tags.value.matchAll(/(?:\$\{\{.*?\}\}|[^\s,])+/g)].map((match) =>
    located(match[0], tags.place(match.index, match.index + match[0].length)),
  );
}

function argsOf(args: TextValue | undefined): readonly Located<string>[] {
  return [...(args?.value ?? '').matchAll(/^[ \t]*([A-Za-z_]\w*)=/gm)].flatMap((match) => {
    const name = match[1] ?? '';
    const start = match.index + match[0].indexOf(name);
    return args === undefined ? [] : [located(name, args.place(start, start + name.length))];
  });
}
