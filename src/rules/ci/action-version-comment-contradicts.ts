import { groupBy } from '../../base/group.ts';
import type { Span } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';
import type { Workflow } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isCommit, refSpan, usedBy } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'action-version-comment-contradicts',
  area: 'ci',
  severity: 'low',
  aliases: ['zizmor:ref-version-mismatch'],
  title: 'One commit of an action is called two versions',
  why: 'At one of the places the comment lies, and updates that go by it are made from the wrong version.',
  fix: 'Write the version that the commit has at all places.',
  references: ['https://docs.github.com/en/actions/reference/security/secure-use'],
  on: 'workflow',
  *check(workflow, { project }) {
    for (const pin of pinsOf(project, workflow)) {
      const other = pinsByCommit(project)
        .get(`${pin.name} ${pin.ref}`)
        ?.find((one) => !agree(one.version, pin.version));
      if (other === undefined) continue;
      yield {
        at: pin.at,
        message: `The commit ${pin.ref.slice(0, 12)} of ${pin.name} is called ${pin.version} here and ${other.version} elsewhere`,
        related: [{ at: other.at, message: `called ${other.version} here` }],
      };
    }
  },
  examples: [
    bad(
      steps(`
      - uses: some-team/deploy-action@8f4b7f84864484a7bf31766abe9204da3cbe65b3 # v2.1.0
      - uses: some-team/deploy-action@8f4b7f84864484a7bf31766abe9204da3cbe65b3 # v2.3.0
    `),
      ['.github/workflows/ci.yml:6:39', '.github/workflows/ci.yml:7:39'],
    ),
    good(
      steps(`
      - uses: some-team/deploy-action@8f4b7f84864484a7bf31766abe9204da3cbe65b3 # v2.1.0
      - uses: some-team/deploy-action@8f4b7f84864484a7bf31766abe9204da3cbe65b3 # v2
    `),
    ),
  ],
});

interface Pin {
  readonly name: string;
  readonly ref: string;
  readonly version: string;
  readonly at: Span;
}

const cache = new WeakMap<Project, ReadonlyMap<string, readonly Pin[]>>();

function pinsByCommit(project: Project): ReadonlyMap<string, readonly Pin[]> {
  const known = cache.get(project);
  if (known !== undefined) return known;
  const pins = [...project.ci.workflows.values()].flatMap((workflow) => pinsOf(project, workflow));
  const groups = groupBy(pins, ({ name, ref }) => `${name} ${ref}`);
  cache.set(project, groups);
  return groups;
}

/** Pinned actions with the version in the comment behind them. */
function pinsOf(project: Project, workflow: Workflow): readonly Pin[] {
  const text = project.texts.get(workflow.file)?.text ?? '';
  return [...workflow.jobs.values()].flatMap((job) =>
    job.steps.flatMap(({ uses }) => {
      const used = usedBy(uses);
      if (used?.kind !== 'repository' || uses === undefined || !isCommit(used.ref)) return [];
      const rest = text.slice(uses.span.end, uses.span.end + 80);
      const version = /^["']?[ \t]+#[ \t]*(?:tag=|pin@)?(v?\d[\w.-]*)/.exec(rest)?.[1];
      return version === undefined ? [] : [{ name: used.name, ref: used.ref, version, at: refSpan(uses) }];
    }),
  );
}

/** `v2` and `v2.1.0` may be one commit. */
function agree(a: string, b: string): boolean {
  const [x, y] = [a.replace(/^v/, ''), b.replace(/^v/, '')];
  return x === y || x.startsWith(`${y}.`) || y.startsWith(`${x}.`);
}
