// Containers that scripts and documents name, against those that the stacks make.
import { nearest } from '../../base/text.ts';
import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { Script, ScriptCommand, ScriptWord } from '../../model/script.ts';
import { withoutSudo } from './compose-call.ts';
import { bringsFiles } from './script-path.ts';
import { reworded } from './word-fix.ts';

const takesValue =
  /^(?:-u|--user|-w|--workdir|-e|--env|--env-file|--detach-keys|-n|--tail|--since|--until|-t|--time|-s|--signal|-f|--format)$/;

/** The container of `docker exec|logs|restart|stop|cp NAME`. */
function containerOf(command: ScriptCommand): ScriptWord | undefined {
  const [docker, first, ...others] = withoutSudo(command);
  if (docker?.text !== 'docker' || first === undefined) return undefined;
  const [verb, ...args] = first.text === 'container' ? others : [first, ...others];
  if (verb?.text === 'cp') return copied(args);
  if (!/^(?:exec|logs|restart|stop|inspect|port|top|attach)$/.test(verb?.text ?? '')) return undefined;
  const isLogs = verb?.text === 'logs';
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    if (word === undefined || word.dynamic) return undefined;
    if (!word.text.startsWith('-')) return /^[a-zA-Z0-9][\w.-]+$/.test(word.text) ? word : undefined;
    const isFlag = isLogs && word.text === '-f';
    const isTerminal = !isLogs && word.text === '-t' && verb?.text === 'exec';
    if (takesValue.test(word.text) && !isFlag && !isTerminal) at += 1;
  }
  return undefined;
}

function copied(args: readonly ScriptWord[]): ScriptWord | undefined {
  for (const word of args) {
    const name = /^([a-zA-Z0-9][\w.-]+):\//.exec(word.text)?.[1];
    if (name === undefined || word.dynamic) continue;
    return { ...word, text: name, span: { ...word.span, end: word.span.start + name.length } };
  }
  return undefined;
}

/** Names that no stack gives a container, and that no `docker run --name` of any script makes. */
export function* unknownContainers(
  project: Project,
  script: Script,
): Iterable<Problem & { readonly name: string }> {
  const known = knownContainers(project);
  if (known === undefined || bringsFiles(script)) return;
  const told = new Set<string>();
  for (const command of script.commands) {
    const word = containerOf(command);
    if (
      word === undefined ||
      told.has(word.text) ||
      known.names.has(word.text) ||
      isMadeByCompose(known, word.text)
    )
      continue;
    // Other programs make containers too: only a name that is like those of the stacks is judged.
    if (!isLikeOurs(project, known, word.text) || isRunByHand(project, word.text)) continue;
    told.add(word.text);
    const near =
      known.services.get(word.text) ?? known.names.get(nearest(word.text, known.names.keys()) ?? '');
    yield {
      at: word.span,
      message: `${script.file} names container ${word.text}, which no compose file makes`,
      object: `container ${word.text}`,
      name: word.text,
      related:
        near === undefined
          ? []
          : [{ at: near.at, message: `the container of ${near.service} has another name` }],
      ...reworded(
        project,
        usesOf(script, word.text),
        known.services.has(word.text) ? undefined : nearest(word.text, known.names.keys()),
      ),
    };
  }
}

/** The container that the command names, or where no stack makes that one the one that is named nearly so. */
export function containerMeant(project: Project, command: ScriptCommand): string | undefined {
  const name = containerOf(command)?.text;
  const known = knownContainers(project);
  if (name === undefined || known === undefined || known.names.has(name) || known.services.has(name))
    return name;
  return nearest(name, known.names.keys()) ?? name;
}

function usesOf({ commands }: Script, name: string): readonly ScriptWord[] {
  return commands.flatMap((command) => {
    const word = containerOf(command);
    return word?.text === name ? [word] : [];
  });
}

interface Place {
  readonly service: string;
  readonly at: Problem['at'];
}

interface Known {
  readonly names: ReadonlyMap<string, Place>;
  /** Services without a name of their own for the container. */
  readonly services: ReadonlyMap<string, Place>;
}

const knownCache = new WeakMap<Project, { readonly known: Known | undefined }>();

function knownContainers(project: Project): Known | undefined {
  const cached = knownCache.get(project) ?? { known: containersOf(project) };
  knownCache.set(project, cached);
  return cached.known;
}

function containersOf({ stacks }: Project): Known | undefined {
  const isTorn = stacks.some(({ problems }) => problems.some(({ code }) => code.startsWith('yaml-')));
  if (stacks.length === 0 || isTorn) return undefined;
  const names = new Map<string, Place>();
  const services = new Map<string, Place>();
  for (const service of stacks.flatMap((stack) => [...stack.services.values()])) {
    const given = service.containerName;
    const place = { service: service.name, at: given?.span ?? service.nameSpan };
    if (given === undefined) services.set(service.name, place);
    // A variable in the name may give any.
    else if (given.value.includes('$') || (given.trail ?? []).some(({ how }) => how === 'interpolation'))
      return undefined;
    else names.set(given.value, place);
  }
  return { names, services };
}

/** `shop-api-1` and `shop_api_1`, whatever the project is called. */
function isMadeByCompose({ services }: Known, name: string): boolean {
  const match = /^(.+)[-_]\d+$/.exec(name)?.[1];
  return (
    match !== undefined && [...services.keys()].some((service) => new RegExp(`[-_]${service}$`).test(match))
  );
}

/** A service's own name, nearly that of a container, or one with the name of the project. */
function isLikeOurs({ stacks, root }: Project, { names, services }: Known, name: string): boolean {
  if (services.has(name) || [...names.values()].some(({ service }) => service === name)) return true;
  if (nearest(name, names.keys()) !== undefined) return true;
  // `.coolify` and the like are folders of a program that has containers of its own.
  const named = stacks.filter(({ folder }) => !/(?:^|\/)\.[^/]+$/.test(folder)).map((stack) => stack.name);
  const projects = [root.replace(/^.*[/+]/, ''), ...named];
  return projects.some(
    (project) => project.length > 3 && name.toLowerCase().startsWith(project.toLowerCase()),
  );
}

function isRunByHand(project: Project, name: string): boolean {
  const scripts = [...project.scripts, ...project.documents.map((document) => document.script)];
  if (
    scripts.some(({ commands }) =>
      commands.some(({ words }) =>
        words.some(
          ({ text }, at) => text === `--name=${name}` || (text === name && words[at - 1]?.text === '--name'),
        ),
      ),
    )
  )
    return true;
  const workflows = [...project.texts].filter(
    ([file]) => file.includes('.github/') || /\.ya?ml$|Jenkinsfile/.test(file),
  );
  return workflows.some(([, { text }]) =>
    new RegExp(`--name[ =]["']?${name.replace(/\W/g, '\\$&')}\\b`).test(text),
  );
}
