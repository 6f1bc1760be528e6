import { bad, defineRule, good } from '../rule.ts';
import { isDynamic } from '../shared/workflow.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'dispatch-input-invalid',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:check-workflow-dispatch-events'],
  title: 'An input of a workflow contradicts itself',
  why: 'GitHub refuses the workflow, or its form cannot be sent.',
  fix: 'Give a choice its options, and a default that is one of them.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_dispatch',
  ],
  on: 'workflow',
  *check({ dispatchInputs, contract }) {
    for (const input of [...dispatchInputs, ...(contract?.inputs ?? [])]) {
      const { type, options, defaultValue, span, name } = input;
      const kind = type?.value ?? 'string';
      const isChoice = kind === 'choice';
      if (isChoice && (options === undefined || options.length === 0)) {
        yield { at: span, message: `Input ${name} is a choice without options` };
      }
      if (!isChoice && options !== undefined)
        yield { at: span, message: `Input ${name} has options, but is no choice`, severity: 'medium' };
      if (defaultValue === undefined || isDynamic(defaultValue.value)) continue;
      const { value, span: at } = defaultValue;
      if (
        isChoice &&
        options !== undefined &&
        options.length > 0 &&
        !options.some((option) => option.value === value)
      ) {
        yield {
          at,
          message: `The default ${value} of input ${name} is none of its options`,
          severity: 'medium',
        };
      }
      if (kind === 'boolean' && !/^(?:true|false)$/i.test(value)) {
        yield {
          at,
          message: `The default ${value} of input ${name} is not true or false`,
          severity: 'medium',
        };
      }
      if (kind === 'number' && !Number.isFinite(Number(value))) {
        yield { at, message: `The default ${value} of input ${name} is no number`, severity: 'medium' };
      }
    }
  },
  examples: [
    bad(
      workflow(`
      on:
        workflow_dispatch:
          inputs:
            target: {type: choice}
            level: {type: choice, options: [info, debug], default: trace}
            dry: {type: boolean, default: maybe}
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
      ['.github/workflows/ci.yml:4:7', '.github/workflows/ci.yml:5:62', '.github/workflows/ci.yml:6:37'],
    ),
    good(
      workflow(`
      on:
        workflow_dispatch:
          inputs:
            target: {type: choice, options: [staging, production]}
            level: {type: choice, options: [info, debug], default: info}
            dry: {type: boolean, default: true}
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
    ),
  ],
});
