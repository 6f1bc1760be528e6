// Pipelines and bots of a repository, for review.

import { literal } from '../../base/text.ts';
import type { Ci, GitlabPipeline } from '../../model/ci.ts';
import type { FoundFile } from '../discover.ts';
import { onceForText } from '../disk-view.ts';
import { folderOf } from '../paths.ts';
import { actionOf } from '../workflow/action.ts';
import { dependabotOf, preCommitOf } from '../workflow/bots.ts';
import { gitlabOf } from '../workflow/gitlab.ts';
import { gitlabRunsOf, type PipelinesAt } from '../workflow/gitlab-runs.ts';
import { gitlabBuildsOf, imageBuildsOf } from '../workflow/image-builds.ts';
import { workflowOf } from '../workflow/workflow.ts';
import { dockerfileAt, type Reading } from './reading.ts';

const workflowOnce = onceForText(workflowOf);

export function readCi(reading: Reading, files: readonly FoundFile[]): Ci {
  const readAll = <T>(kind: FoundFile['kind'], read: (file: string, text: string) => T): T[] =>
    files.flatMap((file) => {
      const isWanted = file.kind === kind && file.unreadable === undefined;
      const text = isWanted ? reading.store.read(file.path) : undefined;
      return text === undefined ? [] : [read(file.path, text)];
    });
  const all = readAll('workflow', workflowOnce);
  const workflows = all.filter(({ folder }) => folder !== undefined);
  const gitlab = readAll('gitlab-ci', gitlabOf);
  const gitlabRuns = gitlabRunsOf(gitlab, gitlabAt(reading, gitlab));
  const dockerfile = (file: string) => dockerfileAt(reading, file);
  return {
    workflows: new Map(workflows.map((each) => [each.file, each])),
    templates: all.filter(({ folder }) => folder === undefined),
    actions: new Map(readAll('action', actionOf).map((each) => [each.file, each])),
    imageBuilds: [
      ...workflows.flatMap((workflow) => imageBuildsOf(workflow, dockerfile)),
      ...gitlabBuildsOf(gitlabRuns, dockerfile),
    ],
    gitlab,
    gitlabRuns,
    dependabot: readAll('dependabot', dependabotOf),
    preCommit: readAll('pre-commit', preCommitOf),
  };
}

/** Files that a pipeline includes have any name; each is read once. */
function gitlabAt(reading: Reading, pipelines: readonly GitlabPipeline[]): PipelinesAt {
  const known = new Map<string, GitlabPipeline | undefined>(pipelines.map((each) => [each.file, each]));
  const read = (file: string) => {
    if (!known.has(file)) {
      const text = reading.files.kind(file) === 'file' ? reading.store.read(file) : undefined;
      known.set(file, text === undefined ? undefined : gitlabOf(file, text));
    }
    return known.get(file) ?? [];
  };
  return (path) => (path.includes('*') ? fitting(reading, path) : [path]).flatMap(read);
}

/** `*` stays in its folder, `**` does not. https://docs.gitlab.com/ci/yaml/#includelocal */
function fitting({ files }: Reading, path: string): readonly string[] {
  const [before = '', ...rest] = path.split(/(\*+)/);
  const form = [before, ...rest].map((part) => wildcards.get(part) ?? literal(part)).join('');
  const pattern = new RegExp(`^${form}$`);
  return files.below(folderOf(before)).filter((file) => pattern.test(file));
}

const wildcards: ReadonlyMap<string, string> = new Map([
  ['*', '[^/]*'],
  ['**', '.*'],
]);
