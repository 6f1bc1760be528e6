// The Python files that services start from the image that a stage is.
import { posix } from 'node:path';
import type { Stage } from '../../model/dockerfile.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import { inContext } from './build.ts';
import type { PythonProgram } from './loaded-modules.ts';

export interface PythonStart extends PythonProgram {
  /** Index of the stage that is built. */
  readonly target: number;
}

/** Of services that are built to this stage and run their program at once. */
export function pythonStarts(
  project: Project,
  links: readonly BuildLink[],
  stage: Stage,
): readonly PythonStart[] {
  return links.flatMap(({ service, context, stage: target, started, sources }) => {
    const [first] = started;
    if (target !== stage.index || first?.endsWith('.py') !== true || inContext(context, '') === undefined)
      return [];
    // What a command or an entrypoint installs first is not read.
    const lines = [service.command, service.entrypoint];
    const words = lines.flatMap((line) => line?.words.map(({ value }) => value) ?? []);
    if (/\bpip\b|\buv\b|poetry|install|\.sh\b/.test(words.join(' '))) return [];
    if (project.files.isGitIgnored(first)) return [];
    const image = [stage.image.entrypoint, stage.image.cmd].flatMap(
      (line) => line?.words.map(({ value }) => value) ?? [],
    );
    const root = rootOf(
      first,
      (words.length > 0 ? words : image).flatMap((word) => word.split(/\s+/)),
    );
    return [{ context, target: stage.index, started: first, sources, root }];
  });
}

/** `python src/main.py` looks beside the file, `uvicorn app.main:app` in the folder that has `app`. */
function rootOf(started: string, words: readonly string[]): string | undefined {
  const [folder, name] = [posix.dirname(started), posix.basename(started)];
  if (words.some((word) => posix.basename(word) === name)) return folder === '.' ? '' : folder;
  const modules = words.map((word) => word.replace(/:.*$/, ''));
  for (let at = 0; at !== -1; at = started.indexOf('/', at) + 1 || -1) {
    const dotted = started
      .slice(at)
      .replace(/(?:\/__(?:init|main)__)?\.py$/, '')
      .replaceAll('/', '.');
    if (modules.includes(dotted)) return started.slice(0, Math.max(0, at - 1));
  }
  return undefined;
}
