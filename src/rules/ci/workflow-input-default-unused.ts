import { bad, defineRule, good } from '../rule.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'workflow-input-default-unused',
  area: 'ci',
  severity: 'info',
  aliases: ['actionlint:check-reusable-workflows'],
  title: 'An input of a called workflow has a default and must be given all the same',
  why: 'The default is never used, and whoever reads it thinks that the input can be left out.',
  fix: 'Remove `required`, or the default.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_callinputs',
  ],
  preset: 'strict',
  joins: 'file',
  on: 'workflow',
  *check({ contract }) {
    for (const { name, span, required, defaultValue } of contract?.inputs ?? []) {
      if (!required || defaultValue === undefined) continue;
      yield { at: span, message: `Input ${name} is required, so that its default is never used` };
    }
  },
  examples: [
    bad(
      workflow(`
      on:
        workflow_call:
          inputs:
            level: {type: string, required: true, default: debug}
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
      '.github/workflows/ci.yml:4:7',
    ),
    good(
      workflow(`
      on:
        workflow_call:
          inputs:
            level: {type: string, default: debug}
            tag: {type: string, required: true}
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
    ),
  ],
});
