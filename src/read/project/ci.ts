// Pipelines and bots of a repository, for review.
import type { Ci, GitlabPipeline } from '../../model/ci.ts';
import type { FoundFile } from '../discover.ts';
import { onceForText } from '../disk-view.ts';
import { actionOf } from '../workflow/action.ts';
import { dependabotOf, preCommitOf } from '../workflow/bots.ts';
import { gitlabOf } from '../workflow/gitlab.ts';
import { gitlabRunsOf } from '../workflow/gitlab-runs.ts';
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
function gitlabAt(reading: Reading, pipelines: readonly GitlabPipeline[]) {
  const known = new Map<string, GitlabPipeline | undefined>(pipelines.map((each) => [each.file, each]));
  return (file: string) => {
    if (!known.has(file)) {
      const text = reading.files.kind(file) === 'file' ? reading.store.read(file) : undefined;
      known.set(file, text === undefined ? undefined : gitlabOf(file, text));
    }
    return known.get(file);
  };
}
