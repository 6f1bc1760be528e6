import { chainsOf } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { calledWorkflow } from '../shared/workflow.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'workflow-output-unknown',
  area: 'ci',
  severity: 'high',
  aliases: ['actionlint:check-reusable-workflows', 'actionlint:check-type-check-expression'],
  title: 'An output of a workflow is that of a job or output which is not there',
  why: 'Who calls the workflow gets an empty text, without a word.',
  fix: 'Name a job of the workflow, and an output that this job declares.',
  references: [
    'https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows#using-outputs-from-a-reusable-workflow',
  ],
  on: 'expression',
  only: ['jobs'],
  *check(expression, { workflow, project }) {
    if (workflow === undefined) return;
    for (const { node, path } of chainsOf(expression.tree)) {
      const [context, name, kind, output] = path;
      if (context !== 'jobs' || name === undefined || name === '*') continue;
      const at = expression.within.place(node.start, node.end);
      const job = [...workflow.jobs.values()].find(({ id }) => id.toLowerCase() === name);
      if (job === undefined) {
        yield { at, message: `The output reads job ${name}, and there is no such job` };
        continue;
      }
      if (kind !== 'outputs' || output === undefined || output === '*') continue;
      const names =
        job.uses === undefined
          ? job.outputs.map((pair) => pair.name.value)
          : calledWorkflow(project, workflow, job)?.contract?.outputs.map((one) => one.name);
      if (names === undefined || names.some((one) => one.toLowerCase() === output)) continue;
      yield {
        at,
        message: `The output reads output ${output} of job ${job.id}, which declares no such output`,
      };
    }
  },
  examples: [
    bad(
      workflow(`
      on:
        workflow_call:
          outputs:
            tag: {value: "\${{ jobs.build.outputs.tags }}"}
            url: {value: "\${{ jobs.deploy.outputs.url }}"}
      jobs:
        build:
          runs-on: ubuntu-24.04
          outputs: {tag: "\${{ steps.tag.outputs.tag }}"}
          steps:
            - id: tag
              run: echo "tag=1.2.0" >> "$GITHUB_OUTPUT"
    `),
      ['.github/workflows/ci.yml:4:25', '.github/workflows/ci.yml:5:25'],
    ),
    good(
      workflow(`
      on:
        workflow_call:
          outputs:
            tag: {value: "\${{ jobs.build.outputs.tag }}"}
            result: {value: "\${{ jobs.build.result }}"}
      jobs:
        build:
          runs-on: ubuntu-24.04
          outputs: {tag: "\${{ steps.tag.outputs.tag }}"}
          steps:
            - id: tag
              run: echo "tag=1.2.0" >> "$GITHUB_OUTPUT"
    `),
    ),
  ],
});
