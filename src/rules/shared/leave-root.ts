// How an image comes away from root, where it has a user that is meant for it.
import type { Dockerfile, Stage } from '../../model/dockerfile.ts';
import type { Fix } from '../../model/finding.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import { insertAfter, review } from '../fix.ts';
import { lineAbove, startOf } from './dockerfile-edits.ts';
import { parseImage } from './image.ts';
import { defaultUserOf, spareUser, userBefore } from './image-users.ts';

/** Back to the user that was set before root, or that the base image runs as. */
export function leaveRoot(project: Project, stage: Stage): Fix | undefined {
  const last = stage.instructions.findLast(({ keyword }) => keyword === 'USER');
  const end = stage.instructions.at(-1);
  if (last === undefined || end === undefined) return undefined;
  // With nothing to build below it, root is what the process itself is meant to be.
  const isForBuild = stage.instructions.some(
    ({ keyword, span }) => keyword === 'RUN' && span.start > last.span.start,
  );
  if (!isForBuild) return undefined;
  const base = stage.baseResolved === undefined ? undefined : parseImage(stage.baseResolved);
  const user = userBefore(stage, last) ?? (base && defaultUserOf(base));
  if (user === undefined) return undefined;
  const start = startOf(stage);
  // Without a command of its own the stage ends with what root has to do.
  const isOpen =
    start === undefined && stage.instructions.every(({ keyword }) => !/^(?:CMD|ENTRYPOINT)$/.test(keyword));
  if (start === undefined && !isOpen) return undefined;
  const line = `USER ${user}`;
  return review(
    `Go back to ${line}`,
    start === undefined ? insertAfter(end.span, `\n${line}`) : lineAbove(project, start, line),
  );
}

/** To the user that the base image made and does not use, where nothing in sight needs root. */
export function takeSpareUser(
  project: Project,
  dockerfile: Dockerfile,
  stage: Stage,
  links: readonly BuildLink[],
): Fix | undefined {
  const { image } = stage;
  const root = image.rootImage === undefined ? undefined : parseImage(image.rootImage);
  const user = root && spareUser(root);
  const start = startOf(stage);
  if (user === undefined || start === undefined || image.entrypoint !== undefined || image.volumes.length > 0)
    return undefined;
  const command = image.cmd?.words.map(({ value }) => value).join(' ') ?? '';
  // Tools for development write beside the code.
  if (!/^(?:node [\w./-]+\.(?:js|mjs|cjs)|(?:npm|yarn|pnpm)(?: run)? start)$/.test(command)) return undefined;
  const sources = [...project.imageSources(dockerfile), ...links.flatMap((link) => link.sources)];
  const ports = [
    ...image.expose.map(({ value }) => value),
    ...sources.flatMap(({ facts }) => facts.flatMap((fact) => (fact.kind === 'listen' ? [fact.port] : []))),
  ];
  const writes = links.some(({ service }) => service.mounts.some(({ readOnly }) => !readOnly));
  if (writes || ports.some((port) => port < 1024)) return undefined;
  return review(`Run as ${user}, which the image has`, lineAbove(project, start, `USER ${user}`));
}
