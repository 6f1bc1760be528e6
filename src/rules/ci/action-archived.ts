import { bad, defineRule, good } from '../rule.ts';
import { usedBy } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'action-archived',
  area: 'ci',
  severity: 'low',
  aliases: ['zizmor:archived-uses'],
  title: 'An action is no longer maintained',
  why: 'Its repository is archived: nobody corrects it, and when GitHub retires what it stands on, the job fails.',
  fix: 'Use the action that took its place.',
  references: [
    'https://docs.github.com/en/repositories/archiving-a-github-repository/archiving-repositories',
  ],
  on: 'step',
  only: ['uses'],
  *check(step) {
    const used = usedBy(step.uses);
    if (used?.kind !== 'repository' || step.uses === undefined) return;
    const instead = archived.get(used.name);
    if (instead === undefined) return;
    yield { at: step.uses.span, message: `${used.name} is archived`, advice: instead };
  },
  examples: [
    bad(
      steps(`
      - uses: actions-rs/toolchain@v1
      - uses: cirrus-actions/rebase@1.8
    `),
      ['.github/workflows/ci.yml:6:15', '.github/workflows/ci.yml:7:15'],
    ),
    good(
      steps(`
      - uses: dtolnay/rust-toolchain@stable
    `),
    ),
  ],
});

/** Each repository says so at the top of its page: https://github.com/actions-rs/toolchain and so on. */
const archived: ReadonlyMap<string, string> = new Map([
  ['actions-rs/toolchain', 'Use dtolnay/rust-toolchain, or rustup, which runners have.'],
  ['actions-rs/cargo', 'Call cargo itself.'],
  ['actions-rs/clippy-check', 'Call cargo clippy itself.'],
  ['actions-rs/audit-check', 'Use rustsec/audit-check.'],
  ['actions-rs/tarpaulin', 'Call cargo tarpaulin itself.'],
  ['actions/create-release', 'Call gh release create.'],
  ['actions/upload-release-asset', 'Call gh release upload.'],
  ['actions/setup-ruby', 'Use ruby/setup-ruby.'],
  ['actions/setup-elixir', 'Use erlef/setup-beam.'],
  ['actions/setup-haskell', 'Use haskell-actions/setup.'],
  ['gradle/gradle-build-action', 'Use gradle/actions/setup-gradle.'],
  ['crazy-max/ghaction-docker-buildx', 'Use docker/setup-buildx-action.'],
  ['marvinpinto/action-automatic-releases', 'Call gh release create.'],
  ['contributor-assistant/github-action', 'Use a check of the platform, or a fork that is kept.'],
  ['cirrus-actions/rebase', 'Use the button of the pull request that updates its branch.'],
  ['azure/container-scan', 'Use aquasecurity/trivy-action.'],
  ['8398a7/action-slack', 'Use slackapi/slack-github-action.'],
  ['actions-rs/install', 'Use taiki-e/install-action, or call cargo install.'],
  ['actions-rs/grcov', 'Call grcov itself.'],
  ['aslafy-z/conventional-pr-title-action', 'Use amannn/action-semantic-pull-request.'],
  ['azure/k8s-actions', 'Use azure/k8s-deploy and its siblings.'],
  ['azure/webapps-container-deploy', 'Use azure/webapps-deploy.'],
  ['jakejarvis/s3-sync-action', 'Call aws s3 sync.'],
  ['repo-sync/pull-request', 'Call gh pr create.'],
  ['semgrep/semgrep-action', 'Call semgrep ci in its own image.'],
  ['sonarsource/sonarcloud-github-action', 'Use sonarsource/sonarqube-scan-action.'],
  ['stefanprodan/kube-tools', 'Install the tools themselves.'],
  ['technote-space/auto-cancel-redundant-workflow', 'Use concurrency with cancel-in-progress.'],
  ['technote-space/get-diff-action', 'Use dorny/paths-filter.'],
  ['tibdex/github-app-token', 'Use actions/create-github-app-token.'],
  ['whelk-io/maven-settings-xml-action', 'Use actions/setup-java, which writes the settings.'],
]);
