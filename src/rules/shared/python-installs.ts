// Which packages of PyPI an image installs, where its Dockerfile tells all of them.
import { posix } from 'node:path';
import type { Span } from '../../base/span.ts';
import type { Dockerfile, DockerInstruction } from '../../model/dockerfile.ts';
import { isNeeded } from './build.ts';
import { heldAt, type ImageBuild, workdirAt } from './held-files.ts';
import { type RunCommand, runCommands } from './run.ts';

export interface PythonInstalls {
  /** As PyPI spells them, each with its extras too: `uvicorn`, `uvicorn[standard]`. */
  readonly packages: ReadonlySet<string>;
  /** The file that lists most of them. */
  readonly list: string | undefined;
  /** What packages bring along is named too, as in a lock file. */
  readonly complete: boolean;
  readonly at: Span;
}

/** Undefined where some of it cannot be told. */
export function pythonInstalls(build: ImageBuild, target: number): PythonInstalls | undefined {
  const { dockerfile } = build;
  const found: Found = { packages: new Set(), list: undefined, complete: true, at: undefined };
  for (const instruction of dockerfile.instructions) {
    if (instruction.stage === undefined || !isNeeded(dockerfile, target, instruction.stage)) continue;
    if (!readInstruction(build, instruction, found)) return undefined;
  }
  const { packages, list, complete, at } = found;
  return at === undefined ? undefined : { packages, list, complete, at };
}

interface Found {
  readonly packages: Set<string>;
  list: string | undefined;
  complete: boolean;
  at: Span | undefined;
}

/** False where the instruction may bring packages that it does not name. */
function readInstruction(build: ImageBuild, instruction: DockerInstruction, found: Found): boolean {
  if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD')
    return isHarmless(build.dockerfile, instruction);
  if (instruction.keyword !== 'RUN') return true;
  const commands = runCommands(build.dockerfile, instruction);
  if (commands.length === 0 || commands.some(({ program }) => program === 'cd')) return false;
  return commands.every((command) => readCommand(build, instruction, command, found));
}

/** From another image only what brings no packages: programs like uv and tini. */
function isHarmless(dockerfile: Dockerfile, { flags, args }: DockerInstruction): boolean {
  const from = flags.find(({ name }) => name === 'from')?.value?.toLowerCase();
  if (from === undefined || /^\d+$/.test(from) || dockerfile.stages.some(({ name }) => name === from))
    return true;
  return args
    .slice(0, -1)
    .every(({ value }) => /\/(?:uvx?|tini|dumb-init|wait-for-it\S*|gosu|ffmpeg|ffprobe|node)$/.test(value));
}

function readCommand(
  build: ImageBuild,
  instruction: DockerInstruction,
  command: RunCommand,
  found: Found,
): boolean {
  const words = pipWords(command);
  if (words !== undefined) return readPip(build, instruction, command, words, found);
  const { program } = command;
  const text = command.words.map((word) => word.text).join(' ');
  if (/^(?:apt-get|apt|apk|yum|dnf)$/.test(program))
    return !/\b(?:python3?|py3)-(?!pip\b|venv\b|dev\b|setuptools\b|wheel\b|distutils\b|full\b|minimal\b)\w/.test(
      text,
    );
  if (program === 'poetry' || program === 'uv' || program === 'pipenv')
    return readProject(build, instruction, command, found);
  return !/^(?:conda|mamba|micromamba|pixi|pdm|hatch|rye|make|git|pip-sync|tar|unzip|easy_install|sh|bash|\.?\/?.*\.sh|\$.*)$/.test(
    program,
  );
}

/** The words after `pip`: `pip3 install x`, `python -m pip install x`, `uv pip install x`. */
function pipWords({ program, args, wrappers }: RunCommand): readonly string[] | undefined {
  const words = args.map(({ text }) => text);
  if (wrappers.some(({ text }) => text === 'xargs'))
    return /pip/.test([program, ...words].join(' ')) ? ['xargs'] : undefined;
  if (/^pip[\d.]*$/.test(program)) return words;
  if (/^python[\d.]*$/.test(program) && words[0] === '-m' && words[1] === 'pip') return words.slice(2);
  return program === 'uv' && words[0] === 'pip' ? words.slice(1) : undefined;
}

/** Options with a value of their own that names no package. */
const valued =
  /^(?:-[citfdpw]|--(?:constraint|index-url|extra-index-url|find-links|target|prefix|root|timeout|retries|trusted-host|python|cache-dir|wheel-dir|dest|platform|abi|implementation|python-version|only-binary|no-binary|index|progress-bar|default-timeout|build-option|config-settings|upgrade-strategy|link-mode))$/;

function readPip(
  build: ImageBuild,
  instruction: DockerInstruction,
  command: RunCommand,
  words: readonly string[],
  found: Found,
): boolean {
  const verb = words.find((word) => !word.startsWith('-'));
  if (verb !== 'install' && verb !== 'wheel' && verb !== 'download')
    return verb !== 'xargs' && verb !== 'sync';
  const rest = words.slice(words.indexOf(verb) + 1);
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? '';
    const list = /^(?:-r|--requirement|--requirements)(?:=(.*))?$/.exec(word) ?? /^-r(.+)$/.exec(word);
    if (list !== null) {
      if (!readList(build, instruction, list[1] ?? rest[++at] ?? '', found)) return false;
      found.at ??= command.span;
    } else if (valued.test(word)) at += 1;
    else if (word === '-e' || word === '--editable') continue;
    else if (!word.startsWith('-')) {
      if (!readRequirement(build, instruction, word, found)) return false;
    }
  }
  return true;
}

