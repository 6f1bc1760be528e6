// Links of pipelines and scripts: what they build, push and deploy.
import type { Span } from '../../../base/span.ts';
import type { ImageBuild } from '../../../model/ci.ts';
import type { Link, LinkEnd } from '../../../model/link.ts';
import type { Project } from '../../../model/project.ts';
import type { Script, ScriptCommand, ScriptWord } from '../../../model/script.ts';
import type { Job, Workflow } from '../../../model/workflow.ts';
import { composeCallOf, servicesNamed, withoutSudo } from '../compose-call.ts';
import { namedFiles } from '../workflow-paths.ts';
import { stepCommands } from '../workflow-run.ts';
import { fileEnd, imageEnd, jobEnd, link, objectEnd, serviceEnd } from './ends.ts';

export function* pipelineLinks(project: Project): Iterable<Link> {
  for (const build of project.ci.imageBuilds) yield* imageLinks(build);
  for (const workflow of project.ci.workflows.values()) {
    for (const job of workflow.jobs.values()) yield* jobLinks(project, workflow, job);
  }
  for (const script of project.scripts) {
    const end = fileEnd('script', script.file);
    for (const command of script.commands) yield* commandLinks(project, end, command, folderOf(script));
  }
}

function* imageLinks({ workflow, job, step, dockerfile, file, tags, pushes }: ImageBuild): Iterable<Link> {
  const end = jobEnd(workflow, job);
  if (dockerfile !== undefined)
    yield link(end, 'builds', fileEnd('Dockerfile', dockerfile.file), ['declared'], file?.span ?? step.span);
  for (const { value, span } of tags) {
    const image = imageEnd(value);
    yield link(end, pushes ? 'pushes' : 'makes', image, ['declared'], span);
    // Where an expression is the whole name, it says nothing.
    if (dockerfile !== undefined && /[\w.-]$/.test(image.name))
      yield link(fileEnd('Dockerfile', dockerfile.file), 'makes', image, ['resolved', 'certain'], span);
  }
}

function* jobLinks(project: Project, workflow: Workflow, job: Job): Iterable<Link> {
  const end = jobEnd(workflow, job);
  for (const step of job.steps) {
    for (const { what, path, at } of namedFiles(workflow, job, step)) {
      if (what === 'script' && project.files.kind(path) === 'file')
        yield link(end, 'runs', fileEnd('script', path), ['declared'], at);
      if (what === 'manifest') yield* applied(project, end, path, at);
    }
    for (const { parts, span, operatorBefore, depth } of stepCommands(step)) {
      const words = parts.map(({ text, dynamic }) => ({ text, dynamic, span }));
      const command = { words, span, operatorBefore, depth };
      yield* composeLinks(project, end, command, workflow.folder ?? '');
    }
  }
}

function folderOf({ file }: Script): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}

function* commandLinks(
  project: Project,
  end: LinkEnd,
  command: ScriptCommand,
  folder: string,
): Iterable<Link> {
  yield* composeLinks(project, end, command, folder);
  const words = withoutSudo(command);
  const [program, verb] = words.map(({ text }) => text);
  if (program === 'kubectl' && (verb === 'apply' || verb === 'create')) {
    for (const { text, span } of valuesOf(words, manifestFlags)) {
      const path = fromHere(project, folder, text);
      if (path !== undefined) yield* applied(project, end, path, span);
    }
  } else if (/^(?:docker|podman)$/.test(program ?? '')) yield* dockerLinks(project, end, words, folder);
}

const manifestFlags = ['-f', '--filename', '-k', '--kustomize'];

function valuesOf(words: readonly ScriptWord[], flags: readonly string[]): readonly ScriptWord[] {
  return words.filter((word, at) => at > 1 && !word.dynamic && flags.includes(words[at - 1]?.text ?? ''));
}

/** `docker build -t api -f api/Dockerfile .`, `docker push api`. */
function* dockerLinks(
  project: Project,
  end: LinkEnd,
  words: readonly ScriptWord[],
  folder: string,
): Iterable<Link> {
  const verb = words[1]?.text;
  if (verb === 'push') {
    const image = words.slice(2).find(({ text }) => !text.startsWith('-'));
    if (image?.dynamic === false) yield link(end, 'pushes', imageEnd(image.text), ['declared'], image.span);
  }
  if (verb !== 'build') return;
  for (const { text, span } of valuesOf(words, ['-t', '--tag']))
    yield link(end, 'makes', imageEnd(text), ['declared'], span);
  for (const { text, span } of valuesOf(words, ['-f', '--file'])) {
    const path = fromHere(project, folder, text);
    if (path !== undefined && project.dockerfiles.has(path))
      yield link(end, 'builds', fileEnd('Dockerfile', path), ['declared'], span);
  }
}

const deploying = new Set(['up', 'start', 'restart', 'create', 'run']);

/** Services that a call of docker compose names, or all of the stack. */
function* composeLinks(
  project: Project,
  end: LinkEnd,
  command: ScriptCommand,
  folder: string,
): Iterable<Link> {
  const call = composeCallOf(command);
  if (call === undefined || !deploying.has(call.verb)) return;
  const files = call.files.map(({ text }) => fromHere(project, folder, text));
  const named = servicesNamed(call);
  for (const stack of project.stacks) {
    const isMeant =
      files.length === 0
        ? stack.environment === undefined && (stack.folder === folder || stack.folder === '')
        : files.length === stack.files.length && files.every((file) => stack.files.includes(file ?? ''));
    if (!isMeant) continue;
    for (const { text, span } of named) {
      const service = stack.services.get(text);
      if (service !== undefined)
        yield link(end, 'deploys', serviceEnd(stack, service), ['declared', 'likely'], span);
    }
    if (named.length > 0 || call.args.some(({ dynamic }) => dynamic)) continue;
    for (const service of stack.services.values())
      if (service.enabled) yield link(end, 'deploys', serviceEnd(stack, service), ['resolved'], command.span);
  }
}

function* applied({ kubernetes }: Project, end: LinkEnd, path: string, at: Span): Iterable<Link> {
  for (const { objects, files } of kubernetes.sets) {
    const isWhole = files.some((file) => file === `${path}/kustomization.yaml`);
    for (const object of objects) {
      const isIn = object.file === path || object.file.startsWith(`${path}/`);
      if (object.workload !== undefined && (isIn || isWhole))
        yield link(end, 'deploys', objectEnd(object), ['resolved', 'certain'], at);
    }
  }
}

/** Scripts are run from their own folder, or from the root. */
function fromHere({ files }: Project, folder: string, path: string): string | undefined {
  if (path.startsWith('/') || /[$*?]|:\/\//.test(path)) return undefined;
  const plain = path.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
  const own = folder.split('/').filter((part) => part !== '');
  const rest = plain.split('/');
  while (rest[0] === '..') {
    rest.shift();
    own.pop();
  }
  const candidates = [[...own, ...rest].join('/'), plain.replace(/^(?:\.\.\/)+/, '')];
  return candidates.find((one) => one === '' || files.kind(one) !== undefined);
}
