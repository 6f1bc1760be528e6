// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the expressions are the input under test
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReadOptions, readProject } from '../../src/read/project.ts';
import { folderWith } from './folder.ts';

const review = (root: string, more: Partial<ReadOptions> = {}) =>
  readProject({ root, scope: 'review', processEnv: {}, ...more });

type Files = Readonly<Record<string, string>>;
const image = (...names: string[]) =>
  `services:\n${names.map((name) => `  ${name}:\n    image: x:1\n`).join('')}`;

const sets: readonly (readonly [string, Files, readonly string[]])[] = [
  ['a base alone', { 'compose.yaml': image('a') }, ['compose.yaml']],
  [
    'a base with its override',
    { 'compose.yaml': image('a'), 'compose.override.yaml': image('a') },
    ['compose.yaml+compose.override.yaml'],
  ],
  [
    'overlays merged on the base',
    {
      'compose.yaml': image('a'),
      'compose.production.yaml': 'services:\n  a:\n    restart: always\n',
      'docker-compose.dev.yml': image('a'),
    },
    [
      'compose.yaml',
      'compose.yaml+compose.production.yaml @production',
      'compose.yaml+docker-compose.dev.yml @dev',
    ],
  ],
  [
    'a file that stands alone beside a base',
    { 'docker-compose.yml': image('a'), 'docker-compose.complete.yml': image('a', 'b') },
    ['docker-compose.yml', 'docker-compose.complete.yml'],
  ],
  [
    'odd names without a base',
    { 'docker-compose.complete.yml': image('a'), 'docker-compose.prod.yml': image('b') },
    ['docker-compose.complete.yml', 'docker-compose.prod.yml @prod'],
  ],
  [
    'files of several folders that a script starts together',
    {
      'compose.yaml': image('a'),
      'monitoring/compose.yaml': image('m'),
      'deploy/compose.prod.yaml': 'services:\n  a:\n    restart: always\n',
      'scripts/up.sh':
        'docker compose -f compose.yaml -f deploy/compose.prod.yaml -f monitoring/compose.yaml up -d\n',
    },
    [
      'compose.yaml',
      'monitoring/compose.yaml',
      'compose.yaml+deploy/compose.prod.yaml+monitoring/compose.yaml @prod',
    ],
  ],
  [
    'a base that a Makefile does not start with its overlay, but with two',
    {
      'compose.yaml': image('a'),
      'compose.prod.yaml': 'services:\n  a:\n    restart: always\n',
      'compose.tls.yaml': 'services:\n  a:\n    ports: ["443:443"]\n',
      Makefile: 'up:\n\tdocker compose -f compose.yaml -f compose.prod.yaml -f compose.tls.yaml up -d\n',
    },
    ['compose.yaml', 'compose.yaml+compose.prod.yaml+compose.tls.yaml @prod'],
  ],
  [
    'a file that is started alone as well as with others',
    {
      'compose.yaml': image('a'),
      'monitoring/compose.yaml': image('m'),
      'monitoring/up.sh': 'docker compose -f compose.yaml up -d\n',
      'up.sh': 'docker compose -f compose.yaml -f monitoring/compose.yaml up -d\n',
    },
    ['compose.yaml', 'monitoring/compose.yaml', 'compose.yaml+monitoring/compose.yaml @monitoring'],
  ],
  [
    'a file that could be an overlay and is started alone',
    {
      'compose.yaml': image('a'),
      'compose.prod.yaml': image('a'),
      'README.md': '```sh\ndocker compose -f compose.prod.yaml up -d\n```\n',
    },
    ['compose.yaml', 'compose.prod.yaml @prod'],
  ],
  ['a YAML file with services', { 'infra/stack.yml': image('a') }, ['infra/stack.yml']],
  [
    'folders, the outermost first',
    { 'b/compose.yaml': image('a'), 'a/b/compose.yaml': image('a'), 'compose.yaml': image('a') },
    ['compose.yaml', 'b/compose.yaml', 'a/b/compose.yaml'],
  ],
  [
    'what is included or extended is part of its stack',
    {
      'compose.yaml':
        'include: [infra/compose.yaml]\nservices:\n  a:\n    extends: { file: common.yml, service: base }\n',
      'infra/compose.yaml': image('b'),
      'common.yml': image('base'),
    },
    ['compose.yaml'],
  ],
  [
    'environments of the settings',
    {
      'compose.yaml': image('a'),
      'more.yaml': image('a'),
      'seaworthy.yaml': 'environments: { live: { compose: [compose.yaml, more.yaml] } }\n',
    },
    ['compose.yaml', 'compose.yaml+more.yaml @live'],
  ],
  [
    'only the first of two bases',
    { 'compose.yaml': image('a'), 'docker-compose.yml': image('b') },
    ['compose.yaml', 'docker-compose.yml'],
  ],
];

