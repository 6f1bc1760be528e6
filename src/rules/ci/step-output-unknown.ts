import { literal, nearest } from '../../base/text.ts';
import type { Project } from '../../model/project.ts';
import type { Expression, Workflow } from '../../model/workflow.ts';
import { chainsOf } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { outputsOf } from '../shared/step-outputs.ts';
import { steps } from '../shared/workflow-example.ts';
import { saysName } from '../shared/written-outputs.ts';

export default defineRule({
  id: 'step-output-unknown',
  area: 'ci',
  severity: 'high',
  aliases: ['actionlint:check-contextual-step-object'],
  title: 'An expression asks for an output that a step does not have',
  why: 'The value is empty without a word: a condition on it never holds, and what is built from it is wrong.',
  fix: 'Correct the name, or set the output in the step, or declare it in the action.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#steps-context'],
  on: 'expression',
  only: ['steps'],
  *check(expression, { project, workflow, job, action }) {
    const steps = job?.steps ?? action?.steps ?? [];
    for (const { node, path } of chainsOf(expression.tree)) {
      const [context, id, kind, name] = path;
      if (context !== 'steps' || kind !== 'outputs' || name === undefined || name === '*') continue;
      const step = steps.find((one) => one.id?.value.toLowerCase() === id);
      const given = step === undefined ? undefined : outputsOf(project, workflow, step);
      if (step === undefined || given === undefined || given.names.includes(name)) continue;
      if (saysName(step, name)) continue;
      const guess = nearest(name, given.names);
      // Actions of others may have got more since the table was made: only what looks like a slip is told.
      if (guess === undefined && !given.whole) continue;
      yield {
        at: expression.within.place(node.start, node.end),
        message: `The expression reads output ${name} of ${given.source}, which ${given.lack}`,
        ...(guess === undefined ? {} : { advice: `Did you mean ${guess}?` }),
        ...(isReadByNobody(project, workflow, expression) ? { severity: 'low' as const } : {}),
      };
    }
  },
  examples: [
    bad(
      steps(`
      - uses: actions/cache@v4
        id: modules
        with: {path: node_modules, key: a}
      - run: npm ci
        if: steps.modules.outputs.cache_hit != 'true'
    `),
      '.github/workflows/ci.yml:10:13',
    ),
    bad(
      steps(`
      - id: version
        run: |
          echo "tag=$(git describe)" >> "$GITHUB_OUTPUT"
          echo "short=$(git rev-parse --short HEAD)" >> "$GITHUB_OUTPUT"
      - run: make image TAG="\${{ steps.version.outputs.tga }}"
      - run: make image TAG="\${{ steps.version.outputs.branch }}"
      - uses: actions/github-script@v7
        id: pull
        with:
          script: core.setOutput('number', context.issue.number)
      - run: make preview PR="\${{ steps.pull.outputs.num }}"
      - uses: dorny/paths-filter@v3
        id: changes
        with:
          filters: |
            api: ['api/**']
      - run: make api
        if: steps.changes.outputs.backend == 'true'
    `),
      [
        '.github/workflows/ci.yml:11:34',
        '.github/workflows/ci.yml:10:34',
        '.github/workflows/ci.yml:16:35',
        '.github/workflows/ci.yml:23:13',
      ],
    ),
    bad(
      {
        ...steps(`
        - uses: ./.github/actions/tag
          id: tag
        - run: make image TAG="\${{ steps.tag.outputs.name }}"
      `),
        '.github/actions/tag/action.yml': `
        name: Tag
        description: Names the image
        outputs:
          tag: {description: The tag, value: "\${{ steps.made.outputs.tag }}"}
        runs:
          using: composite
          steps:
            - id: made
              run: echo "tag=1.2.0" >> "$GITHUB_OUTPUT"
              shell: bash
      `,
      },
      '.github/workflows/ci.yml:8:34',
    ),
    good(
      steps(`
      - uses: actions/cache@v4
        id: modules
        with: {path: node_modules, key: a}
      - run: npm ci
        if: steps.modules.outputs.cache-hit != 'true' && steps.modules.outputs.newer == ''
    `),
    ),
    // Programs of the repository may set what they like, and names can be put together.
    good(
      steps(`
      - id: version
        run: |
          echo "tag=1.2.0" >> "$GITHUB_OUTPUT"
          ./scripts/describe
      - id: parts
        run: |
          for part in api web; do echo "$part=1.2.0" >> "$GITHUB_OUTPUT"; done
      - id: plan
        run: terraform plan
      - run: make image
        env:
          BRANCH: \${{ steps.version.outputs.branch }}
          API: \${{ steps.parts.outputs.api }}
          SHOP: \${{ steps.parts.outputs.shop }}
          PLAN: \${{ steps.plan.outputs.stdout }}
    `),
    ),
  ],
});

/** It makes an output of the job that no other one asks for. */
function isReadByNobody(project: Project, workflow: Workflow | undefined, { path }: Expression): boolean {
  const [top, job, kind, name] = path;
  if (workflow === undefined || top !== 'jobs' || kind !== 'outputs' || typeof name !== 'string')
    return false;
  const text = project.texts.get(workflow.file)?.text ?? '';
  const read = `(?:needs|jobs)(?:\\.${literal(String(job))}\\.outputs\\.${literal(name)}(?![\\w-])|\\[|\\.\\*)`;
  return !new RegExp(read, 'i').test(text) && !/\btoJSON\(\s*needs\b/i.test(text);
}
