// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of compose, not of JavaScript
import { describe, expect, test } from 'vitest';
import { environment, read, values } from './reading.ts';

describe('extends', () => {
  const base = {
    'compose.yaml': `services:
  web: { extends: { file: common/base.yaml, service: base }, image: web, ports: !reset [] }
  two: { extends: web, environment: { B: 3 } }
`,
    'common/base.yaml': `services:
  base:
    extends: { file: deep/root.yaml, service: root }
    environment: [A=1, B=2]
    volumes: ["./data:/data"]
    env_file: x.env
    ports: ["80:80"]
  unused: { imge: x }
`,
    'common/deep/root.yaml': 'services: { root: { build: ./ctx, user: "5" } }\n',
    'common/x.env': 'Q=1\n',
  };

  test('chains over files, with paths of each file', () => {
    const reading = read(base);
    expect(reading.problems).toEqual([]);
    const two = reading.service('two');
    expect(environment(two)).toEqual({ Q: '1', A: '1', B: '3' });
    expect([two.build?.context.value, two.build?.dockerfile.value]).toEqual([
      'common/deep/ctx',
      'common/deep/ctx/Dockerfile',
    ]);
    expect([two.mounts[0]?.source?.value, two.envFiles[0]?.path.value, two.envFiles[0]?.exists]).toEqual([
      'common/data',
      'common/x.env',
      true,
    ]);
    expect([two.image?.value, two.user?.value, two.ports]).toEqual(['web', '5', []]);
  });

  test('a value knows the way it came', () => {
    const reading = read(base);
    const user = reading.service('two').user;
    expect([user?.span.file, reading.at(user?.span)]).toEqual(['common/deep/root.yaml', '"5"']);
    expect(user?.trail?.map(({ how, span }) => [how, span.file, reading.at(span)])).toEqual([
      ['extends', 'common/base.yaml', '{ file: deep/root.yaml, service: root }'],
      ['extends', 'compose.yaml', '{ file: common/base.yaml, service: base }'],
      ['extends', 'compose.yaml', 'web'],
    ]);
  });

  test.each<[string, string, readonly string[]]>([
    [
      'a service that is not there',
      'services: {db: {image: x}, a: {extends: dbs, image: y}}',
      ['extends-missing: dbs'],
    ],
    [
      'a file that is not there',
      'services: {a: {extends: {file: no.yaml, service: b}, image: y}}',
      ['extends-missing: no.yaml'],
    ],
    ['itself', 'services: {a: {extends: a, image: y}}', ['extends-cycle: a']],
    [
      'a cycle',
      'services: {a: {extends: b, image: y}, b: {extends: c}, c: {extends: a}}',
      ['extends-cycle: a'],
    ],
    ['no name', 'services: {a: {extends: {file: x.yaml}, image: y}}', ['missing-key: extends']],
  ])('%s is reported, and the service read', (_name, text, expected) => {
    const reading = read(text);
    expect(reading.problems).toEqual(expected);
    expect(reading.service('a').image?.value).toBe('y');
  });

  test('a cycle over files ends', () => {
    const reading = read({
      'compose.yaml': 'services: {a: {extends: {file: other.yaml, service: b}, image: x}}',
      'other.yaml': 'services: {b: {extends: {file: compose.yaml, service: a}}}',
    });
    expect(reading.stack.problems.map(({ code }) => code)).toEqual(['extends-cycle']);
  });
});

