import { bad, defineRule, good } from '../rule.ts';
import { actionName, inputOf } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'action-input-missing',
  area: 'ci',
  severity: 'high',
  aliases: ['actionlint:check-popular-action-inputs'],
  title: 'A step does not give an action an input that it must have',
  why: 'The step fails each time that it runs.',
  fix: 'Give the input.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#inputs'],
  on: 'step',
  only: ['uses'],
  *check(step) {
    const name = actionName(step);
    const wanted = name === undefined ? undefined : required.get(name);
    if (wanted === undefined || step.uses === undefined) return;
    // What an expression or an alias makes of the inputs is not known here.
    if (step.keys.has('with') && step.with.length === 0) return;
    // Earlier versions have other spellings of some.
    const missing = wanted.filter(
      (input) =>
        inputOf(step, input) === undefined && inputOf(step, input.replaceAll('-', '_')) === undefined,
    );
    if (missing.length > 0)
      yield { at: step.uses.span, message: `${name} is not given ${missing.join(' and ')}` };
  },
  examples: [
    bad(
      steps(`
      - uses: actions/cache@v4
        with: {path: node_modules}
      - uses: actions/upload-artifact@v4
      - uses: actions/github-script@v7
        with: {github-token: "\${{ github.token }}"}
    `),
      ['.github/workflows/ci.yml:6:15', '.github/workflows/ci.yml:8:15', '.github/workflows/ci.yml:9:15'],
    ),
    good(
      steps(`
      - uses: actions/cache@v4
        with: {path: node_modules, key: a}
      - uses: actions/upload-artifact@v4
        with: {Path: dist}
      - uses: actions/create-github-app-token@v1
        with: {app_id: 12, private_key: "\${{ secrets.APP_KEY }}"}
      - uses: actions/download-artifact@v4
    `),
    ),
  ],
});

/** Inputs that the actions ask for as required ones; source: the `action.yml` of each. */
const required: ReadonlyMap<string, readonly string[]> = new Map([
  ['actions/cache', ['path', 'key']],
  ['actions/cache/restore', ['path', 'key']],
  ['actions/cache/save', ['path', 'key']],
  ['actions/upload-artifact', ['path']],
  ['actions/github-script', ['script']],
  ['actions/upload-release-asset', ['upload_url', 'asset_path', 'asset_name', 'asset_content_type']],
  ['actions/create-release', ['tag_name', 'release_name']],
  ['actions/create-github-app-token', ['private-key']],
  ['actions/delete-package-versions', ['package-name', 'package-type']],
  ['actions/add-to-project', ['project-url', 'github-token']],
  ['dorny/paths-filter', ['filters']],
]);
