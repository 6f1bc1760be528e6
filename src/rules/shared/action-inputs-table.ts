// Inputs of actions that many workflows use, those of older versions too.
// Source: `action.yml` in each action's repository, https://github.com/actions/checkout/blob/main/action.yml and so on.

const inputs: Readonly<Record<string, string>> = {
  'actions/checkout': [
    'repository ref token ssh-key ssh-known-hosts ssh-strict ssh-user persist-credentials',
    'path clean filter sparse-checkout sparse-checkout-cone-mode fetch-depth fetch-tags',
    'show-progress lfs submodules set-safe-directory github-server-url',
    'allow-unsafe-pr-checkout',
  ].join(' '),
  'actions/setup-node': [
    'node-version node-version-file architecture check-latest registry-url scope token cache',
    'package-manager-cache cache-dependency-path mirror mirror-token always-auth version',
  ].join(' '),
  'actions/setup-python': [
    'python-version python-version-file cache architecture check-latest token',
    'cache-dependency-path update-environment allow-prereleases freethreaded pip-version',
    'pip-install',
  ].join(' '),
  'actions/setup-go': [
    'go-version go-version-file check-latest token cache cache-dependency-path architecture',
    'go-download-base-url stable',
  ].join(' '),
  'actions/setup-java': [
    'java-version java-version-file distribution java-package architecture jdk-file jdkFile',
    'check-latest force-download set-default verify-signature verify-signature-public-key',
    'server-id server-username-env-var server-username server-password-env-var',
    'server-password mvn-server-credentials mvn-repositories mvn-repositories-include-central',
    'mvn-repositories-prioritize-central settings-path overwrite-settings gpg-private-key',
    'gpg-passphrase-env-var gpg-passphrase cache cache-jdk cache-dependency-path cache-path',
    'cache-read-only job-status token mvn-toolchain-id mvn-toolchain-vendor',
    'show-download-progress problem-matcher',
  ].join(' '),
  'actions/cache': [
    'path key restore-keys upload-chunk-size enableCrossOsArchive fail-on-cache-miss',
    'lookup-only save-always',
  ].join(' '),
  'actions/upload-artifact': [
    'name path if-no-files-found retention-days compression-level overwrite',
    'include-hidden-files archive',
  ].join(' '),
  'actions/download-artifact': [
    'name artifact-ids path pattern merge-multiple github-token repository run-id',
    'skip-decompress digest-mismatch',
  ].join(' '),
  'docker/login-action': 'registry username password ecr scope logout registry-auth',
  'docker/setup-buildx-action': [
    'version driver driver-opts buildkitd-flags buildkitd-config buildkitd-config-inline use',
    'name endpoint platforms append keep-state cache-binary cleanup install config',
    'config-inline',
  ].join(' '),
  'docker/setup-qemu-action': 'image platforms reset cache-image',
  'docker/metadata-action': [
    'context images tags flavor labels annotations sep-tags sep-labels sep-annotations',
    'bake-target github-token',
  ].join(' '),
  'docker/build-push-action': [
    'add-hosts allow annotations attests build-args build-contexts builder cache-from',
    'cache-to call cgroup-parent context file labels load network no-cache no-cache-filters',
    'outputs platforms provenance pull push sbom secrets secret-envs secret-files shm-size',
    'ssh tags target ulimit github-token',
  ].join(' '),
  'docker/bake-action': [
    'builder allow call files no-cache pull load provenance push sbom set source targets vars',
    'github-token workdir',
  ].join(' '),
  'golangci/golangci-lint-action': [
    'version version-file install-mode install-only working-directory github-token verify',
    'only-new-issues args skip-cache skip-save-cache cache-invalidation-interval',
    'problem-matchers debug experimental skip-pkg-cache skip-build-cache skip-go-installation',
    'annotations',
  ].join(' '),
  'softprops/action-gh-release': [
    'body body_path name tag_name draft prerelease preserve_order files working_directory',
    'overwrite_files fail_on_unmatched_files repository token target_commitish',
    'discussion_category_name generate_release_notes previous_tag append_body make_latest',
  ].join(' '),
  'aws-actions/configure-aws-credentials': [
    'aws-region aws-profile overwrite-aws-profile role-to-assume aws-access-key-id',
    'aws-secret-access-key aws-session-token web-identity-token-file role-chaining audience',
    'http-proxy no-proxy mask-aws-account-id role-duration-seconds role-external-id',
    'role-session-name role-skip-session-tagging transitive-tag-keys inline-session-policy',
    'managed-session-policies output-credentials output-env-credentials',
    'unset-current-credentials disable-retry retry-max-attempts special-characters-workaround',
    'use-existing-credentials allowed-account-ids force-skip-oidc action-timeout-s',
    'custom-tags sts-endpoint',
  ].join(' '),
  'actions/create-github-app-token': [
    'client-id app-id private-key owner repositories skip-token-revoke github-api-url',
    'permission-actions permission-administration permission-artifact-metadata',
    'permission-attestations permission-checks permission-codespaces permission-contents',
    'permission-custom-properties-for-organizations permission-dependabot-secrets',
    'permission-deployments permission-discussions permission-email-addresses',
    'permission-enterprise-custom-properties-for-organizations permission-environments',
    'permission-followers permission-git-ssh-keys permission-gpg-keys',
    'permission-interaction-limits permission-issues permission-members',
    'permission-merge-queues permission-metadata permission-organization-administration',
    'permission-organization-announcement-banners',
    'permission-organization-copilot-seat-management permission-organization-custom-org-roles',
    'permission-organization-custom-properties permission-organization-custom-roles',
    'permission-organization-events permission-organization-hooks',
    'permission-organization-packages permission-organization-personal-access-token-requests',
    'permission-organization-personal-access-tokens permission-organization-plan',
    'permission-organization-projects permission-organization-secrets',
    'permission-organization-self-hosted-runners permission-organization-user-blocking',
    'permission-packages permission-pages permission-profile permission-pull-requests',
    'permission-repository-custom-properties permission-repository-hooks',
    'permission-repository-projects permission-secret-scanning-alerts permission-secrets',
    'permission-security-events permission-single-file permission-starring',
    'permission-statuses permission-team-discussions permission-vulnerability-alerts',
    'permission-workflows app_id private_key skip_token_revoke',
  ].join(' '),
  'aquasecurity/trivy-action': [
    'scan-type image-ref input scan-ref exit-code ignore-unfixed vuln-type severity format',
    'template output skip-dirs skip-files cache-dir timeout ignore-policy hide-progress',
    'list-all-pkgs scanners trivyignores github-pat trivy-config tf-vars',
    'limit-severities-for-sarif docker-host version cache skip-setup-trivy token-setup-trivy',
    'security-checks',
  ].join(' '),
};

/** The inputs of an action, lower case; undefined for actions that are not in the table. */
export function inputsOfAction(name: string): readonly string[] | undefined {
  const names = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
  return names?.toLowerCase().split(' ');
}
