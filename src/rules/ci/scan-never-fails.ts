import { bad, defineRule, good } from '../rule.ts';
import { actionName, inputOf, stepLabel } from '../shared/workflow.ts';
import { setOnStep, written } from '../shared/workflow-edits.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'scan-never-fails',
  area: 'ci',
  severity: 'low',
  aliases: [],
  title: 'A scan of an image finds vulnerabilities and says nothing',
  why: 'trivy ends with 0 whatever it finds unless it is told otherwise: the step is green with critical vulnerabilities in the image.',
  fix: 'Set `exit-code: 1` with the severities that shall stop the pipeline, or upload the result.',
  references: ['https://github.com/aquasecurity/trivy-action'],
  on: 'step',
  only: ['uses'],
  *check(step, { project }) {
    if (actionName(step) !== 'aquasecurity/trivy-action' || step.uses === undefined) return;
    const isReport =
      ['output', 'template', 'trivy-config'].some((name) => inputOf(step, name) !== undefined) ||
      /sarif|cyclonedx|spdx|github/.test(inputOf(step, 'format')?.value ?? '');
    const code = inputOf(step, 'exit-code');
    if (isReport || (code !== undefined && code.value !== '0')) return;
    yield {
      at: code?.span ?? step.uses.span,
      message: `${stepLabel(step)} scans with trivy and is green whatever it finds`,
      ...(code === undefined
        ? setOnStep(project, step, ['with', 'exit-code'], '1')
        : written(project, code.span, '1')),
    };
  },
  examples: [
    bad(
      steps(`
      - uses: aquasecurity/trivy-action@0.33.1
        with: {image-ref: "ghcr.io/acme/api:1.2.0", severity: "CRITICAL,HIGH"}
    `),
      '.github/workflows/ci.yml:6:15',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - uses: aquasecurity/trivy-action@0.33.1
                  with: {image-ref: "ghcr.io/acme/api:1.2.0", severity: "CRITICAL,HIGH", exit-code: "1"}
        `,
      },
    ),
    good(
      steps(`
      - uses: aquasecurity/trivy-action@0.33.1
        with: {image-ref: "ghcr.io/acme/api:1.2.0", severity: "CRITICAL,HIGH", exit-code: 1}
    `),
    ),
  ],
});
