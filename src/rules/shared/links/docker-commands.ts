// Images that commands outside of jobs build and push.
import type { PlacedCommand } from '../../../model/ci.ts';
import type { Link, LinkEnd } from '../../../model/link.ts';
import type { Project } from '../../../model/project.ts';
import type { ScriptWord } from '../../../model/script.ts';
import { inContext } from '../build.ts';
import { withoutSudo } from '../compose-call.ts';
import { fromHere, valuesOf } from './command-paths.ts';
import { fileEnd, imageEnd, link } from './ends.ts';

/** `docker push api`. */
export function* pushLinks(end: LinkEnd, command: PlacedCommand): Iterable<Link> {
  const words = dockerWords(command);
  if (words[1]?.text !== 'push') return;
  const image = words.slice(2).find(({ text }) => !text.startsWith('-'));
  if (image !== undefined && isNamed(image))
    yield link(end, 'pushes', imageEnd(image.text), ['declared'], image.span);
}

function dockerWords(command: PlacedCommand): readonly ScriptWord[] {
  const words = withoutSudo(command);
  if (!/^(?:docker|podman|nerdctl|buildah)$/.test(words[0]?.text ?? '')) return [];
  return /^(?:buildx|image|builder)$/.test(words[1]?.text ?? '') ? words.slice(1) : words;
}

/** `docker build -t api -f api/Dockerfile .`, for what is no job: the builds of those are known. */
export function* dockerLinks(project: Project, end: LinkEnd, command: PlacedCommand): Iterable<Link> {
  yield* pushLinks(end, command);
  const words = dockerWords(command);
  const verb = words[1]?.text;
  if (verb !== 'build' && verb !== 'bud') return;
  const folder = command.folder ?? '';
  const dockerfile = builtFrom(project, words, folder);
  if (dockerfile !== undefined)
    yield link(end, 'builds', fileEnd('Dockerfile', dockerfile.path), ['declared'], dockerfile.at);
  const kind = words.some(({ text }) => text === '--push') ? 'pushes' : 'makes';
  for (const word of valuesOf(words, ['-t', '--tag'], true)) {
    if (!isNamed(word)) continue;
    const image = imageEnd(word.text);
    yield link(end, kind, image, ['declared'], word.span);
    if (dockerfile !== undefined && /[\w.-]$/.test(image.name))
      yield link(fileEnd('Dockerfile', dockerfile.path), 'makes', image, ['resolved', 'certain'], word.span);
  }
}

/** Where an expression is the whole name, it says nothing. */
function isNamed({ text, dynamic }: ScriptWord): boolean {
  return !dynamic || /[\w-]\/?[\w.-]*(?::|$)/.test(text.replace(/\$(?:\w+|\{[^}]*\}|\([^)]*\))/g, ''));
}

function builtFrom(project: Project, words: readonly ScriptWord[], folder: string) {
  const [named] = valuesOf(words, ['-f', '--file']);
  if (named !== undefined) {
    const path = fromHere(project, folder, named.text);
    return path !== undefined && project.dockerfiles.has(path) ? { path, at: named.span } : undefined;
  }
  const context = words.at(-1);
  if (context === undefined || context.dynamic || words.length < 3) return undefined;
  const path = fromHere(project, folder, context.text);
  const file = path === undefined ? undefined : inContext(path, 'Dockerfile');
  return file !== undefined && project.dockerfiles.has(file) ? { path: file, at: context.span } : undefined;
}
