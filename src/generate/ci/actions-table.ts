// The actions that the workflow uses, each at the commit of a release: a tag can be moved, a commit cannot.
// Source: the page of releases of each (https://github.com/actions/checkout/releases and so on), and the same pair of
// commit and version in the workflows of several public repositories.

interface Pin {
  readonly commit: string;
  readonly version: string;
}

const pins = {
  'actions/checkout': { commit: '3d3c42e5aac5ba805825da76410c181273ba90b1', version: 'v7.0.1' },
  'actions/setup-go': { commit: 'b7ad1dad31e06c5925ef5d2fc7ad053ef454303e', version: 'v7.0.0' },
  'actions/setup-java': { commit: 'b6effb05e454b25005698d916606bdc6ffcbf961', version: 'v5.7.0' },
  'actions/setup-node': { commit: '820762786026740c76f36085b0efc47a31fe5020', version: 'v7.0.0' },
  'actions/setup-python': { commit: '5fda3b95a4ea91299a34e894583c3862153e4b97', version: 'v7.0.0' },
  'docker/build-push-action': { commit: '53b7df96c91f9c12dcc8a07bcb9ccacbed38856a', version: 'v7.3.0' },
  'docker/login-action': { commit: 'dbcb813823bdd20940b903addbd779551569679f', version: 'v4.6.0' },
  'docker/setup-buildx-action': { commit: 'bb05f3f5519dd87d3ba754cc423b652a5edd6d2c', version: 'v4.2.0' },
  'github/codeql-action/upload-sarif': {
    commit: 'ff2f1c621b7f889edc0d3c761ac2e6a3f8cdb0dd',
    version: 'v4.37.7',
  },
} as const satisfies Readonly<Record<string, Pin>>;

export type ActionName = keyof typeof pins;

/** `actions/checkout@3d3c… # v7.0.1`, as behind `uses:`. */
export function pinned(name: ActionName): string {
  const { commit, version } = pins[name];
  return `${name}@${commit} # ${version}`;
}
