// Links of pipelines, scripts, targets of make and scripts of package.json: what they build, push, deploy and run.
import { groupBy } from '../../../base/group.ts';
import type { ImageBuild } from '../../../model/ci.ts';
import type { Link, LinkEnd } from '../../../model/link.ts';
import type { PackageFile } from '../../../model/package-file.ts';
import type { Project } from '../../../model/project.ts';
import type { Script, ScriptCommand } from '../../../model/script.ts';
import type { Job, Step, Workflow } from '../../../model/workflow.ts';
import { actionName, inputOf } from '../workflow.ts';
import { stepCommands } from '../workflow-run.ts';
import { placed } from './command-paths.ts';
import { commandLinks } from './commands.ts';
import { dockerLinks, pushLinks } from './docker-commands.ts';
import { commandEnd, fileEnd, imageEnd, jobEnd, link, runEnd } from './ends.ts';

export function* pipelineLinks(project: Project): Iterable<Link> {
  const found = [...jobsLinks(project), ...scriptsLinks(project)];
  yield* found;
  const known = new Set(project.scripts.map(({ file }) => file));
  const further = [...furtherScripts(project, found, known)];
  yield* further;
  yield* deploying([...packagesLinks(project)], [...found, ...further]);
}

function* jobsLinks(project: Project): Iterable<Link> {
  for (const build of project.ci.imageBuilds) yield* imageLinks(build);
  for (const workflow of project.ci.workflows.values()) {
    for (const job of workflow.jobs.values()) yield* jobLinks(project, workflow, job);
  }
  for (const run of project.ci.gitlabRuns) {
    const end = runEnd(run);
    for (const command of run.commands) {
      yield* commandLinks(project, end, command);
      yield* pushLinks(end, command);
    }
  }
}

function* imageLinks(build: ImageBuild): Iterable<Link> {
  const { dockerfile, file, tags, pushes } = build;
  const end = build.by === 'workflow' ? jobEnd(build.workflow, build.job) : runEnd(build.run);
  const { span: at } = build.by === 'workflow' ? build.step : build.command;
  if (dockerfile !== undefined)
    yield link(end, 'builds', fileEnd('Dockerfile', dockerfile.file), ['declared'], file?.span ?? at);
  for (const { value, span } of tags) {
    const image = imageEnd(value);
    yield link(end, pushes ? 'pushes' : 'makes', image, ['declared'], span);
    // Where an expression is the whole name, it says nothing.
    if (dockerfile !== undefined && /[\w.-]$/.test(image.name) && !/^\$\w+$/.test(image.name))
      yield link(fileEnd('Dockerfile', dockerfile.file), 'makes', image, ['resolved', 'certain'], span);
  }
}

function* jobLinks(project: Project, workflow: Workflow, job: Job): Iterable<Link> {
  const end = jobEnd(workflow, job);
  // Paths of another repository are not those of this one.
  const isElsewhere = job.steps.some(
    (step) =>
      actionName(step) === 'actions/checkout' &&
      (inputOf(step, 'repository') !== undefined || inputOf(step, 'path') !== undefined),
  );
  if (isElsewhere) return;
  for (const step of job.steps) {
    const folder = folderOf(workflow, job, step);
    if (folder === undefined) continue;
    const commands = stepCommands(step).map(({ parts, span, operatorBefore, depth }): ScriptCommand => {
      const words = parts.map(({ text, dynamic, start, end: last }) => ({
        text,
        dynamic,
        span: step.run?.place(start, last) ?? span,
      }));
      return { words, span, operatorBefore, depth };
    });
    for (const command of placed(project, commands, folder)) {
      yield* commandLinks(project, end, command);
      yield* pushLinks(end, command);
    }
  }
}

function folderOf(workflow: Workflow, job: Job, step: Step): string | undefined {
  const folder = step.workingDirectory ?? job.defaults.workingDirectory ?? workflow.defaults.workingDirectory;
  const path = (folder?.value ?? '').replace(/^(?:\.\/)+|\/+$/g, '').replace(/^\.$/, '');
  if (/[$*{}]|^\/|\.\./.test(path)) return undefined;
  return [workflow.folder ?? '', path].filter((part) => part !== '').join('/');
}

function* scriptsLinks(project: Project): Iterable<Link> {
  // What Makefiles and package.json run is told by target and script, and jobs have been told of.
  const others = new Set(project.packages.map(({ file }) => file));
  for (const script of project.scripts)
    if (script.kind !== 'job' && !others.has(script.file)) yield* scriptLinks(project, script);
}

function* scriptLinks(project: Project, script: Script): Iterable<Link> {
  const end = fileEnd('script', script.file);
  const folder = script.file.slice(0, Math.max(0, script.file.lastIndexOf('/')));
  for (const command of placed(project, script.commands, folder)) {
    yield* commandLinks(project, end, command);
    yield* dockerLinks(project, end, command);
  }
}

/** Scripts that are run, and those that they run: what deals with no container itself may call what does. */
function* furtherScripts(project: Project, links: readonly Link[], known: Set<string>): Iterable<Link> {
  const waiting = links.map(({ to }) => to);
  for (let end = waiting.pop(); end !== undefined; end = waiting.pop()) {
    const file = end.kind === 'script' ? end.at?.file : undefined;
    if (file === undefined || known.has(file)) continue;
    known.add(file);
    const script = project.scriptAt(file);
    const found = script === undefined ? [] : [...scriptLinks(project, script)];
    yield* found;
    waiting.push(...found.map(({ to }) => to));
  }
}

function* packagesLinks(project: Project): Iterable<Link> {
  for (const file of project.packages) {
    for (const name of file.commands.keys()) {
      const end = commandEnd(file, name);
      for (const command of commandsOf(project, file, name)) {
        yield* commandLinks(project, end, command);
        yield* dockerLinks(project, end, command);
      }
      for (const other of file.needs(name))
        yield link(end, 'runs', commandEnd(file, other), ['declared'], end.at);
    }
  }
}

function commandsOf(project: Project, file: PackageFile, name: string) {
  // Each line of a recipe has a shell of its own.
  const steps = file.steps(name);
  if (file.kind !== 'make') return placed(project, steps, file.folder);
  const lines: ScriptCommand[][] = [];
  for (const step of steps) {
    // The first command of a line; those behind it follow an operator.
    if (step.operatorBefore === '' || lines.length === 0) lines.push([step]);
    else lines.at(-1)?.push(step);
  }
  return lines.flatMap((line) => placed(project, line, file.folder));
}

/** Most targets and scripts compile, test and format: those that lead to something are kept, and those that jobs run. */
function* deploying(links: readonly Link[], others: readonly Link[]): Iterable<Link> {
  const isCommand = ({ kind }: LinkEnd) => kind === 'target' || kind === 'npm script';
  const before = groupBy(links, ({ to }) => to.id);
  const kept = new Set(
    links.filter(({ to }) => !isCommand(to) && to.kind !== 'script').map(({ from }) => from.id),
  );
  for (const id of kept) for (const { from } of before.get(id) ?? []) kept.add(from.id);
  const after = groupBy(links, ({ from }) => from.id);
  const reached = new Set(others.filter(({ to }) => isCommand(to)).map(({ to }) => to.id));
  for (const id of reached) for (const { to } of after.get(id) ?? []) reached.add(to.id);
  for (const each of links)
    if (
      (kept.has(each.from.id) && (kept.has(each.to.id) || !isCommand(each.to))) ||
      reached.has(each.from.id)
    )
      yield each;
}
