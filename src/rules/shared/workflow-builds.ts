// Images that the pipelines build, by workflow and by name.
import { groupBy } from '../../base/group.ts';
import type { Located } from '../../base/span.ts';
import type { ImageBuild, WorkflowBuild } from '../../model/ci.ts';
import type { Project } from '../../model/project.ts';
import type { Step, Workflow } from '../../model/workflow.ts';
import { parseImage } from './image.ts';
import { actionName, usedBy } from './workflow.ts';

const byWorkflow = new WeakMap<Project, ReadonlyMap<Workflow, readonly WorkflowBuild[]>>();

export function buildsIn(project: Project, workflow: Workflow): readonly WorkflowBuild[] {
  const known =
    byWorkflow.get(project) ??
    groupBy(
      project.ci.imageBuilds.filter((build) => build.by === 'workflow'),
      (build) => build.workflow,
    );
  byWorkflow.set(project, known);
  return known.get(workflow) ?? [];
}

/** Builds of all pipelines that could be read as a whole. */
export function wholeBuilds({ ci }: Project): readonly ImageBuild[] {
  return ci.imageBuilds.filter((build) => build.by !== 'workflow' || build.workflow.whole);
}

/** The file of the pipeline, and the job as it is named there. */
export function builderOf(build: ImageBuild): { readonly file: string; readonly job: string } {
  return build.by === 'workflow'
    ? { file: build.workflow.file, job: build.job.id }
    : { file: build.run.pipeline.file, job: build.run.job.name.value };
}

/** Tags of one image; `complete` is false when the run alone knows some of them. */
interface Pushed {
  readonly tags: Located<string>[];
  complete: boolean;
}

interface AllPushed {
  readonly images: ReadonlyMap<string, Pushed>;
  /** True when images are pushed whose names only the run knows. */
  readonly hidden: boolean;
}

const pushed = new WeakMap<Project, AllPushed>();

/** Tags under which the pipelines push the image; undefined when they are not all known. */
export function pushedTags(project: Project, repository: string): readonly Located<string>[] | undefined {
  const known = pushed.get(project) ?? readPushed(project);
  pushed.set(project, known);
  const image = known.images.get(repository);
  return known.hidden || image?.complete === false ? undefined : (image?.tags ?? []);
}

/** Images that the pipelines push, each where its name first stands; undefined when not all names are known. */
export function pushedImages(project: Project): ReadonlyMap<string, Located<string>> | undefined {
  const known = pushed.get(project) ?? readPushed(project);
  pushed.set(project, known);
  if (known.hidden) return undefined;
  return new Map(
    [...known.images].flatMap(([name, { tags }]) =>
      tags[0] === undefined ? [] : [[name, tags[0]] as const],
    ),
  );
}

/** Programs that give images further tags. */
const retagging =
  /\bdocker (?:image )?tag\b|\bimagetools create\b|\bcrane (?:tag|copy|cp)\b|\bskopeo copy\b|\bsed -i\b|\bkustomize edit\b/;

const commit = /^(?:sha-)?(?:\$\{\{\s*github\.sha\s*\}\}|\$\{?CI_COMMIT_(?:SHORT_)?SHA\}?)$/;

/** Actions around a build that push nothing themselves. */
const harmless = /^(?:actions\/|docker\/(?:login|metadata|setup)-|[\w-]+\/(?:setup|install|login)-)/;
const pushing =
  /(?:^|[/_-])(?:build|push|publish|bake|docker|image|container|kaniko|buildah|buildx|goreleaser|jib|ko)(?:[/_-]|$)/;

/** What an action or a workflow of others pushes is not in these files. */
function pushesElsewhere({ ci }: Project): boolean {
  const builds = new Set(ci.imageBuilds.flatMap((build) => (build.by === 'workflow' ? [build.step] : [])));
  const isHidden = (step: Step) => {
    const name = actionName(step) ?? '';
    return !builds.has(step) && pushing.test(name) && !harmless.test(name);
  };
  const jobs = [...ci.workflows.values()].flatMap((workflow) => [...workflow.jobs.values()]);
  return jobs.some(({ uses, steps }) => usedBy(uses)?.kind === 'repository' || steps.some(isHidden));
}

function readPushed(project: Project): AllPushed {
  const images = new Map<string, Pushed>();
  let hidden = false;
  for (const build of project.ci.imageBuilds) {
    const { tags, pushes } = build;
    if (!pushes) continue;
    if (retagging.test(project.texts.get(builderOf(build).file)?.text ?? '')) hidden = true;
    for (const { value, span } of tags) {
      const [name = '', ...rest] = value.split(/:(?!\/\/)(?=[^/]*$)/);
      const repository = name.includes('$') ? undefined : parseImage(name)?.repository;
      if (repository === undefined) {
        hidden = true;
        continue;
      }
      const image = images.get(repository) ?? { tags: [], complete: true };
      images.set(repository, image);
      const tag = rest.join(':');
      // A commit is never the tag in a file that is under version control.
      const isCommit = commit.test(tag);
      if (tag.includes('$') && !isCommit) image.complete = false;
      const shown = isCommit ? 'the commit' : tag === '' ? 'latest' : tag;
      if (!image.tags.some((one) => one.value === shown)) image.tags.push({ value: shown, span });
    }
  }
  // Asked last: it goes through all steps of all workflows.
  return { images, hidden: hidden || (images.size > 0 && pushesElsewhere(project)) };
}
