// What a path says a file is for: an example to read, tests, work on the code; else it may well be production.

export type Purpose = 'development' | 'test' | 'sample';

const purposes: ReadonlyMap<string, Purpose> = new Map([
  ...named('development', 'dev devel develop development local localdev devcontainer devenv hack debug tilt'),
  ...named(
    'test',
    'test tests testing testdata fixture fixtures e2e integration integrationtest ci cypress playwright benchmark unittest unittests specs',
  ),
  ...named('test', 'benchmarks fake fakes mock mocks'),
  ...named('sample', 'example examples sample samples demo demos doc docs documentation tutorial tutorials'),
  ...named('sample', 'snippets quickstart quickstarts archive archived template templates tmpl'),
]);

function named(purpose: Purpose, list: string): [string, Purpose][] {
  return list.split(' ').map((word) => [word, purpose]);
}

/** The farther from users counts where several words stand in a path. */
const order = ['test', 'sample', 'development'] as const satisfies readonly Purpose[];

/** By the folders and the name of a file; undefined for all others, and for what GitHub runs. */
export function purposeOf(file: string): Purpose | undefined {
  // It looks into that one folder at the top, and into no folder in it.
  if (/(?:^|\/)\.github\/workflows\/[^/]+\/|\/\.github\/workflows\//.test(file)) return 'sample';
  if (/(?:^|\/)\.github\//.test(file)) return undefined;
  const parts = file.split('/');
  const name = parts.pop() ?? '';
  const found = [purposeOfName(name), ...parts.map(purposeOfFolder)];
  return order.find((purpose) => found.includes(purpose));
}

/** `compose.dev.yaml`, `docker-compose-test.yml`, `Dockerfile.e2e`, `dev.Dockerfile`, `.env.local`. */
function purposeOfName(name: string): Purpose | undefined {
  const stem = name.replace(/\.(?:ya?ml|[Dd]ockerfile|[Cc]ontainerfile|env)$/, '');
  if (/^(?:docker-)?compose\.override$/.test(stem)) return 'development';
  if (!/^(?:Dockerfile|Containerfile|\.env)\b|compose/i.test(name) && stem === name) return undefined;
  const words = stem.split(/[-_.]/);
  if (/^(?:quickstart|template)$/i.test(words[0] ?? '')) return 'sample';
  if (!/[Dd]ockerfile$|compose/.test(name)) return purposeOfWord(words.at(-1));
  return words.map(purposeOfWord).find((purpose) => purpose !== undefined);
}

const clusterOfOnesOwn =
  /^(?:local|dev)[-_](?:k8s|kubernetes|kind|k3d|minikube|cluster|env(?:ironment)?|setup|stack)$/i;

/** `tests`, `.devcontainer`, `e2e_tests`, `docker-examples`, `local-k8s`. */
function purposeOfFolder(folder: string): Purpose | undefined {
  if (clusterOfOnesOwn.test(folder)) return 'development';
  if (/^test(?:s|ing)?[-_]/i.test(folder)) return 'test';
  // Kept beside the files that took its place.
  if (/^[._]?(?:legacy|old|archived?|deprecated)[-_](?:backups?|files?|configs?|compose)$/i.test(folder))
    return 'sample';
  // What shows a vulnerability is to have it.
  if (/^cve-\d{4}-\d+/i.test(folder)) return 'sample';
  return purposeOfWord(folder.split(/[-_.]/).at(-1)) ?? purposeOfWord(folder.replace(/[._-]/g, ''));
}

function purposeOfWord(word: string | undefined): Purpose | undefined {
  return word === undefined ? undefined : purposes.get(word.toLowerCase());
}
