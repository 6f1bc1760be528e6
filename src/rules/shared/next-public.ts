// The folder `public` of a Next.js app, which `next build` does not make and git does not keep when it is empty.
import { posix } from 'node:path';
import type { Located } from '../../base/span.ts';
import type { Dockerfile, DockerInstruction, Stage } from '../../model/dockerfile.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import { contextsAround } from './build-places.ts';
import { heldAtEnd } from './held-files.ts';
import { runText } from './installs.ts';

interface CopyFrom {
  readonly instruction: DockerInstruction;
  /** The stage that is copied from. */
  readonly stage: Stage;
}

/** Sources of a COPY that are such a folder where the app has none; `folder` is that of the app. */
export function* missingPublic(
  project: Project,
  dockerfile: Dockerfile,
  links: readonly BuildLink[],
  { instruction, stage }: CopyFrom,
): Iterable<{ readonly source: Located<string>; readonly folder: string; readonly ignored: boolean }> {
  for (const source of instruction.args.slice(0, -1)) {
    const path = posix.resolve('/', source.value);
    if (posix.basename(path) !== 'public' || source.value.includes('$')) continue;
    const app = posix.dirname(path);
    if (!isNext(dockerfile, app) || mayMake(dockerfile)) continue;
    for (const context of contextsAround(project, dockerfile, links, instruction.stage)) {
      const held = heldAtEnd({ project, dockerfile, context }, stage, posix.join(app, 'package.json'));
      if (held.kind !== 'file' || !lacksPublic(project, held.file)) continue;
      const folder = posix.dirname(held.file);
      const ignored = project.files.isGitIgnored(posix.join(folder, 'public/index.html'));
      yield { source, folder: folder === '.' ? '' : folder, ignored };
      break;
    }
  }
}

/** What the build of Next.js makes is copied from the same folder. */
function isNext({ instructions }: Dockerfile, app: string): boolean {
  const copied = instructions
    .filter(({ keyword }) => keyword === 'COPY')
    .flatMap(({ args }) => args.slice(0, -1));
  return copied.some(({ value }) => posix.resolve('/', value).startsWith(posix.join(app, '.next')));
}

function mayMake({ instructions }: Dockerfile): boolean {
  return instructions.some((one) => one.keyword === 'RUN' && /\bpublic\b/.test(runText(one)));
}

function lacksPublic(project: Project, manifest: string): boolean {
  const folder = posix.dirname(manifest);
  const { files } = project;
  const at = (name: string) => posix.join(folder, name);
  if (files.kind(at('public')) !== undefined) return false;
  const own = project.packages.find(({ file }) => file === manifest);
  // Plugins that write into the folder, and so make it.
  if (own === undefined || !own.requires.has('next')) return false;
  if ([...own.requires].some((name) => /pwa|sitemap|serwist|workbox|contentlayer|velite/.test(name)))
    return false;
  if ([...own.commands.values()].some(({ value }) => /\bpublic\b|\bcp\b|copy/.test(value))) return false;
  const configs = ['js', 'mjs', 'cjs', 'ts'].map(
    (ending) => files.text(at(`next.config.${ending}`), 100_000) ?? '',
  );
  return !configs.some((text) => /['"`/]public\b/.test(text));
}
