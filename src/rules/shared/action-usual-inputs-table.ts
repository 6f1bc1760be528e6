// Inputs of more actions that many workflows use, as of a day: they get new ones, so that only what looks like a slip of
// one of these is told as unknown.
// Source: `action.yml` in each action's repository, https://github.com/actions/stale/blob/main/action.yml and so on.

const inputs: Readonly<Record<string, string>> = {
  'actions/cache/restore': 'enablecrossosarchive fail-on-cache-miss key lookup-only path restore-keys',
  'actions/cache/save': 'enablecrossosarchive key path upload-chunk-size',
  'actions/configure-pages': 'enablement generator_config_file static_site_generator token',
  'actions/delete-package-versions': [
    'delete-only-pre-release-versions delete-only-untagged-versions ignore-versions',
    'min-versions-to-keep num-old-versions-to-delete owner package-name package-type',
    'package-version-ids token',
  ].join(' '),
  'actions/dependency-review-action': [
    'allow-dependencies-licenses allow-ghsas allow-licenses base-ref comment-summary-in-pr',
    'config-file deny-groups deny-licenses deny-packages external-repo-token fail-on-scopes',
    'fail-on-severity head-ref license-check repo-token retry-on-snapshot-warnings',
    'retry-on-snapshot-warnings-timeout show-openssf-scorecard show-patched-versions',
    'vulnerability-check warn-on-openssf-scorecard-level warn-only',
  ].join(' '),
  'actions/deploy-pages': 'artifact_name error_count preview reporting_interval timeout token',
  'actions/github-script': [
    'base-url debug github-token previews result-encoding retries retry-exempt-status-codes',
    'script user-agent',
  ].join(' '),
  'actions/labeler': 'configuration-path dot pr-number repo-token sync-labels',
  'actions/setup-dotnet': [
    'architecture cache cache-dependency-path config-file dotnet-quality dotnet-version',
    'global-json-file owner source-url workloads',
  ].join(' '),
  'actions/stale': [
    'any-of-issue-labels any-of-labels any-of-pr-labels ascending close-issue-label',
    'close-issue-message close-issue-reason close-pr-label close-pr-message days-before-close',
    'days-before-issue-close days-before-issue-stale days-before-pr-close days-before-pr-stale',
    'days-before-stale debug-only delete-branch enable-statistics exempt-all-assignees',
    'exempt-all-issue-assignees exempt-all-issue-milestones exempt-all-milestones',
    'exempt-all-pr-assignees exempt-all-pr-milestones exempt-assignees exempt-draft-pr',
    'exempt-issue-assignees exempt-issue-labels exempt-issue-milestones exempt-milestones',
    'exempt-pr-assignees exempt-pr-labels exempt-pr-milestones ignore-issue-updates',
    'ignore-pr-updates ignore-updates include-only-assigned labels-to-add-when-unstale',
    'labels-to-remove-when-stale labels-to-remove-when-unstale only-issue-labels only-issue-types',
    'only-labels only-pr-labels operations-per-run remove-issue-stale-when-updated',
    'remove-pr-stale-when-updated remove-stale-when-updated repo-token sort-by stale-issue-label',
    'stale-issue-message stale-pr-label stale-pr-message start-date',
  ].join(' '),
  'actions/upload-pages-artifact': 'name path retention-days',
  'azure/login': [
    'allow-no-subscriptions audience auth-type client-id creds enable-azpssession environment',
    'subscription-id tenant-id',
  ].join(' '),
  'codecov/codecov-action': [
    'base_sha binary codecov_yml_path commit_parent directory disable_file_fixes',
    'disable_safe_directory disable_search disable_telem dry_run env_vars exclude',
    'fail_ci_if_error file files flags force gcov_args gcov_executable gcov_ignore gcov_include',
    'git_service handle_no_reports_found job_code name network_filter network_prefix os',
    'override_branch override_build override_build_url override_commit override_pr plugin plugins',
    'recurse_submodules report_code report_type root_dir run_command skip_validation slug',
    'swift_project token url use_legacy_upload_endpoint use_oidc use_pypi verbose version',
    'working-directory',
  ].join(' '),
  'dorny/paths-filter': [
    'base filters initial-fetch-depth list-files predicate-quantifier ref token working-directory',
  ].join(' '),
  'erlef/setup-beam': [
    'disable_problem_matchers elixir-version github-token gleam-version hexpm-mirrors install-hex',
    'install-rebar otp-architecture otp-version rebar3-version version-file version-type',
  ].join(' '),
  'github/codeql-action/analyze': [
    'add-snippets category check_name checkout_path cleanup-level expect-error matrix output',
    'post-processed-sarif-path ram ref sha skip-queries threads token upload upload-database',
    'wait-for-processing',
  ].join(' '),
  'github/codeql-action/init': [
    'analysis-kinds build-mode check-run-id config config-file db-location debug',
    'debug-artifact-name debug-database-name dependency-caching external-repository-token',
    'languages matrix packs quality-queries queries ram registries setup-python-dependencies',
    'source-root threads token tools trap-caching',
  ].join(' '),
  'google-github-actions/auth': [
    'access_token_lifetime access_token_scopes access_token_subject audience backoff',
    'backoff_limit cleanup_credentials create_credentials_file credentials_json delegates',
    'export_environment_variables id_token_audience id_token_include_email project_id',
    'request_reason retries service_account token_format universe workload_identity_provider',
  ].join(' '),
  'google-github-actions/setup-gcloud': [
    'cache install_components project_id skip_install skip_tool_cache version',
  ].join(' '),
  'goreleaser/goreleaser-action': 'args distribution install-only version workdir',
  'ncipollo/release-action': [
    'allowupdates artifact artifactcontenttype artifacterrorsfailbuild artifacts body bodyfile',
    'commit discussioncategory draft generatereleasenotes generatereleasenotesprevioustag',
    'immutablecreate makelatest name omitbody omitbodyduringupdate omitdraftduringupdate omitname',
    'omitnameduringupdate omitprereleaseduringupdate owner prerelease removeartifacts',
    'replacesartifacts repo skipifreleaseexists tag token updateonlyunreleased',
  ].join(' '),
  'peaceiris/actions-gh-pages': [
    'allow_empty_commit cname commit_message deploy_key destination_dir disable_nojekyll',
    'enable_jekyll exclude_assets external_repository force_orphan full_commit_message',
    'github_token keep_files personal_token publish_branch publish_dir tag_message tag_name',
    'user_email user_name',
  ].join(' '),
  'peter-evans/create-pull-request': [
    'add-paths assignees author base body body-path branch branch-suffix branch-token',
    'commit-message committer delete-branch draft git-token labels maintainer-can-modify',
    'milestone path push-to-fork reviewers sign-commits signoff team-reviewers title token',
  ].join(' '),
  'ruby/setup-ruby': [
    'bundler bundler-cache cache-version ruby-version rubygems self-hosted token',
    'windows-toolchain working-directory',
  ].join(' '),
  'shivammathur/setup-php': [
    'coverage extensions github-token ini-file ini-values php-version php-version-file tools',
  ].join(' '),
  'subosito/flutter-action': [
    'architecture cache cache-key cache-path channel dry-run flutter-version flutter-version-file',
    'git-source pub-cache pub-cache-key pub-cache-path',
  ].join(' '),
};

/** The inputs of an action, lower case; undefined for actions that are not in the table. */
export function usualInputsOf(name: string): readonly string[] | undefined {
  return Object.hasOwn(inputs, name) ? inputs[name]?.split(' ') : undefined;
}
