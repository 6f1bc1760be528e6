// A folder on disk -> Project. Nothing of the repository is run, and nothing is read twice.
import { resolve } from 'node:path';
import { messageOf, SeaworthyError } from '../base/errors.ts';
import type { Project } from '../model/project.ts';
import type { ComposeSteps } from './compose/context.ts';
import { realPath, targetAt } from './disk.ts';
import { artifactsOf } from './project/artifacts.ts';
import { projectOf } from './project/assemble.ts';
import { newReading, type Reading } from './project/reading.ts';
import type { ReviewReading } from './project/review.ts';

export interface ReadOptions {
  /** Folder of the project. For `deploy` compose files are also looked for above it, as docker compose does. */
  readonly root: string;
  /** `review`: everything there is. `deploy`: the one stack that is meant. */
  readonly scope: 'review' | 'deploy';
  /** Files and folders to review, relative to the root; everything when absent. */
  readonly paths?: readonly string[];
  /** `-f`, in merge order, relative to the root. */
  readonly composeFiles?: readonly string[];
  /** `--env-file`, relative to the root; they take the place of `.env`. */
  readonly envFiles?: readonly string[];
  /** True when the root was asked for (`--project-directory`): paths start there, wherever the files lie. */
  readonly hasOwnFolder?: boolean;
  /** `-e`: the overlay. */
  readonly environment?: string;
  readonly projectName?: string;
  /** True when charts are rendered by the helm on PATH: the user trusts the repository so far. */
  readonly helm?: boolean;
  /** True when what services are built from is not looked at. */
  readonly withoutBuilds?: boolean;
  /** What of resolving is left out. */
  readonly steps?: ComposeSteps;
  readonly profiles?: readonly string[];
  /** For a review: told how many deployment files were found, before they are read. */
  readonly onFound?: (files: number) => Promise<void>;
  /** Variables of the process; for a review that must say the same everywhere, none. */
  readonly processEnv: Readonly<Record<string, string>>;
}

/**
 * Reads a project. Mistakes in files are problems in the answer; what is thrown is a `SeaworthyError` about the
 * request itself: a root, a path or an environment that does not exist. Without compose files there is no stack.
 */
export async function readProject(options: ReadOptions): Promise<Project> {
  const root = realRoot(options.root);
  if (options.scope === 'review') return forReview({ ...options, root });
  const { forDeploy } = await import('./project/deploy.ts');
  return forDeploy({ ...options, root });
}

async function forReview(options: ReadOptions): Promise<Project> {
  // Manifests and workflows take a large reader, which a rollout has no use for.
  const { readForReview } = await import('./project/review.ts');
  const reading = newReading(options.root, 'review');
  const read = await readForReview(reading, options);
  const found = options.helm === true ? await withHelm(read, reading) : read;
  const artifacts = () => artifactsOf(reading, found);
  return projectOf(reading, { ...found, artifacts });
}

/** Only who asks for it pays for what runs programs. */
async function withHelm(found: ReviewReading, reading: Reading): Promise<ReviewReading> {
  const { withCharts } = await import('./helm/with-charts.ts');
  return { ...found, kubernetes: withCharts(found.kubernetes, found.charts, reading) };
}

/** The folder itself, links resolved. @throws SeaworthyError NO_PROJECT */
export function realRoot(path: string): string {
  try {
    const root = realPath(resolve(path));
    if (targetAt(root).isDirectory()) return root;
  } catch (error) {
    throw new SeaworthyError('NO_PROJECT', `the folder ${path} cannot be read (${messageOf(error)})`, {
      hint: 'Name the folder that holds the project.',
      cause: error,
    });
  }
  throw new SeaworthyError('NO_PROJECT', `${path} is not a folder`, {
    hint: 'Name the folder that holds the project.',
  });
}
