import type { Job } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { jobsBefore } from '../shared/workflow.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'needed-job-excluded',
  area: 'ci',
  severity: 'high',
  aliases: [],
  title: 'A job needs another that is never run with it',
  why: 'A job that is skipped skips whoever needs it: the deployment looks set up, and it never takes place.',
  fix: 'Let the needed job run on the same branch, or drop it from `needs`.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idneeds',
  ],
  on: 'job',
  *check(job, { workflow: file }) {
    const own = refOf(job);
    if (own === undefined || job.condition === undefined) return;
    for (const other of jobsBefore(file, job)) {
      const ref = refOf(other);
      if (ref === undefined || ref === own || other.condition === undefined) continue;
      yield {
        at: job.condition.span,
        message: `job ${job.id} runs on ${own} alone, and needs ${other.id}, which runs on ${ref} alone`,
        object: `jobs.${job.id} needs ${other.id}`,
        related: [{ at: other.condition.span, message: `${other.id} is skipped elsewhere` }],
      };
      return;
    }
  },
  examples: [
    bad(
      workflow(`
        on: push
        jobs:
          staging:
            if: github.ref == 'refs/heads/develop'
            runs-on: ubuntu-24.04
            steps: [{run: make staging}]
          production:
            needs: staging
            if: github.ref == 'refs/heads/main' && github.event_name == 'push'
            runs-on: ubuntu-24.04
            steps: [{run: make production}]
      `),
      '.github/workflows/ci.yml:9:9',
    ),
    good(
      workflow(`
        on: push
        jobs:
          staging:
            if: github.ref == 'refs/heads/develop' || github.ref == 'refs/heads/main'
            runs-on: ubuntu-24.04
            steps: [{run: make staging}]
          production:
            needs: staging
            if: github.ref == 'refs/heads/main'
            runs-on: ubuntu-24.04
            steps: [{run: make production}]
          notify:
            needs: production
            if: always() && github.ref == 'refs/heads/develop'
            runs-on: ubuntu-24.04
            steps: [{run: make notify}]
      `),
    ),
  ],
});

const branch = /^github\.(ref|ref_name)\s*==\s*'([^']+)'$/;

/** The one ref on which the job runs; undefined where the condition says more or less than that. */
function refOf({ condition }: Job): string | undefined {
  const text = condition?.value
    .trim()
    .replace(/^\$\{\{([\s\S]*)\}\}$/, '$1')
    .trim();
  if (text === undefined || /\|\||!|always\(|cancelled\(|failure\(/.test(text)) return undefined;
  const found = text.split('&&').flatMap((part) => {
    const match = branch.exec(
      part
        .trim()
        .replace(/^\((.*)\)$/, '$1')
        .trim(),
    );
    const [, kind, name = ''] = match ?? [];
    return match === null ? [] : [kind === 'ref' ? name.replace(/^refs\/heads\//, '') : name];
  });
  return found.length === 1 ? found[0] : undefined;
}
