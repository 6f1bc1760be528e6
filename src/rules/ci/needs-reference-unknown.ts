import { nearest } from '../../base/text.ts';
import type { Project } from '../../model/project.ts';
import type { Workflow } from '../../model/workflow.ts';
import { chainsOf } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { calledWorkflow } from '../shared/workflow.ts';
import { nameWritten, needed } from '../shared/workflow-edits.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'needs-reference-unknown',
  area: 'ci',
  severity: 'high',
  aliases: ['actionlint:check-contextual-needs-object'],
  title: 'An expression asks for a job or output that it cannot see',
  why: 'Only jobs named in `needs` can be read, and only their declared outputs; anything else is empty without a word.',
  fix: 'Name the job in `needs`, and declare the output at that job.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#needs-context'],
  on: 'expression',
  only: ['needs'],
  *check(expression, { workflow, job, project }) {
    if (workflow === undefined || job === undefined) return;
    for (const { node, path } of chainsOf(expression.tree)) {
      const [context, name, kind, output] = path;
      if (context !== 'needs' || name === undefined || name === '*') continue;
      const at = expression.within.place(node.start, node.end);
      if (!job.needs.some(({ value }) => value.toLowerCase() === name)) {
        const other = [...workflow.jobs.values()].find(({ id }) => id.toLowerCase() === name);
        const isThere = other !== undefined;
        yield {
          at,
          message: isThere
            ? `${job.id} reads job ${name}, which it does not name in its needs`
            : `${job.id} reads job ${name}, and there is no such job`,
          ...(other === undefined
            ? nameWritten(
                project,
                at,
                name,
                nearest(
                  name,
                  job.needs.map(({ value }) => value),
                ),
              )
            : needed(project, workflow, job, other)),
        };
        continue;
      }
      const outputs = kind === 'outputs' ? outputsOf(project, workflow, name) : undefined;
      if (output === undefined || output === '*' || outputs === undefined || outputs.includes(output))
        continue;
      const guess = nearest(output, outputs);
      yield {
        at,
        message: `${job.id} reads output ${output} of job ${name}, which declares no such output`,
        ...(guess === undefined ? {} : { advice: `Did you mean ${guess}?` }),
        ...nameWritten(project, at, output, guess),
      };
    }
  },
  examples: [
    bad(
      workflow(`
      on: push
      jobs:
        meta:
          runs-on: ubuntu-24.04
          outputs:
            version: \${{ steps.v.outputs.version }}
          steps:
            - id: v
              run: echo "version=1.2.0" >> "$GITHUB_OUTPUT"
        test:
          runs-on: ubuntu-24.04
          steps:
            - run: make test
        image:
          needs: meta
          runs-on: ubuntu-24.04
          steps:
            - run: make image
              if: needs.test.result == 'success'
              env:
                VERSION: \${{ needs.meta.outputs.tag }}
    `),
      ['.github/workflows/ci.yml:19:13', '.github/workflows/ci.yml:21:24'],
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            meta:
              runs-on: ubuntu-24.04
              outputs:
                version: \${{ steps.v.outputs.version }}
              steps:
                - id: v
                  run: echo "version=1.2.0" >> "$GITHUB_OUTPUT"
            test:
              runs-on: ubuntu-24.04
              steps:
                - run: make test
            image:
              needs: [meta, test]
              runs-on: ubuntu-24.04
              steps:
                - run: make image
                  if: needs.test.result == 'success'
                  env:
                    VERSION: \${{ needs.meta.outputs.tag }}
        `,
      },
    ),
    bad(
      workflow(`
      on: push
      jobs:
        meta:
          runs-on: ubuntu-24.04
          outputs: {tag: "\${{ steps.tag.outputs.tag }}"}
          steps: [{id: tag, run: make tag}]
        image:
          runs-on: ubuntu-24.04 # none of ours
          steps:
            - run: make image TAG=\${{ needs.meta.outputs.tga }}
        push:
          needs:
          - meta
          # as soon as it is there
          - image
          runs-on: ubuntu-24.04
          steps:
            - run: echo "\${{ needs.meta.outputs.tga }}"
        sign:
          needs: # all
            - meta
          runs-on: ubuntu-24.04
          steps:
            - run: echo "\${{ needs.image.result }}"
    `),
      ['.github/workflows/ci.yml:10:33', '.github/workflows/ci.yml:18:24', '.github/workflows/ci.yml:24:24'],
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            meta:
              runs-on: ubuntu-24.04
              outputs: {tag: "\${{ steps.tag.outputs.tag }}"}
              steps: [{id: tag, run: make tag}]
            image:
              runs-on: ubuntu-24.04 # none of ours
              steps:
                - run: make image TAG=\${{ needs.meta.outputs.tag }}
              needs: meta
            push:
              needs:
              - meta
              # as soon as it is there
              - image
              runs-on: ubuntu-24.04
              steps:
                - run: echo "\${{ needs.meta.outputs.tag }}"
            sign:
              needs: # all
                - meta
                - image
              runs-on: ubuntu-24.04
              steps:
                - run: echo "\${{ needs.image.result }}"
        `,
      },
    ),
    bad(
      workflow(`
      on: push
      jobs:
        meta:
          runs-on: ubuntu-24.04
          outputs: { version: "1" }
          steps:
            - run: make meta
        image:
          needs: [mta]
          runs-on: ubuntu-24.04
          steps:
            - run: echo \${{ needs.meta.outputs.version }}
    `),
      '.github/workflows/ci.yml:12:23',
    ),
    good(
      workflow(`
      on: push
      jobs:
        meta:
          runs-on: ubuntu-24.04
          outputs:
            version: \${{ steps.v.outputs.version }}
          steps:
            - id: v
              run: echo "version=1.2.0" >> "$GITHUB_OUTPUT"
        image:
          needs: meta
          runs-on: ubuntu-24.04
          steps:
            - run: make image
              env:
                VERSION: \${{ needs.meta.outputs.version }}
    `),
    ),
  ],
});

/** Outputs that a job declares, lower case; undefined when they are not known here. */
function outputsOf(project: Project, workflow: Workflow, name: string): readonly string[] | undefined {
  const job = [...workflow.jobs.values()].find(({ id }) => id.toLowerCase() === name);
  if (job === undefined) return undefined;
  if (job.uses === undefined) return job.outputs.map((pair) => pair.name.value.toLowerCase());
  const contract = calledWorkflow(project, workflow, job)?.contract;
  return contract?.outputs.map((output) => output.name.toLowerCase());
}