function readRequirement(
  build: ImageBuild,
  instruction: DockerInstruction,
  word: string,
  found: Found,
): boolean {
  if (/^\.{1,2}\/?(?:\[[\w, -]+\])?$/.test(word))
    return readManifest(build, instruction, ['pyproject.toml'], found);
  // Wheels that an earlier `pip wheel` made of packages that are read there.
  if (/^\/?[\w./-]*wheels?[\w/]*\/?\*(?:\.whl)?$/.test(word)) return found.at !== undefined;
  found.complete = false;
  found.at ??= instruction.span;
  return addPackage(word, found.packages);
}

/** `name`, `name[extra]>=1`, `name @ url`. */
function addPackage(text: string, packages: Set<string>): boolean {
  const [, name, extras] = /^([A-Za-z][\w.-]*)\s*(?:\[([^\]]*)\])?\s*(?:$|[<>=!~;@ ,#])/.exec(text) ?? [];
  if (name === undefined || /\.(?:whl|gz|zip)$/.test(name)) return false;
  const plain = spelt(name);
  packages.add(plain);
  for (const extra of extras?.split(',') ?? []) packages.add(`${plain}[${extra.trim().toLowerCase()}]`);
  return true;
}

/** https://packaging.python.org/en/latest/specifications/name-normalization/ */
export function spelt(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Longer lists are read by nobody. */
const maximumList = 200_000;

function readList(build: ImageBuild, instruction: DockerInstruction, path: string, found: Found): boolean {
  const folder = workdirAt(build.dockerfile, instruction);
  if (path.includes('$') || (folder === undefined && !path.startsWith('/'))) return false;
  const held = heldAt(build, instruction, posix.resolve(folder ?? '/', path));
  if (held.kind !== 'file' || !readLines(build, held.file, found, 0)) return false;
  found.list ??= held.file;
  return true;
}

function readLines(build: ImageBuild, file: string, found: Found, depth: number): boolean {
  const text = build.project.files.text(file, maximumList);
  if (text === undefined || depth > 5) return false;
  // https://pip-tools.readthedocs.io, https://docs.astral.sh/uv/pip/compile: each line says why it is there.
  if (!/^\s*# +via\b/m.test(text)) found.complete = false;
  const lines = text
    .replace(/^\uFEFF/, '')
    .replaceAll(/\\\r?\n/g, ' ')
    .split(/\r?\n/);
  return lines.every((line) => {
    const word = line.replace(/(?:^|\s)#.*$/, '').trim();
    const nested = /^(?:-r|--requirement)[ =]?\s*(\S+)$/.exec(word)?.[1];
    if (nested !== undefined)
      return readLines(build, posix.join(posix.dirname(file), nested), found, depth + 1);
    if (word === '' || /^(?:-c|-i|-f|--(?!editable)\S+)\b/.test(word)) return true;
    const egg = /^(?:-e\s+)?\w+\+\S+#egg=([\w.-]+)/.exec(word)?.[1];
    return addPackage(egg ?? word, found.packages);
  });
}

/** `poetry install`, `uv sync`, `pipenv install --system`: by the lock file, or else by what the project asks for. */
function readProject(
  build: ImageBuild,
  instruction: DockerInstruction,
  { program, args, span }: RunCommand,
  found: Found,
): boolean {
  const verb = args.find(({ text }) => !text.startsWith('-'))?.text ?? '';
  if (/^(?:config|self|version|venv|python|cache|lock|build|run|check|--version)$/.test(verb)) return true;
  if (verb !== 'install' && verb !== 'sync') return false;
  const files =
    program === 'pipenv'
      ? ['Pipfile.lock']
      : program === 'uv'
        ? ['uv.lock', 'pyproject.toml']
        : ['poetry.lock', 'pyproject.toml'];
  if (!readManifest(build, instruction, files, found)) return false;
  found.at ??= span;
  return true;
}

function readManifest(
  build: ImageBuild,
  instruction: DockerInstruction,
  files: readonly string[],
  found: Found,
): boolean {
  const folder = workdirAt(build.dockerfile, instruction);
  if (folder === undefined) return false;
  for (const name of files) {
    const held = heldAt(build, instruction, posix.join(folder, name));
    if (held.kind !== 'file') {
      if (held.kind === 'unknown') return false;
      continue;
    }
    const text = build.project.files.text(held.file, 20 * maximumList);
    if (text === undefined || !readNames(name, text, found.packages)) return false;
    if (name === 'pyproject.toml') found.complete = false;
    found.list ??= held.file;
    found.at ??= instruction.span;
    return true;
  }
  return false;
}

/** All that the file names: more than what is installed rather than less. */
function readNames(name: string, text: string, packages: Set<string>): boolean {
  if (name === 'pyproject.toml') {
    if (/^dynamic\s*=\s*\[[^\]]*dependencies/m.test(text) || !/dependencies/.test(text)) return false;
    for (const [, quoted] of text.matchAll(/["']([A-Za-z][^"'\n]*)["']/g)) addPackage(quoted ?? '', packages);
    for (const [, bare, value = ''] of text.matchAll(/^([A-Za-z][\w.-]*)\s*=\s*(.*)$/gm)) {
      const extras = /extras\s*=\s*\[([^\]]*)\]/.exec(value)?.[1]?.replaceAll(/["'\s]/g, '');
      addPackage(extras === undefined ? (bare ?? '') : `${bare}[${extras}]`, packages);
    }
    return true;
  }
  const pattern = name === 'Pipfile.lock' ? /^\s{8}"([\w.-]+)": \{/gm : /^name = "([\w.-]+)"/gm;
  for (const [, found] of text.matchAll(pattern)) addPackage(found ?? '', packages);
  return true;
}
