// What calls of docker compose and docker stack deploy, build, push and read.
import type { Span } from '../../../base/span.ts';
import type { Link, LinkEnd, LinkKind } from '../../../model/link.ts';
import type { Project } from '../../../model/project.ts';
import type { ScriptCommand, ScriptWord } from '../../../model/script.ts';
import type { Service, Stack } from '../../../model/service.ts';
import { type ComposeCall, composeCallOf, servicesNamed } from '../compose-call.ts';
import { linkOf } from '../stack.ts';
import { fromHere, valuesOf } from './command-paths.ts';
import { buildEnd, fileEnd, imageEnd, link, serviceEnd } from './ends.ts';

const kinds: Readonly<Record<string, LinkKind>> = {
  up: 'deploys',
  start: 'deploys',
  restart: 'deploys',
  create: 'deploys',
  run: 'deploys',
  build: 'builds',
  push: 'pushes',
};

/** Services that a call of docker compose names, or all of the stack. */
export function* composeLinks(
  project: Project,
  end: LinkEnd,
  command: ScriptCommand,
  folder: string,
): Iterable<Link> {
  const call = composeCallOf(command);
  const kind = call === undefined ? undefined : kinds[call.verb];
  if (call === undefined || kind === undefined) return;
  const files = call.files.map(({ text }) => fromHere(project, folder, text));
  yield* filesRead(project, end, call, folder);
  const named = servicesNamed(call);
  for (const stack of project.stacks) {
    const isMeant =
      files.length === 0
        ? stack.environment === undefined && (stack.folder === folder || stack.folder === '')
        : isMade(stack.files, files);
    if (!isMeant) continue;
    const touch = { project, end, kind, stack };
    for (const { text, span } of named) {
      const service = stack.services.get(text);
      if (service !== undefined) yield* touched(touch, service, ['declared', 'likely'], span);
    }
    if (named.length > 0 || call.args.some(({ dynamic }) => dynamic)) continue;
    for (const service of stack.services.values())
      if (service.enabled) yield* touched(touch, service, ['resolved'], command.span);
  }
}

function* filesRead(project: Project, end: LinkEnd, call: ComposeCall, folder: string): Iterable<Link> {
  for (const { text, span } of [...call.files, ...call.envFiles]) {
    const path = fromHere(project, folder, text);
    if (path !== undefined && project.files.kind(path) === 'file')
      yield link(end, 'reads', fileEnd('file', path), ['declared'], span);
  }
}

interface Touch {
  readonly project: Project;
  readonly end: LinkEnd;
  readonly kind: LinkKind;
  readonly stack: Stack;
}

/** A service is deployed, its build is built, and its image is pushed. */
function* touched(
  { project, end, kind, stack }: Touch,
  service: Service,
  known: Parameters<typeof link>[3],
  span: Span,
): Iterable<Link> {
  const owner = serviceEnd(stack, service);
  if (kind === 'deploys') yield link(end, kind, owner, known, span);
  const { build, image } = service;
  const built = build === undefined ? undefined : linkOf(project, service);
  if (build === undefined || built === undefined) return;
  if (kind === 'builds') yield link(end, kind, buildEnd(owner, built.context, build), known, span);
  if (kind === 'pushes' && image !== undefined) yield link(end, kind, imageEnd(image.value), known, span);
}

/** `docker stack deploy -c compose.yaml shop`. */
export function* stackLinks(
  project: Project,
  end: LinkEnd,
  { span }: ScriptCommand,
  words: readonly ScriptWord[],
  folder: string,
): Iterable<Link> {
  if (!/^(?:deploy|up)$/.test(words[2]?.text ?? '')) return;
  const files = valuesOf(words, ['-c', '--compose-file']).map(({ text }) => fromHere(project, folder, text));
  for (const stack of project.stacks) {
    if (files.length === 0 || !isMade(stack.files, files)) continue;
    for (const service of stack.services.values())
      if (service.enabled) yield link(end, 'deploys', serviceEnd(stack, service), ['resolved'], span);
  }
}

function isMade(own: readonly string[], named: readonly (string | undefined)[]): boolean {
  return named.length === own.length && named.every((file) => own.includes(file ?? ''));
}
