import type { Job, Step, Workflow } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { versionOf } from '../shared/action-versions-table.ts';
import { actionName, inputOf, isCommit, triggerOf, usedBy } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';
import { plainArgs, stepCommands } from '../shared/workflow-run.ts';

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
    if (job === undefined) return;
    const name = actionName(step) ?? '';
    const input = inputOf(step, switches.get(name) ?? 'cache');
    const isAsked = input !== undefined && !/^(?:false|never|)$/i.test(input.value);
    const isCache = caches.has(name) && inputOf(step, 'lookup-only')?.value !== 'true';
    const isOn = isAsked && (/^actions\/setup-/.test(name) || switches.has(name));
    if (!isCache && !isOn && !(input === undefined && cachesUnasked(step))) return;
    if (!isReleased(workflow) && !publishesIn(job)) return;
    yield {
      at: isOn ? input.span : (step.uses?.span ?? step.span),
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
    bad(
      steps(
        `
      - uses: actions/setup-go@v6
        with: {go-version: "1.26"}
      - uses: ruby/setup-ruby@v1
        with: {bundler-cache: true}
      - run: make release
    `,
        'on: {push: {tags: ["v*"]}}',
      ),
      ['.github/workflows/ci.yml:6:15', '.github/workflows/ci.yml:9:31'],
    ),
    bad(
      steps(`
      - uses: Swatinem/rust-cache@v2
      - run: cargo publish
        if: startsWith(github.ref, 'refs/tags/')
    `),
      '.github/workflows/ci.yml:6:15',
    ),
    good(
      steps(`
      - uses: Swatinem/rust-cache@v2
      - run: cargo test && cargo publish --dry-run
    `),
    ),
    good(
      steps(
        `
      - uses: actions/setup-go@v6
        with: {go-version: "1.26", cache: false}
      - uses: actions/cache@v4
        with: {key: a, path: b, lookup-only: true}
      - run: make release
    `,
        'on: {push: {tags: ["v*"]}}',
      ),
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

function isReleased(workflow: Workflow | undefined): boolean {
  const pushed = triggerOf(workflow, 'push')?.filters;
  const isTagsOnly = pushed?.has('tags') === true && !pushed.has('branches');
  return isTagsOnly || triggerOf(workflow, 'release') !== undefined;
}

/** Asked for each of its steps. */
function publishesIn(job: Job): boolean {
  const known = publishers.get(job) ?? job.steps.some(publishes);
  publishers.set(job, known);
  return known;
}

const publishers = new WeakMap<Job, boolean>();

const publishing =
  /^(?:pypa\/gh-action-pypi-publish|softprops\/action-gh-release|ncipollo\/release-action|js-devtools\/npm-publish|svenstaro\/upload-release-action)$/;

/** Puts packages or archives where users take them from. */
function publishes(step: Step): boolean {
  const name = actionName(step) ?? '';
  if (/^goreleaser\//.test(name))
    return /\brelease\b(?!.*--snapshot)/.test(inputOf(step, 'args')?.value ?? '');
  if (name === 'docker/build-push-action') return inputOf(step, 'push')?.value === 'true';
  if (publishing.test(name)) return true;
  return stepCommands(step).some((command) => {
    const [verb = '', next = ''] = plainArgs(command);
    if (/^(?:npm|pnpm|yarn|cargo|poetry|uv|flit|hatch)$/.test(command.program))
      return verb === 'publish' && !command.words.includes('--dry-run');
    return (
      (command.program === 'twine' && verb === 'upload') ||
      (command.program === 'gem' && verb === 'push') ||
      (command.program === 'gh' && verb === 'release' && /^(?:create|upload)$/.test(next))
    );
  });
}

/** What does nothing but cache. */
const caches: ReadonlySet<string> = new Set([
  'actions/cache',
  'actions/cache/restore',
  'swatinem/rust-cache',
  'gradle/actions/setup-gradle',
  'mozilla-actions/sccache-action',
  'hendrikmuis/ccache-action',
  'nix-community/cache-nix-action',
  'awalsh128/cache-apt-pkgs-action',
]);

/** Inputs that turn a cache on, where their name is not `cache`. */
const switches: ReadonlyMap<string, string> = new Map([
  ['ruby/setup-ruby', 'bundler-cache'],
  ['astral-sh/setup-uv', 'enable-cache'],
  ['pnpm/action-setup', 'cache'],
  ['graalvm/setup-graalvm', 'cache'],
  ['pdm-project/setup-pdm', 'cache'],
  ['subosito/flutter-action', 'cache'],
  ['pyo3/maturin-action', 'sccache'],
  ['jdx/mise-action', 'cache'],
  ['mlugg/setup-zig', 'use-cache'],
  ['actions-rust-lang/setup-rust-toolchain', 'cache'],
]);

/** The first version of each that caches by itself: its default is to do so. */
const unasked: ReadonlyMap<string, number> = new Map([
  ['actions/setup-go', 4],
  ['astral-sh/setup-uv', 5],
  ['actions-rust-lang/setup-rust-toolchain', 1],
  ['jdx/mise-action', 1],
  ['mlugg/setup-zig', 1],
]);

function cachesUnasked(step: Step): boolean {
  const since = unasked.get(actionName(step) ?? '');
  const used = usedBy(step.uses);
  const ref = used?.kind === 'repository' ? used.ref : '';
  return since !== undefined && (isCommit(ref) || (versionOf(ref)?.[0] ?? 0) >= since);
}
