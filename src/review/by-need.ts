// A review that loads no rules which could say nothing: of one file it takes a sixth less time.
import type { SourceText } from '../model/artifact.ts';
import type { Project } from '../model/project.ts';
import type { Family } from '../rules/families.ts';
import type { AnyRule } from '../rules/rule.ts';
import type { ReviewResult } from './result.ts';
import { waiverAnnotations } from './waiver-annotations.ts';
import { mayWaive } from './waiver-comments.ts';
import { type ReviewOptions, reviewWith } from './with-rules.ts';

interface FamilyLoader {
  readonly isNeeded: (project: Project) => boolean;
  readonly load: () => Promise<{ readonly rules: readonly AnyRule[] }>;
}

const loaders: Readonly<Record<Family, FamilyLoader>> = {
  general: { isNeeded: () => true, load: () => import('../rules/families/general.generated.ts') },
  stacks: {
    isNeeded: ({ stacks }) => stacks.length > 0,
    load: () => import('../rules/families/stacks.generated.ts'),
  },
  dockerfiles: {
    isNeeded: ({ dockerfiles }) => dockerfiles.size > 0,
    load: () => import('../rules/families/dockerfiles.generated.ts'),
  },
  manifests: {
    isNeeded: ({ kubernetes, charts }) => kubernetes.sets.length > 0 || charts.length > 0,
    load: () => import('../rules/families/manifests.generated.ts'),
  },
  pipelines: {
    isNeeded: ({ ci }) =>
      [ci.workflows, ci.actions].some(({ size }) => size > 0) ||
      [ci.templates, ci.gitlab, ci.dependabot, ci.preCommit].some(({ length }) => length > 0),
    load: () => import('../rules/families/pipelines.generated.ts'),
  },
  'env-files': {
    isNeeded: ({ envFiles }) => envFiles.size > 0,
    load: () => import('../rules/families/env-files.generated.ts'),
  },
};

/** What a review by all rules gives, but for its `rules`, which has those that were loaded. */
export async function reviewByNeed(project: Project, options: ReviewOptions): Promise<ReviewResult> {
  const needed = Object.values(loaders).filter(({ isNeeded }) => isNeeded(project));
  const texts = project.texts.size;
  if (needed.length === Object.keys(loaders).length || namesRules(project, options))
    return byAll(project, options);
  const families = await Promise.all(needed.map(({ load }) => load()));
  const result = reviewWith(
    families.flatMap(({ rules }) => rules),
    project,
    options,
  );
  // Rules read files that no reader had looked into, and a waiver may stand there.
  return [...project.texts.values()].slice(texts).some(waives) ? byAll(project, options) : result;
}

async function byAll(project: Project, options: ReviewOptions): Promise<ReviewResult> {
  const { rules } = await import('../rules/all.ts');
  return reviewWith(rules, project, options);
}

/** What names a rule may name any: whether there is such a rule must be known then. */
function namesRules(project: Project, { rules, also, overrides }: ReviewOptions): boolean {
  const { settings, waiverFiles, texts } = project;
  return (
    [rules, also, overrides].some((asked) => asked !== undefined) ||
    (settings !== undefined && (settings.rules.size > 0 || settings.overrides.length > 0)) ||
    waiverFiles.length > 0 ||
    [...texts.values()].some(waives) ||
    waiverAnnotations(project).length > 0
  );
}

function waives({ text }: SourceText): boolean {
  return mayWaive(text);
}
