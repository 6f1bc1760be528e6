// Whether an image holds a folder, and to whom it belongs there.
import type { DockerInstruction } from '../../model/dockerfile.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import { chainOf, inContext } from './build.ts';
import { stageOf } from './image.ts';
import { isBelow } from './mounts.ts';
import { type RunCommand, runCommands } from './run.ts';

/**
 * The command with which root makes the folder in the image, where nothing gives it away: by another owner or mode, a
 * copy over it, or a script.
 */
export function madeByRoot(link: BuildLink, path: string): RunCommand | undefined {
  const stage = stageOf(link);
  const { dockerfile } = link;
  if (dockerfile === undefined || stage === undefined || link.service.build?.isRemote === true)
    return undefined;
  const name = path.slice(path.lastIndexOf('/') + 1);
  let isRoot = true;
  let made: RunCommand | undefined;
  for (const instruction of chainOf(dockerfile, stage)
    .toReversed()
    .flatMap(({ instructions }) => instructions)) {
    const { keyword, args, raw } = instruction;
    if (keyword === 'USER') isRoot = isRootUser(args[0]?.value ?? '');
    else if (keyword === 'RUN') {
      for (const command of runCommands(dockerfile, instruction)) {
        const words = command.args.map(({ text }) => text);
        if (command.program === 'mkdir' && words.includes(path)) {
          if (!isRoot || words.some((word) => /^(?:-m|--mode)/.test(word))) return undefined;
          made ??= command;
        } else if (words.some((word) => !word.startsWith('-') && mayBe(word, path))) return undefined;
      }
    } else if (/^(?:COPY|ADD|WORKDIR)$/.test(keyword) && raw.value.includes(name)) return undefined;
  }
  return made;
}

/** Programs that are given the folder, one above it, or what may stand for one, may give it away. */
function mayBe(word: string, path: string): boolean {
  return word.startsWith('/') ? isBelow(path, word.replace(/\/+$/, '') || '/') : /^\.|\$|\*/.test(word);
}

/** True when some instruction may bring the folder into the image. */
export function mayBeMade(project: Project, link: BuildLink, path: string): boolean {
  const stage = stageOf(link);
  if (link.dockerfile === undefined || stage === undefined || link.service.build?.isRemote === true)
    return true;
  return chainOf(link.dockerfile, stage).some(({ instructions }) =>
    instructions.some((instruction) => bringsFolder(project, link, instruction, path)),
  );
}

function bringsFolder(
  project: Project,
  link: BuildLink,
  instruction: DockerInstruction,
  path: string,
): boolean {
  const { keyword, raw, args, flags, heredocs } = instruction;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const parent = path.split('/')[1] ?? '';
  const text = [raw.value, ...heredocs.map(({ content }) => content.value)].join('\n');
  // A script, a variable or a brace list in a RUN may make any folder.
  if (keyword === 'RUN') return text.includes(name) || /mkdir[^&;\n]*[${]|\.sh\b/.test(text);
  if (keyword === 'WORKDIR') return text.includes(name) || (text.includes('$') && parent !== '');
  if (keyword !== 'COPY' && keyword !== 'ADD') return false;
  const target = args.at(-1)?.value ?? '';
  const reaches =
    !target.startsWith('/') || isBelow(path, target) || isBelow(target, path) || target.includes('$');
  if (!reaches) return false;
  if (keyword === 'ADD' || flags.some((flag) => flag.name === 'from') || text.includes(name)) return true;
  const sources = args.slice(0, -1).map(({ value }) => inContext(link.context, value.replace(/^\.?\/*/, '')));
  // Any folder of that name in what is copied may be the one.
  return sources.some((source) => {
    if (source === undefined || /[*?$[]/.test(source)) return true;
    return (
      project.files.kind(source) === 'folder' &&
      project.files.below(source).some((file) => file.includes(`${name}/`))
    );
  });
}

export function isRootUser(user: string): boolean {
  return /^(?:|root|0)(?::.*)?$/.test(user);
}
