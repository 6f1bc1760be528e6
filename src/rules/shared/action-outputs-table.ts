// Outputs of actions that many workflows use.
// Source: `action.yml` in each action's repository, https://github.com/actions/checkout/blob/main/action.yml and so on.

const outputs: Readonly<Record<string, string>> = {
  'actions/checkout': 'ref commit',
  'actions/cache': 'cache-hit cache-primary-key cache-matched-key',
  'actions/cache/restore': 'cache-hit cache-primary-key cache-matched-key',
  'actions/setup-node': 'cache-hit node-version',
  'actions/setup-python': 'python-version cache-hit python-path',
  'actions/setup-go': 'go-version cache-hit',
  'actions/setup-java': 'distribution version path cache-hit',
  'actions/upload-artifact': 'artifact-id artifact-url artifact-digest',
  'actions/download-artifact': 'download-path',
  'actions/configure-pages': 'base_url origin host base_path',
  'actions/create-github-app-token': 'token installation-id app-slug',
  'actions/deploy-pages': 'page_url status',
  'actions/upload-pages-artifact': 'artifact_id',
  'aws-actions/amazon-ecs-render-task-definition': 'task-definition',
  'aws-actions/configure-aws-credentials': [
    'aws-account-id aws-access-key-id aws-secret-access-key aws-session-token aws-expiration',
    'authenticated-arn',
  ].join(' '),
  'crazy-max/ghaction-import-gpg': 'fingerprint keyid name email',
  'dependabot/fetch-metadata': [
    'dependency-names dependency-type update-type updated-dependencies-json directory package-ecosystem',
    'target-branch previous-version new-version alert-state ghsa-id cvss compatibility-score',
    'maintainer-changes dependency-group',
  ].join(' '),
  'docker/bake-action': 'metadata',
  'actions/github-script': 'result',
  'docker/build-push-action': 'imageid digest metadata',
  'docker/metadata-action': [
    'version tags tag-names labels annotations json',
    'bake-file bake-file-tags bake-file-labels bake-file-annotations',
  ].join(' '),
  'docker/setup-buildx-action': 'name driver platforms nodes endpoint status flags',
  'docker/setup-qemu-action': 'platforms',
  'google-github-actions/auth':
    'project_id credentials_file_path auth_token access_token access_token_expiration id_token',
  'goreleaser/goreleaser-action': 'artifacts metadata',
  'peter-evans/create-pull-request': [
    'pull-request-number pull-request-url pull-request-operation pull-request-head-sha',
    'pull-request-branch pull-request-commits-verified',
  ].join(' '),
  'softprops/action-gh-release': 'url id upload_url assets',
};

/** The outputs of an action, lower case; undefined for actions that are not in the table. */
export function outputsOfAction(name: string): readonly string[] | undefined {
  return Object.hasOwn(outputs, name) ? outputs[name]?.split(' ') : undefined;
}
