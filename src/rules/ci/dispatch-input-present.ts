import { count } from '../../base/text.ts';
import { bad, defineRule, good } from '../rule.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'dispatch-input-present',
  area: 'ci',
  severity: 'info',
  aliases: ['checkov:CKV_GHA_7'],
  title: 'A build can be changed by inputs given by hand',
  why: 'What was built then depends on what somebody typed, which the source does not show (SLSA asks for builds without such parameters).',
  fix: 'Take what the build needs from the repository.',
  references: ['https://slsa.dev/spec/v1.0/requirements'],
  preset: 'strict',
  on: 'workflow',
  *check({ dispatchInputs, triggers }) {
    if (dispatchInputs.length === 0) return;
    const trigger = triggers.find(({ event }) => event === 'workflow_dispatch');
    if (trigger === undefined) return;
    yield {
      at: trigger.span,
      message: `Starting the workflow by hand takes ${count(dispatchInputs.length, 'input')}`,
    };
  },
  examples: [
    bad(
      workflow(`
      on:
        workflow_dispatch:
          inputs:
            version: {type: string}
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
      '.github/workflows/ci.yml:2:3',
    ),
    good(
      workflow(`
      on: workflow_dispatch
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
    ),
  ],
});
