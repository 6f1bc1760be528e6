// What a container starts, against the folder of the host that is mounted over the place where the image has it.
import { posix } from 'node:path';
import type { BuildLink, Project } from '../../model/project.ts';
import type { Mount, Service, Stack } from '../../model/service.ts';
import { commandsOf } from '../../syntax/shell.ts';
import { stageOf } from './image.ts';
import { isBelow, mountOf } from './mounts.ts';
import { isMissingFor } from './path.ts';
import { withoutStarters, wordsOf } from './start-file.ts';

export interface MountedOver {
  readonly mount: Mount;
  /** Folder of the host, relative to the root. */
  readonly source: string;
  /** Where the container starts. */
  readonly workdir: string;
  readonly words: readonly string[];
  /** The host has no such folder: Docker makes an empty one. */
  readonly isEmpty: boolean;
}

/** The bind mount that covers the working folder of a built image, and the one command that runs in it. */
export function mountedOver(
  project: Project,
  stack: Stack,
  service: Service,
  link: BuildLink | undefined,
): MountedOver | undefined {
  const image = stageOf(link)?.image;
  const workdir = service.workingDir?.value ?? image?.workdir?.value;
  if (image === undefined || workdir === undefined || !/^\/\w[\w./-]*$/.test(workdir)) return undefined;
  const mount = mountOf(service, workdir);
  const source = mount?.kind === 'bind' ? mount.source?.value : undefined;
  if (mount === undefined || source === undefined || /^[/.~$]|\$/.test(source)) return undefined;
  const words = startWords(service, link);
  if (words === undefined || words.length === 0) return undefined;
  const kind = project.files.kind(source);
  const isEmpty = kind === undefined;
  if (isEmpty ? !isMissingFor(project, stack, source) : project.files.below(source).length === 0)
    return undefined;
  return { mount, source, workdir, words, isEmpty };
}

/** Undefined where a script or several commands run. */
function startWords(service: Service, link: BuildLink | undefined): readonly string[] | undefined {
  const image = stageOf(link)?.image;
  const entry = service.entrypoint ?? image?.entrypoint;
  const cmd = service.command ?? (service.entrypoint === undefined ? image?.cmd : undefined);
  const words: string[] = [];
  for (const line of [entry, cmd]) {
    if (line === undefined) continue;
    const own = wordsOf(line);
    if (own === undefined) return undefined;
    words.push(...own);
  }
  return withoutStarters(words);
}

/** Where the host would have to hold a path of the container; undefined where something nearer is mounted. */
export function onHost(service: Service, { mount, source }: MountedOver, path: string): string | undefined {
  if (!isBelow(path, mount.target.value) || mountOf(service, path) !== mount) return undefined;
  return posix.normalize(posix.join(source, posix.relative(mount.target.value, path)));
}

/** Paths of which one must exist for the command to start: as written, relative to the working folder. */
export function startedPaths(project: Project, over: MountedOver): readonly string[] {
  const words = commandWords(project, over);
  const [program = '', ...rest] = words;
  if (/^(?:\.|\/)[\w./-]*\/[\w.-]+$|^\.\/[\w.-]+$/.test(program)) return [program];
  const at = rest.findIndex((word) => !word.startsWith('-'));
  const file = rest[at];
  if (file === undefined || !/^[\w./-]+$/.test(file)) return [];
  if (
    at > 0 &&
    !rest.slice(0, at).every((word) => /^--(?:enable|max|no|trace|inspect|experimental)/.test(word))
  )
    return program === 'java' && rest[at - 1] === '-jar' ? [file] : [];
  if (program === 'node')
    return ['', '.js', '.cjs', '.mjs', '.json', '/index.js'].map((end) => `${file}${end}`);
  if (/^python3?$/.test(program)) return file.endsWith('.py') ? [file] : [];
  return [];
}

/** What a script of package.json runs in the end, where that is one command. */
function commandWords(project: Project, { words, source, mount, workdir }: MountedOver): readonly string[] {
  if (!/^(?:npm|yarn|pnpm|bun)$/.test(words[0] ?? '')) return words;
  const name = words[1] === 'run' ? words[2] : words[1];
  const folder = posix.join(source, posix.relative(mount.target.value, workdir));
  const file = project.packages.find(
    (one) => one.kind === 'npm' && one.folder === folder.replace(/^\.$/, ''),
  );
  if (file === undefined || name === undefined || words.length > (words[1] === 'run' ? 3 : 2)) return [];
  const text = file.commands.get(name)?.value;
  if (text === undefined || file.commands.has(`pre${name}`)) return [];
  const commands = commandsOf(text);
  return commands.length === 1 ? (commands[0]?.words.map((word) => word.text) ?? []) : [];
}
