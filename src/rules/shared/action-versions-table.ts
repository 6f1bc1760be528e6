// From which version on widely used actions work with what GitHub still has.
// Sources: https://github.blog/changelog/2024-04-16-deprecation-notice-v3-of-the-artifact-actions/,
// https://github.blog/changelog/2024-12-05-notice-of-upcoming-releases-and-breaking-changes-for-github-actions/
// (caches), https://github.blog/changelog/2023-09-22-github-actions-transitioning-from-node-16-to-node-20/,
// and `runs.using` in the `action.yml` of each version.

interface Limit {
  /** The first major version on a Node.js that is not retired. */
  readonly current: number;
  /** Versions before these fail: a minor of each major version, or of all before. */
  readonly gone?: Readonly<Record<number, number>>;
}

const all = Number.POSITIVE_INFINITY;

const limits: Readonly<Record<string, Limit>> = {
  'actions/upload-artifact': { current: 4, gone: { 1: all, 2: all, 3: all } },
  'actions/download-artifact': { current: 4, gone: { 1: all, 2: all, 3: all } },
  'actions/upload-pages-artifact': { current: 3, gone: { 1: all, 2: all } },
  'actions/deploy-pages': { current: 4, gone: { 1: all, 2: all, 3: all } },
  'actions/cache': { current: 4, gone: { 1: all, 2: all, 3: 4, 4: 2 } },
  'actions/checkout': { current: 4 },
  'actions/setup-node': { current: 4 },
  'actions/setup-python': { current: 5 },
  'actions/setup-go': { current: 5 },
  'actions/setup-java': { current: 4 },
  'actions/setup-dotnet': { current: 4 },
  'actions/github-script': { current: 7 },
  'actions/labeler': { current: 5 },
  'actions/stale': { current: 9 },
  'docker/build-push-action': { current: 5 },
  'docker/login-action': { current: 3 },
  'docker/metadata-action': { current: 5 },
  'docker/setup-buildx-action': { current: 3 },
  'docker/setup-qemu-action': { current: 3 },
  'docker/bake-action': { current: 4 },
  'github/codeql-action/init': { current: 3 },
  'github/codeql-action/analyze': { current: 3 },
  'github/codeql-action/autobuild': { current: 3 },
  'github/codeql-action/upload-sarif': { current: 3 },
  'peter-evans/create-pull-request': { current: 6 },
  'codecov/codecov-action': { current: 4 },
  'golangci/golangci-lint-action': { current: 4 },
  'softprops/action-gh-release': { current: 2 },
  'pnpm/action-setup': { current: 3 },
  'swatinem/rust-cache': { current: 2 },
  'dorny/paths-filter': { current: 3 },
  'aws-actions/configure-aws-credentials': { current: 4 },
  'aws-actions/amazon-ecr-login': { current: 2 },
  'hashicorp/setup-terraform': { current: 3 },
  'google-github-actions/auth': { current: 2 },
  'google-github-actions/setup-gcloud': { current: 2 },
  'azure/login': { current: 2 },
  'azure/setup-helm': { current: 4 },
  'azure/setup-kubectl': { current: 4 },
  'goreleaser/goreleaser-action': { current: 5 },
  'peaceiris/actions-gh-pages': { current: 4 },
  'actions/configure-pages': { current: 4 },
  'actions/dependency-review-action': { current: 4 },
};

export function limitOf(action: string): Limit | undefined {
  return Object.hasOwn(limits, action) ? limits[action] : undefined;
}

/** Major and minor of a tag; a missing minor means the newest of that major. */
export function versionOf(ref: string): readonly [number, number] | undefined {
  const match = /^v(\d{1,4})(?:\.(\d+)(?:\.\d+)?)?$/.exec(ref);
  if (match === null) return undefined;
  return [Number(match[1]), match[2] === undefined ? all - 1 : Number(match[2])];
}

/** True for a version before the ones that still work. The newest of a major is before none but a whole one. */
export function isBefore(major: number, minor: number, gone: Readonly<Record<number, number>>): boolean {
  const limit = gone[major];
  if (limit === undefined) return false;
  return limit === all || minor < limit;
}
