import { nearest } from '../../base/text.ts';
import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { Job, Pair } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { calledWorkflow } from '../shared/workflow.ts';
import { meantKey } from '../shared/workflow-edits.ts';

export default defineRule({
  id: 'workflow-call-mismatch',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:check-reusable-workflows'],
  title: 'A call of a workflow does not fit what that workflow declares',
  why: 'GitHub refuses the whole calling workflow, so none of its jobs run.',
  fix: 'Give the inputs and secrets that the called workflow declares, under their names.',
  references: ['https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows'],
  on: 'job',
  *check(job, { workflow, project }) {
    const called = calledWorkflow(project, workflow, job);
    if (called === undefined || job.uses === undefined || !called.whole) return;
    const { contract } = called;
    if (contract === undefined) {
      yield { at: job.uses.span, message: `${called.file} cannot be called: it has no workflow_call` };
      return;
    }
    yield* compare(
      project,
      job,
      'input',
      job.with,
      contract.inputs.map((input) => ({
        ...input,
        required: input.required && input.defaultValue === undefined,
      })),
    );
    if (job.secretsInherit === undefined)
      yield* compare(project, job, 'secret', job.secrets, contract.secrets);
  },
  examples: [
    bad(
      {
        '.github/workflows/ci.yml': `
        on: push
        jobs:
          image:
            uses: ./.github/workflows/image.yml
            with: {tags: 1.2.0}
      `,
        '.github/workflows/image.yml': `
        on:
          workflow_call:
            inputs:
              tag: {type: string, required: true}
            secrets:
              TOKEN: {required: true}
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - run: make image
      `,
      },
      ['.github/workflows/ci.yml:4:11', '.github/workflows/ci.yml:5:12'],
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            image:
              uses: ./.github/workflows/image.yml
              with: {tag: 1.2.0}
        `,
      },
    ),
    good({
      '.github/workflows/ci.yml': `
        on: push
        jobs:
          image:
            uses: ./.github/workflows/image.yml
            with: {tag: 1.2.0}
            secrets:
              TOKEN: \${{ secrets.REGISTRY_TOKEN }}
      `,
      '.github/workflows/image.yml': `
        on:
          workflow_call:
            inputs:
              tag: {type: string, required: true}
            secrets:
              TOKEN: {required: true}
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - run: make image
      `,
    }),
  ],
});

function* compare(
  project: Project,
  job: Job,
  what: 'input' | 'secret',
  given: readonly Pair[],
  declared: readonly { readonly name: string; readonly required: boolean }[],
): Iterable<Problem> {
  const names = declared.map(({ name }) => name);
  const meantNames = new Set<string>();
  for (const { name } of given) {
    if (names.some((one) => one.toLowerCase() === name.value.toLowerCase())) continue;
    meantNames.add(nearest(name.value, names) ?? '');
    yield {
      at: name.span,
      message: `${job.id} gives the ${what} ${name.value}, which the called workflow does not declare`,
      ...meantKey(project, name.value, name.span, names),
    };
  }
  for (const { name, required } of declared) {
    // Given under a name that is nearly its own.
    if (meantNames.has(name)) continue;
    if (!required || given.some((pair) => pair.name.value.toLowerCase() === name.toLowerCase())) continue;
    yield {
      at: job.uses?.span ?? job.idSpan,
      message: `${job.id} does not give the ${what} ${name}, which the called workflow requires`,
    };
  }
}
