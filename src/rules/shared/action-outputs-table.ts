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
  'actions/create-github-app-token': 'token installation-id app-slug',
  'actions/github-script': 'result',
  'docker/build-push-action': 'imageid digest metadata',
  'docker/metadata-action': [
    'version tags tag-names labels annotations json',
    'bake-file bake-file-tags bake-file-labels bake-file-annotations',
  ].join(' '),
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