describe('include', () => {
  const texts = {
    'compose.yaml': `include:
  - sub/compose.yaml
  - { path: [sub2/a.yaml, sub2/b.yaml], project_directory: ., env_file: my.env }
services:
  web: { image: w, depends_on: [db] }
  db: { environment: { X: 2 } }
`,
    'sub/compose.yaml':
      'services: { db: { image: "db:${V:-none}", build: {}, volumes: ["./d:/d"], environment: { X: 1, Y: 1 } } }\nname: sub\n',
    'sub/.env': 'V=fromsub\n',
    'my.env': 'V=my\n',
    'sub2/a.yaml': 'services: { a: { image: "a:${V}", volumes: ["./q:/q"] } }\n',
    'sub2/b.yaml': 'services: { a: { image: "b:${V}" } }\n',
  };

  test('projects come with their own folder and variables', () => {
    const reading = read(texts);
    expect(reading.problems).toEqual([]);
    const [db, a] = [reading.service('db'), reading.service('a')];
    expect([db.image?.value, db.build?.context.value, db.mounts[0]?.source?.value]).toEqual([
      'db:fromsub',
      'sub',
      'sub/d',
    ]);
    expect(environment(db)).toEqual({ X: '2', Y: '1' });
    expect([a.image?.value, a.mounts[0]?.source?.value]).toEqual(['b:my', 'q']);
    expect(reading.stack.name).toBe('shop');
    expect(a.image?.trail?.map(({ how }) => how)).toEqual(['interpolation', 'overrides', 'include']);
  });

  test("the including project's values win", () => {
    expect(read(texts, { processEnv: { V: 'mine' } }).service('db').image?.value).toBe('db:mine');
  });

  test.each<[string, Record<string, string>, readonly string[]]>([
    [
      'a missing file',
      { 'compose.yaml': 'include: [no.yaml]\nservices: {a: {image: x}}' },
      ['include-missing: no.yaml'],
    ],
    [
      'a remote one',
      { 'compose.yaml': 'include: ["oci://x/y"]\nservices: {a: {image: x}}' },
      ['include-missing: "oci://x/y"'],
    ],
    [
      'itself',
      { 'compose.yaml': 'include: [compose.yaml]\nservices: {a: {image: x}}' },
      ['include-cycle: compose.yaml'],
    ],
    [
      'a cycle',
      {
        'compose.yaml': 'include: [b.yaml]\nservices: {a: {image: x}}',
        'b.yaml': 'include: [compose.yaml]\nservices: {b: {image: x}}',
      },
      ['include-cycle: compose.yaml'],
    ],
  ])('%s is reported, and the rest read', (_name, all, expected) => {
    const reading = read(all);
    expect(reading.problems).toEqual(expected);
    expect(reading.service('a').image?.value).toBe('x');
  });
});

describe('environment', () => {
  const compose = `services:
  web:
    image: x
    env_file: [a.env, { path: b.env, required: false }, { path: gone.env, required: false }, { path: raw.env, format: raw }]
    environment:
      - OWN=1
      - FROM_DOTENV
      - FROM_PROCESS
      - UNSET
      - SHARED=own
      - EMPTY=
`;
  const texts = {
    'compose.yaml': compose,
    'a.env': "SHARED=a\nFIRST=one\nNEXT=${FIRST}-two\nSINGLE='${FIRST}'\nUSES_OWN=${OWN}\n",
    'b.env': 'FIRST=b\nAGAIN=$FIRST\nBARE\n',
    'raw.env': 'RAW="$FIRST" # kept\n',
  };
  const options = {
    envFiles: [
      { file: '.env', text: 'FROM_DOTENV=dot\nFROM_PROCESS=dot\n' },
      { file: '.env.more', text: 'FROM_DOTENV=more\n' },
    ],
    processEnv: { FROM_PROCESS: 'process', BARE: 'bare' },
  };

  test('entries win over env files, later files over earlier ones, the process over .env', () => {
    const reading = read(texts, options);
    expect(environment(reading.service('web'))).toEqual({
      SHARED: 'own',
      FIRST: 'b',
      NEXT: 'one-two',
      SINGLE: '${FIRST}',
      USES_OWN: '1',
      AGAIN: 'b',
      BARE: 'bare',
      RAW: '"$FIRST" # kept',
      OWN: '1',
      FROM_DOTENV: 'more',
      FROM_PROCESS: 'process',
      UNSET: undefined,
      EMPTY: '',
    });
    expect(reading.problems).toEqual([]);
  });

  test('each entry points at the text that set it', () => {
    const reading = read(texts, options);
    const spots = [...reading.service('web').environment.values()].map(({ name, nameSpan, value, from }) =>
      [name, from, reading.at(nameSpan), reading.at(value?.span)].join(' '),
    );
    expect(spots).toContain('FIRST env_file FIRST b');
    expect(spots).toContain('RAW env_file RAW "$FIRST" # kept');
    expect(spots).toContain('OWN environment OWN 1');
    expect(spots).toContain('FROM_DOTENV environment FROM_DOTENV more');
  });

  test('files are listed with whether they must and do exist', () => {
    const files = read(texts, options).service('web').envFiles;
    expect(files.map(({ path, required, exists }) => [path.value, required, exists])).toEqual([
      ['a.env', true, true],
      ['b.env', false, true],
      ['gone.env', false, false],
      ['raw.env', true, true],
    ]);
  });

  test('numbers and booleans are text as docker compose writes it', () => {
    const reading = read(
      'services: {a: {image: x, environment: {A: 1, B: 1.0, C: true, D: 0x10, E: 1e6, F: "1.0", G: 0440}}}',
    );
    expect(environment(reading.service('a'))).toEqual({
      A: '1',
      B: '1',
      C: 'true',
      D: '16',
      E: '1e+06',
      F: '1.0',
      G: '288',
    });
  });
});