describe('readProject for review', () => {
  it.each(sets)('finds %s', async (_, files, expected) => {
    const project = await review(folderWith(files));
    const shown = project.stacks.map(
      (stack) => `${stack.files.join('+')}${stack.environment === undefined ? '' : ` @${stack.environment}`}`,
    );
    expect(shown).toEqual(expected);
  });

  it('reads scripts that are longer than any document', async () => {
    const script = `${'# a comment\n'.repeat(30_000)}docker compose -f a/compose.yaml -f b/compose.yaml up -d\n`;
    const files = { 'a/compose.yaml': image('a'), 'b/compose.yaml': image('b'), 'up.sh': script };
    const project = await review(folderWith(files));
    expect(project.scripts.map(({ file }) => file)).toEqual(['up.sh']);
    expect(project.stacks.map((stack) => stack.files.length)).toEqual([1, 1, 2]);
  });

  it('takes the variables of a file that is started alone from the env file of the call', async () => {
    const root = folderWith({
      'compose.yaml': image('a'),
      'compose.live.yaml': 'services:\n  b:\n    image: x:${TAG}\n',
      'config/live.env': 'TAG=7\n',
      'up.sh': 'docker compose --env-file config/live.env -f compose.live.yaml up -d\n',
    });
    const project = await review(root);
    expect(project.stacks.map(({ services }) => services.get('b')?.image?.value)).toEqual([undefined, 'x:7']);
  });

  it('links services to Dockerfiles and the code they start', async () => {
    const root = folderWith({
      'compose.yaml':
        'services:\n  api:\n    build: { context: ., dockerfile: api/Dockerfile, target: run }\n  gone:\n    build: ./gone\n',
      'api/Dockerfile':
        'FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nFROM node:22 AS run\nWORKDIR /app/api\nCOPY --from=build /app /app\nCMD ["npm", "start"]\nFROM x\n',
      'api/package.json': '{"scripts":{"start":"NODE_ENV=production node src/main.js"}}',
      'api/src/main.js': "import '../../shared/x.js';\nprocess.env.A;",
      'api/src/other.js': 'process.env.B',
      'api/src/main.test.js': 'process.env.T',
      'shared/x.js': 'process.env.C',
      'web/package.json': '{}',
      'web/index.js': 'process.env.D',
    });
    const { builds, dockerfiles, sources } = await review(root);
    expect(
      builds.map((link) => [link.service.name, link.context, link.dockerfile?.file, link.stage]),
    ).toEqual([
      ['api', '', 'api/Dockerfile', 1],
      ['gone', 'gone', undefined, undefined],
    ]);
    expect(builds[0]?.dockerfile).toBe(dockerfiles.get('api/Dockerfile'));
    expect(builds[0]?.sources.map(({ file }) => file)).toEqual([
      'api/src/main.js',
      'shared/x.js',
      'api/src/other.js',
    ]);
    expect([...sources.keys()].sort()).toEqual(['api/src/main.js', 'api/src/other.js', 'shared/x.js']);
  });

  const starts: readonly (readonly [string, string, string])[] = [
    ['node with options', 'CMD ["node", "--enable-source-maps", "-r", "./x.js", "server.js"]', 'server.js'],
    ['the shell form', 'CMD exec node server.js --port 80', 'server.js'],
    ['an entrypoint with a command', 'ENTRYPOINT ["tini", "--", "node"]\nCMD ["lib/b.ts"]', 'lib/b.ts'],
    ['what is built from TypeScript', 'CMD ["node", "dist/main.js"]', 'src/main.ts'],
    ['python', 'CMD ["python3", "-u", "app/run.py"]', 'app/run.py'],
    ['a python module', 'CMD python -m app.run', 'app/run.py'],
    ['uvicorn', 'CMD ["uvicorn", "app.run:app", "--host", "0.0.0.0"]', 'app/run.py'],
    ['gunicorn', 'CMD gunicorn -w 4 -b :8000 app.run:app', 'app/run.py'],
  ];
  it.each(starts)('finds the file that %s starts', async (_, command, expected) => {
    const names = ['server.js', 'x.js', 'lib/b.ts', 'src/main.ts', 'app/run.py'];
    const root = folderWith({
      'compose.yaml': 'services:\n  a:\n    build: .\n',
      Dockerfile: `FROM x\nWORKDIR /srv\nCOPY . .\n${command}\n`,
      ...Object.fromEntries(names.map((name) => [name, ''])),
    });
    const { builds } = await review(root);
    expect(builds[0]?.sources[0]?.file).toBe(expected);
  });

  it('says how much of each file was understood', async () => {
    const root = folderWith({
      'compose.yaml': image('a'),
      'half/compose.yaml': 'services:\n  a: {image: x\n  b: [\n',
      'k8s/pod.yaml': 'apiVersion: v1\nkind: Pod\n',
      'k8s/web.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n',
      '.github/workflows/ci.yml': 'on: push\n',
      'broken.env': 'A=\xff',
      Dockerfile: 'FROM x\nFRON y\n',
      'seaworthy.yaml': 'stakc: 1\n',
    });
    const binary = folderWith({ 'compose.yaml': Buffer.from([0xff, 0xfe, 0, 1]) });
    const { artifacts } = await review(root);
    const shown = artifacts.map(({ file, kind, understood }) => `${file} ${kind} ${understood}`);
    expect(shown).toEqual([
      '.github/workflows/ci.yml workflow partly',
      'Dockerfile dockerfile partly',
      'broken.env env yes',
      'compose.yaml compose yes',
      'half/compose.yaml compose partly',
      'k8s/pod.yaml kubernetes yes',
      'k8s/web.yaml kubernetes partly',
      'seaworthy.yaml settings partly',
    ]);
    const other = await review(binary);
    expect(other.artifacts).toMatchObject([{ file: 'compose.yaml', understood: 'no' }]);
    expect(other.problems).toMatchObject([{ code: 'encoding' }]);
    expect(other.stacks).toEqual([]);
  });

  it('takes values from .env and from nowhere else', async () => {
    const root = folderWith({
      'compose.yaml': 'services:\n  a:\n    image: x:${TAG}-${HOME:-none}\n',
      'compose.prod.yaml': 'services:\n  a:\n    restart: always\n',
      '.env': 'TAG=1\n',
      '.env.prod': 'TAG=2\n',
      '.gitignore': '.env\n',
    });
    const { stacks, envFiles } = await review(root);
    expect(stacks.map((stack) => stack.services.get('a')?.image?.value)).toEqual(['x:1-none', 'x:2-none']);
    expect(envFiles.get('.env')).toMatchObject({ ignoredByGit: true, isExample: false });
    expect(envFiles.get('.env.prod')).toMatchObject({ ignoredByGit: false });
  });

  it('gives comments and texts of all files', async () => {
    const root = folderWith({
      'compose.yaml': `${image('a')}# one\n`,
      Dockerfile: '# two\nFROM x\n',
      '.env.example': '# three\nA=1\n',
    });
    const project = await review(root);
    const comments = ['compose.yaml', 'Dockerfile', '.env.example', 'none'].map((file) =>
      project.comments(file).map(({ text }) => text),
    );
    expect(comments).toEqual([['one'], ['two'], ['three'], []]);
    expect([...project.texts.keys()].sort()).toEqual(['.env.example', 'Dockerfile', 'compose.yaml']);
  });

  it('reads only the paths given, and what they link to', async () => {
    const root = folderWith({
      'a/compose.yaml': 'services:\n  a:\n    build: .\n',
      'a/Dockerfile': 'FROM x\n',
      'b/compose.yaml': image('b'),
      'b/Dockerfile': 'FROM y\n',
    });
    const project = await review(root, { paths: ['a/compose.yaml'] });
    expect(project.stacks.map(({ files }) => files)).toEqual([['a/compose.yaml']]);
    expect([...project.dockerfiles.keys()]).toEqual(['a/Dockerfile']);
  });

  it('reads an inline Dockerfile under a name of its own', async () => {
    const text = 'services:\n  a:\n    build:\n      dockerfile_inline: |\n        FROM x\n        USER u\n';
    const project = await review(folderWith({ 'compose.yaml': text }));
    const { dockerfile } = project.builds[0] ?? {};
    expect(dockerfile?.file).toBe('compose.yaml#services.a.build.dockerfile_inline');
    expect(dockerfile?.stages[0]?.image.user?.value).toBe('u');
    expect(project.texts.get(dockerfile?.file ?? '')?.text).toBe('FROM x\nUSER u\n');
    expect(project.dockerfiles.size).toBe(0);
  });

  it('does not leave the repository', async () => {
    const outside = folderWith({ 'common.yml': image('base'), Dockerfile: 'FROM secret\n' });
    const root = folderWith({
      'compose.yaml': `services:\n  a:\n    extends: { file: ${outside}/common.yml, service: base }\n  b:\n    build: ${outside}\n`,
    });
    const project = await review(root);
    expect([...project.texts.keys()]).toEqual(['compose.yaml']);
    expect(project.builds[0]?.dockerfile).toBeUndefined();
  });

  it('throws only about the request', async () => {
    await expect(review('/nowhere/at/all')).rejects.toMatchObject({ code: 'NO_PROJECT' });
    await expect(review(folderWith({}), { paths: ['x'] })).rejects.toMatchObject({ code: 'USAGE' });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string(), async (one, other) => {
        const root = folderWith({
          'compose.yaml': one,
          Dockerfile: other,
          '.env': one,
          'seaworthy.yaml': other,
          '.gitignore': one,
          '.dockerignore': one,
        });
        const project = await review(root);
        return project.root === root;
      }),
      { numRuns: 50 },
    );
  });
});
