// Sources of COPY that a build context does not hold.
import { posix } from 'node:path';
import type { Dockerfile, DockerInstruction } from '../../model/dockerfile.ts';
import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import { offer, replace, review } from '../fix.ts';
import { type contextSources, inContext } from './build.ts';
import { likelyContexts, siblingLike } from './build-places.ts';
import { isMissing } from './path.ts';
import { writtenAt } from './source-text.ts';

export type ContextSource = ReturnType<typeof contextSources>[number];

export function isAbsent(project: Project, context: string, path: string): boolean {
  const file = inContext(context, path) ?? '..';
  // What git leaves out is made on each machine; dockerfile/copy-source-git-ignored speaks of that.
  return isMissing(project, file) && !project.files.isGitIgnored(file);
}

/** Nobody says where it is built: a name beside one that is nearly the same, in each folder that holds all the rest. */
export function* slippedSource(
  project: Project,
  dockerfile: Dockerfile,
  { keyword }: DockerInstruction,
  { at, path, climbs }: ContextSource,
): Iterable<Problem> {
  if (climbs || compiled.test(path)) return;
  const { folders, others } = likelyContexts(project, dockerfile, path);
  // Nothing else is copied by name: the folder of the Dockerfile, where no folder at all has such a path.
  const isAlone = others === 0 && !project.files.below('').some((file) => `/${file}`.endsWith(`/${path}`));
  const contexts = isAlone ? [posix.dirname(dockerfile.file).replace(/^\.$/, '')] : folders;
  if (contexts.length === 0 || !contexts.every((folder) => isAbsent(project, folder, path))) return;
  const [right] = contexts.flatMap((folder) => siblingLike(path, folder, project.files.below(folder)) ?? []);
  if (right === undefined || !(isWritten.test(path) || isWritten.test(right))) return;
  const rest = others === 1 ? 'the other source' : `the other ${others} sources`;
  const where = `the folder of ${isAlone ? 'the Dockerfile' : rest}`;
  yield {
    at: at.span,
    message: `${keyword} takes ${at.value}, which ${where} does not hold (${right} exists)`,
    object: `copy ${at.value}`,
    confidence: 'possible',
    ...rewriting(project, at, right),
  };
}

/** Files that people write; a program that a release puts beside the Dockerfile has none of these endings. */
const isWritten =
  /\.(?:[cm]?[jt]sx?|json|ya?ml|toml|txt|ini|cfg|conf|cnf|sh|py|rb|php|go|mod|sum|lock|xml|gradle|kts|properties|sql|html|css|csproj|sln|env|template|tmpl|md|png|svg|ico|jpe?g)$/i;

/** What a compiler makes of a file of nearly the same name. */
const compiled = /\.(?:s?o|a|out|exe|bin|py[co]|class|jsc|wasm|map|pdf|min\.\w+)$/i;

export function rewriting(project: Project, at: ContextSource['at'], right: string | undefined) {
  return offer(
    right !== undefined && writtenAt(project, at.span) === at.value
      ? review(`Write ${right}`, replace(at.span, right))
      : undefined,
  );
}