describe('profiles, names and defaults', () => {
  const text = 'services:\n  a: {image: x}\n  b: {image: x, profiles: [dev, test]}\n';

  test.each([
    ['none selected', [], ['a']],
    ['one of its own', ['test'], ['a', 'b']],
    ['another', ['prod'], ['a']],
    ['all', ['*'], ['a', 'b']],
  ])('%s', (_name, profiles, expected) => {
    const services = [...read(text, { profiles }).stack.services.values()];
    expect(services.filter(({ enabled }) => enabled).map(({ name }) => name)).toEqual(expected);
  });

  test.each([
    ['asked for', 'name: file\n', { projectName: 'Asked For' }, 'askedfor'],
    ['from the process', 'name: file\n', { processEnv: { COMPOSE_PROJECT_NAME: 'proc' } }, 'proc'],
    ['from the file', 'name: file-${X:-y}\n', {}, 'file-y'],
    ['from the folder', '', { folderName: '_My.Shop-1' }, 'myshop-1'],
  ])('the project name is %s', (_name, line, options, expected) => {
    const reading = read(
      `${line}services: {a: {image: "x:\${COMPOSE_PROJECT_NAME}"}}\nvolumes: {v: , w: {name: real}, e: {external: true}}\n`,
      options,
    );
    expect(reading.stack.name).toBe(expected);
    expect(reading.service('a').image?.value).toBe(`x:${expected}`);
    expect([...reading.stack.volumes.values()].map(({ realName }) => realName)).toEqual([
      `${expected}_v`,
      'real',
      'e',
    ]);
  });

  test.each([
    ['a file that is JSON', '{"services": {"a": {"image": "x"}}, "name": "shop"}'],
    ['braces below a comment', '# x\n---\n{ services: {a: {image: x}}, name: shop }\n'],
  ])('the project name may stand in %s', (_name, text) => {
    expect(read(text).stack.name).toBe('shop');
  });

  test('the default network is there where it is used', () => {
    expect([...read('services: {a: {image: x}}').stack.networks.keys()]).toEqual(['default']);
    expect([...read('services: {a: {image: x, network_mode: host}}').stack.networks.keys()]).toEqual([]);
    expect([
      ...read('services: {a: {image: x, networks: [n]}}\nnetworks: {n: }').stack.networks.keys(),
    ]).toEqual(['n']);
  });

  test('links and shared namespaces imply a dependency', () => {
    const reading = read(
      'services: {a: {image: x, links: ["db:d"], pid: "service:b"}, b: {image: x}, db: {image: x}}',
    );
    expect(reading.service('a').dependsOn.map(({ service }) => service)).toEqual(['db', 'b']);
    expect(reading.service('a').keys.has('depends_on')).toBe(false);
  });

  test('anchors and merges are followed, and said', () => {
    const reading = read(
      'x-a: &a {restart: always, dns: &d [1.1.1.1]}\nservices: {a: {<<: *a, image: x}, b: {image: x, dns: *d}}',
    );
    const { restart } = reading.service('a');
    expect([restart?.value, restart?.trail?.map(({ how, span }) => [how, reading.at(span)])]).toEqual([
      'always',
      [['merge', '<<']],
    ]);
    expect(values(reading.service('b').capAdd)).toEqual([]);
  });

  test('x-seaworthy is plain data', () => {
    const reading = read(
      'x-seaworthy: {budget: {cpus: 4}}\nservices: {a: {image: x, x-seaworthy: {priority: low}}}',
    );
    expect([reading.stack.extension?.value, reading.service('a').extension?.value]).toEqual([
      { budget: { cpus: 4 } },
      { priority: 'low' },
    ]);
    expect(reading.at(reading.stack.extension?.span)).toBe('{budget: {cpus: 4}}');
  });

  test('paths start at the folder of the first file', () => {
    const reading = read({
      'deploy/compose.yaml': 'services: {a: {build: ../api, env_file: x.env, volumes: [".:/app"]}}',
    });
    const a = reading.service('a');
    expect([reading.stack.folder, a.build?.context.value, a.build?.dockerfile.value]).toEqual([
      'deploy',
      'api',
      'api/Dockerfile',
    ]);
    expect([a.envFiles[0]?.path.value, a.mounts[0]?.source?.value]).toEqual(['deploy/x.env', 'deploy']);
  });

  test.each(['https://github.com/x/y.git#main', 'git@github.com:x/y.git', 'github.com/x/y'])(
    '%s is a remote context',
    (url) => {
      const build = read(`services: {a: {build: "${url}"}}`).service('a').build;
      expect([build?.isRemote, build?.context.value, build?.dockerfile.value]).toEqual([
        true,
        url,
        'Dockerfile',
      ]);
    },
  );
});
