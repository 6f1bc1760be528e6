import { bad, defineRule, good } from '../rule.ts';
import { actionName, inputOf, triggerOf } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'cache-in-release',
  area: 'ci',
  severity: 'low',
  aliases: ['zizmor:cache-poisoning'],
  title: 'A release is built from a cache',
  why: 'Caches of the default branch can be written by other workflows: one poisoned entry ends up in what users install.',
  fix: 'Build releases without a cache.',
  references: ['https://docs.github.com/en/actions/reference/security/secure-use'],
  preset: 'strict',
  on: 'step',
  only: ['uses'],
  *check(step, { workflow, job }) {
    const isRelease =
      triggerOf(workflow, 'release') !== undefined ||
      (triggerOf(workflow, 'push')?.filters.has('tags') === true &&
        triggerOf(workflow, 'push')?.filters.has('branches') !== true);
    if (!isRelease || job === undefined) return;
    const name = actionName(step) ?? '';
    const cache = inputOf(step, 'cache');
    const isCache =
      /^(?:actions\/cache(?:\/restore)?|swatinem\/rust-cache|gradle\/actions\/setup-gradle)$/.test(name);
    const isOn = /^actions\/setup-/.test(name) && cache !== undefined && cache.value !== 'false';
    if (!isCache && !isOn) return;
    yield {
      at: cache?.span ?? step.uses?.span ?? step.span,
      message: `${job.id} builds a release with a cache (${name})`,
    };
  },
  examples: [
    bad(
      steps(
        `
      - uses: actions/setup-node@v4
        with: {node-version: 22, cache: npm}
      - run: npm publish
    `,
        'on: {push: {tags: ["v*"]}}',
      ),
      '.github/workflows/ci.yml:7:41',
    ),
    good(
      steps(
        `
      - uses: actions/setup-node@v4
        with: {node-version: 22}
      - run: npm publish
    `,
        'on: {push: {tags: ["v*"]}}',
      ),
    ),
  ],
});
