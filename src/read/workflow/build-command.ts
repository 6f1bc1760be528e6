// A command that builds an image: docker, podman, buildah, kaniko.
import { type Located, located } from '../../base/span.ts';
import type { ImageBuild } from '../../model/ci.ts';
import type { ScriptWord } from '../../model/script.ts';
import { insidePath, joinPath } from '../paths.ts';

/** Paths count from the folder of the checkout. */
export type BuildCommand = Pick<
  ImageBuild,
  'context' | 'file' | 'target' | 'tags' | 'images' | 'args' | 'pushes'
>;

/** `folder` is where the command runs; undefined when only the run knows. */
export function buildCommandOf(
  command: readonly ScriptWord[],
  folder: string | undefined,
): BuildCommand | undefined {
  const words = command.filter(({ text }) => text !== 'sudo');
  const program = nameOf(words);
  // https://github.com/GoogleContainerTools/kaniko#additional-flags
  if (program === 'executor' && /kaniko/.test(words[0]?.text ?? '')) return byKaniko(words, folder);
  const verbs = program === 'buildah' ? buildahVerbs : dockerVerbs;
  if (!/^(?:docker|podman|nerdctl|buildah)$/.test(program)) return undefined;
  const start = ['buildx', 'image', 'builder'].includes(words[1]?.text ?? '') ? 2 : 1;
  return verbs.has(words[start]?.text ?? '') ? byDocker(words, start, folder) : undefined;
}

const dockerVerbs = new Set(['build']);
const buildahVerbs = new Set(['bud', 'build', 'build-using-dockerfile']);

/** The image that a command pushes, as written. */
export function pushedBy(command: readonly ScriptWord[]): ScriptWord | undefined {
  const words = command.filter(({ text }) => text !== 'sudo');
  const start = words[1]?.text === 'image' ? 2 : 1;
  if (!/^(?:docker|podman|nerdctl|buildah)$/.test(nameOf(words)) || words[start]?.text !== 'push')
    return undefined;
  return words.slice(start + 1).find(({ text }) => !text.startsWith('-'));
}

function nameOf(words: readonly ScriptWord[]): string {
  return (words[0]?.text ?? '').replace(/^.*\//, '');
}

/** The path from the root; undefined for what is no path of the repository. */
export function pathIn(folder: string | undefined, path: string): string | undefined {
  const plain = path.replace(/^(?:\$\{\{\s*github\.workspace\s*\}\}|\$\{?CI_PROJECT_DIR\}?)(?:\/|$)/, '/./');
  const isRoot = plain.startsWith('/./');
  if ((folder === undefined && !isRoot) || (plain.startsWith('/') && !isRoot)) return undefined;
  if (/[$*?]|:\/\/|^git@|\{\{/.test(plain)) return undefined;
  return insidePath(isRoot ? joinPath('', plain.slice(3)) : joinPath(folder ?? '', plain));
}

export function dockerfileIn(context: string | undefined): string | undefined {
  return context === undefined ? undefined : joinPath(context, 'Dockerfile');
}

function byDocker(words: readonly ScriptWord[], start: number, folder: string | undefined): BuildCommand {
  const { flags, rest, unclear } = readFlags(words.slice(start + 1));
  const word = rest.length === 1 && !unclear ? rest[0] : undefined;
  const context = word === undefined || word.dynamic ? undefined : pathIn(folder, word.text);
  const file = flags.find(({ name }) => name === 'f' || name === 'file');
  const path = file === undefined ? dockerfileIn(context) : pathIn(folder, file.value);
  return {
    target: firstOf(flags, ['target']),
    context: context === undefined || word === undefined ? undefined : located(context, word.span),
    file:
      path === undefined || (file === undefined && word === undefined)
        ? undefined
        : placed(path, file?.word ?? word),
    tags: valuesOf(flags, ['t', 'tag']),
    images: [],
    args: argsOf(flags),
    pushes: flags.some(({ name }) => name === 'push'),
  };
}

/** Its Dockerfile counts from the working folder, or else from the context; and it pushes unless told otherwise. */
function byKaniko(words: readonly ScriptWord[], folder: string | undefined): BuildCommand {
  const { flags } = readFlags(words.slice(1), kanikoValues);
  const given = firstOf(flags, ['context', 'c']);
  const sub = firstOf(flags, ['context-sub-path']);
  const context = given && pathIn(folder, given.value.replace(/^dir:\/\//, ''));
  const whole = context === undefined || sub === undefined ? context : pathIn(context, sub.value);
  const file = firstOf(flags, ['dockerfile', 'f']);
  const path =
    file === undefined || !/[/]/.test(file.value)
      ? whole && joinPath(whole, file?.value ?? 'Dockerfile')
      : pathIn(folder, file.value);
  const at = (file ?? given)?.span;
  return {
    target: firstOf(flags, ['target']),
    context: whole === undefined || given === undefined ? undefined : located(whole, given.span),
    file: path === undefined || at === undefined ? undefined : located(path, at),
    tags: valuesOf(flags, ['destination', 'd']),
    images: [],
    args: argsOf(flags),
    pushes: !flags.some(({ name }) => /^no-push$/.test(name)),
  };
}

function placed(path: string, word: ScriptWord | undefined): Located<string> | undefined {
  return word === undefined ? undefined : located(path, word.span);
}

function firstOf(flags: readonly Flag[], names: readonly string[]): Located<string> | undefined {
  return valuesOf(flags, names)[0];
}

function valuesOf(flags: readonly Flag[], names: readonly string[]): readonly Located<string>[] {
  return flags.filter(({ name }) => names.includes(name)).map(({ value, word }) => located(value, word.span));
}

function argsOf(flags: readonly Flag[]): readonly Located<string>[] {
  return valuesOf(flags, ['build-arg']).flatMap(({ value, span }) => {
    const name = /^[A-Za-z_]\w*(?==|$)/.exec(value)?.[0];
    if (name === undefined) return [];
    // Without quotes and flag the name stands at the beginning.
    const isPlain = span.end - span.start === value.length;
    return [located(name, isPlain ? { ...span, end: span.start + name.length } : span)];
  });
}

const withValue = new Set(
  'tag t file f build-arg target platform cache-from cache-to output o label secret ssh network progress builder iidfile metadata-file memory m build-context provenance sbom annotation add-host ulimit shm-size attest no-cache-filter cgroup-parent format isolation storage-driver arch os layers'.split(
    ' ',
  ),
);
const kanikoValues = new Set(
  'context c context-sub-path dockerfile f destination d target build-arg cache-repo cache-dir digest-file image-name-with-digest-file snapshot-mode snapshotMode registry-mirror verbosity v label custom-platform customPlatform git tar-path tarPath'.split(
    ' ',
  ),
);
const withoutValue = new Set(
  'push load pull no-cache rm force-rm quiet q squash compress check debug D'.split(' '),
);

interface Flag {
  readonly name: string;
  readonly value: string;
  readonly word: ScriptWord;
}

function readFlags(words: readonly ScriptWord[], valued: ReadonlySet<string> = withValue) {
  const flags: Flag[] = [];
  const rest: ScriptWord[] = [];
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
    if (given === undefined && valued.has(name) && next !== undefined) {
      flags.push({ name, value: next.text, word: next });
      at += 1;
    } else {
      flags.push({ name, value: given ?? '', word });
      if (given === undefined && !withoutValue.has(name)) unclear = true;
    }
  }
  return { flags, rest, unclear };
}
