// The script of the repository that an image starts as a program of its own.
import type { Span } from '../../base/span.ts';
import type { Dockerfile, DockerInstruction, Stage } from '../../model/dockerfile.ts';
import type { BuildLink, FileStart, Project } from '../../model/project.ts';
import type { CommandLine } from '../../model/service.ts';
import { commandsOf } from '../../syntax/shell.ts';
import { chainOf, contextSources, inContext, localBuilds } from './build.ts';

export interface StartScript {
  /** Relative to the root. */
  readonly file: string;
  readonly start: FileStart;
  /** Where the Dockerfile names it as what is started. */
  readonly at: Span;
  readonly copy: DockerInstruction;
  readonly name: string;
}

/** Scripts that ENTRYPOINT or CMD of a built stage run by their own names, and the COPY that brings each. */
export function* startScripts(
  project: Project,
  dockerfile: Dockerfile,
  links: readonly BuildLink[],
): Iterable<StartScript> {
  const last = dockerfile.stages.length - 1;
  const stages = new Set(links.length === 0 ? [last] : links.flatMap(({ stage }) => stage ?? []));
  for (const index of stages) {
    const stage = dockerfile.stages[index];
    if (stage === undefined) continue;
    const line = stage.image.entrypoint ?? stage.image.cmd;
    const program = line === undefined ? undefined : programOf(line);
    if (line === undefined || program === undefined || !/^[\w./-]+\.sh$/.test(program)) continue;
    const name = program.slice(program.lastIndexOf('/') + 1);
    const found = copyOf(project, dockerfile, links, stage, name);
    if (found !== undefined) yield { ...found, at: line.span, name };
  }
}

/** The program itself; undefined when an interpreter is named before it. */
function programOf(line: CommandLine): string | undefined {
  const words = line.words.map(({ value }) => value);
  if (line.form === 'exec') return words[0];
  return commandsOf(words.join(' '))[0]?.words[0]?.text;
}

function copyOf(
  project: Project,
  dockerfile: Dockerfile,
  links: readonly BuildLink[],
  stage: Stage,
  name: string,
): Pick<StartScript, 'file' | 'start' | 'copy'> | undefined {
  for (const copy of chainOf(dockerfile, stage).flatMap(({ instructions }) => instructions)) {
    const source = contextSources(copy).find(({ path }) => path === name || path.endsWith(`/${name}`));
    if (source === undefined) continue;
    for (const context of contextsOf(dockerfile, links, stage)) {
      const file = inContext(context, source.path);
      const start = file === undefined ? undefined : project.files.start(file);
      if (file !== undefined && start !== undefined) return { file, start, copy };
    }
  }
  return undefined;
}

/** Where no service says it, the context is the folder of the Dockerfile, or one above it. */
function contextsOf(dockerfile: Dockerfile, links: readonly BuildLink[], stage: Stage): readonly string[] {
  if (links.length > 0) return localBuilds(dockerfile, links, stage.index).map(({ context }) => context);
  const parts = dockerfile.file.split('/').slice(0, -1);
  return [...parts.keys(), parts.length]
    .map((length) => parts.slice(0, length).join('/'))
    .reverse()
    .slice(0, 4);
}

/** True when a step may change the script: the words of it stand in a RUN line. */
export function isTreated(dockerfile: Dockerfile, words: RegExp): boolean {
  return dockerfile.instructions.some(({ keyword, raw, heredocs }) => {
    const text = [raw.value, ...heredocs.map(({ content }) => content.value)].join('\n');
    return keyword === 'RUN' && words.test(text);
  });
}
