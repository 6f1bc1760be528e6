// Pipelines and bots of a repository, for review.
import type { Ci } from '../../model/ci.ts';
import type { FoundFile } from '../discover.ts';
import { onceForText } from '../disk-view.ts';
import { actionOf } from '../workflow/action.ts';
import { dependabotOf, preCommitOf } from '../workflow/bots.ts';
import { gitlabOf } from '../workflow/gitlab.ts';
import { imageBuildsOf } from '../workflow/image-builds.ts';
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
  return {
    workflows: new Map(workflows.map((each) => [each.file, each])),
    templates: all.filter(({ folder }) => folder === undefined),
    actions: new Map(readAll('action', actionOf).map((each) => [each.file, each])),
    imageBuilds: workflows.flatMap((workflow) =>
      imageBuildsOf(workflow, (file) => dockerfileAt(reading, file)),
    ),
    gitlab: readAll('gitlab-ci', gitlabOf),
    dependabot: readAll('dependabot', dependabotOf),
    preCommit: readAll('pre-commit', preCommitOf),
  };
}
