// What a build consists of: the stages it needs, and what its COPY lines take from the context.
import type { Located } from '../../base/span.ts';
import type { Dockerfile, DockerInstruction, Stage } from '../../model/dockerfile.ts';
import type { BuildLink } from '../../model/project.ts';

/** The stage and those it stands on, the built one first. */
export function chainOf(dockerfile: Dockerfile, stage: Stage | undefined): readonly Stage[] {
  const chain: Stage[] = [];
  for (let at = stage; at !== undefined && !chain.includes(at); ) {
    chain.push(at);
    at = at.baseStage === undefined ? undefined : dockerfile.stages[at.baseStage];
  }
  return chain;
}

/** The stage that `--from=…` of an instruction names, when it names one. */
export function fromStage(dockerfile: Dockerfile, from: string): Stage | undefined {
  const byName = dockerfile.stages.find((stage) => stage.name === from.toLowerCase());
  return byName ?? (/^\d+$/.test(from) ? dockerfile.stages[Number(from)] : undefined);
}

const neededCache = new WeakMap<Dockerfile, Map<number, ReadonlySet<number>>>();

/** Stages that building `target` runs; the others may be broken without harm. */
function neededStages(dockerfile: Dockerfile, target: number | undefined): ReadonlySet<number> {
  const from = target ?? dockerfile.stages.length - 1;
  const cache = neededCache.get(dockerfile) ?? new Map<number, ReadonlySet<number>>();
  neededCache.set(dockerfile, cache);
  const known = cache.get(from) ?? stagesFrom(dockerfile, from);
  cache.set(from, known);
  return known;
}

function stagesFrom(dockerfile: Dockerfile, from: number): ReadonlySet<number> {
  const needed = new Set<number>();
  const open = [from];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const stage = dockerfile.stages[index];
    if (stage === undefined || needed.has(index)) continue;
    needed.add(index);
    if (stage.baseStage !== undefined) open.push(stage.baseStage);
    for (const instruction of stage.instructions) {
      for (const source of sourcesNamed(instruction)) {
        const other = fromStage(dockerfile, source);
        if (other !== undefined) open.push(other.index);
      }
    }
  }
  return needed;
}

function* sourcesNamed(instruction: DockerInstruction): Iterable<string> {
  for (const flag of instruction.flags) {
    if (flag.name === 'from' && flag.value !== undefined) yield flag.value;
    const mounted = flag.name === 'mount' ? /(?:^|,)from=([^,]+)/.exec(flag.value ?? '')?.[1] : undefined;
    if (mounted !== undefined) yield mounted;
  }
}

/** One source of a COPY or ADD that the build context must hold. */
interface ContextSource {
  readonly at: Located<string>;
  /** Relative to the context, without `./` and leading slash; `''` for the context itself. */
  readonly path: string;
  /** The source climbs out of the context, which docker does not follow. */
  readonly climbs: boolean;
}

/** Sources taken from the context by name: no URLs, globs, variables, heredocs, nor `--from`. */
export function contextSources(instruction: DockerInstruction): readonly ContextSource[] {
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return [];
  if (instruction.flags.some((flag) => flag.name === 'from' || flag.name === 'parents')) return [];
  const sources = instruction.args.slice(0, -1);
  return sources.filter((source) => isPlainPath(source.value)).map(contextSource);
}

function isPlainPath(path: string): boolean {
  return !/[*?[\]$\\]|^<<|^[a-z]+:\/\/|^git@/i.test(path) && path !== '';
}

function contextSource(at: Located<string>): ContextSource {
  const parts: string[] = [];
  let climbs = false;
  for (const part of at.value.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) climbs = true;
  }
  return { at, path: parts.join('/'), climbs };
}

/** `context/path` relative to the root; undefined when that lies outside the root. */
export function inContext(context: string, path: string): string | undefined {
  if (context.startsWith('..') || context.startsWith('/')) return undefined;
  return [context, path].filter((part) => part !== '' && part !== '.').join('/');
}

/** Links whose context lies in the repository and whose build runs the stage. */
export function localBuilds(
  dockerfile: Dockerfile,
  links: readonly BuildLink[],
  stage: number | undefined,
): readonly BuildLink[] {
  return links.filter((link) => {
    if (link.service.build === undefined || link.service.build.isRemote) return false;
    if (inContext(link.context, '') === undefined) return false;
    return stage !== undefined && isNeeded(dockerfile, link.stage, stage);
  });
}

/** True when building `target` (the last stage where it is not given) runs the stage. */
export function isNeeded(dockerfile: Dockerfile, target: number | undefined, stage: number): boolean {
  return neededStages(dockerfile, target).has(stage);
}

const madeFolders =
  /^(?:dist|build|target|out|output|publish|bin|obj|release|_build|node_modules|vendor|\.next|\.output|\.nuxt|coverage|generated|gen|artifacts?)$/i;
const madeFiles = /\.(?:jar|war|ear|whl|tgz|tar|gz|xz|zip|deb|rpm|apk|exe|so|dll|pem|crt|key|pub)$/i;

/** True for paths that a build step before `docker build` usually makes. */
export function looksMade(path: string): boolean {
  return madeFiles.test(path) || path.split('/').some((part) => madeFolders.test(part));
}
