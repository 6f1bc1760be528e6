// A review from the cache says what a new one would say, whatever was done to the files in between.
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cached } from '../../src/cli/review-cache.ts';
import { plain } from '../../src/output/paint.ts';
import { reviewJson } from '../../src/output/review/json.ts';
import { sarif } from '../../src/output/review/sarif.ts';
import { reviewText } from '../../src/output/review/text.ts';
import { readProject } from '../../src/read/project.ts';
import type { ReviewResult } from '../../src/review/result.ts';
import { review } from '../../src/review/run.ts';
import { seaworthy, temporaryFolder } from './command.ts';

const files = {
  'compose.yaml': `services:
  web:
    image: nginx
    ports: ["8080:80"]
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
    depends_on: [api]
  api:
    build: services/api
    env_file: [web.env]
    environment: { DB_URL: "postgres://u@db/x", LEVEL: "\${LEVEL}" }
  db:
    image: postgres:16.4
`,
  'compose.production.yaml': 'services:\n  api:\n    environment: { MODE: production }\n',
  'services/api/Dockerfile':
    'FROM node:22-slim\nCOPY server.js package.json ./\nCOPY dist ./dist\nCMD ["node", "server.js"]\n',
  'services/api/server.js':
    "require('http').createServer().listen(process.env.PORT);\nprocess.env.DATABASE_URL;\n",
  'services/api/package.json': '{ "name": "api" }\n',
  'services/api/.dockerignore': 'node_modules\n',
  'services/api/dist/a.js': '1;\n',
  'nginx.conf':
    'events {}\nhttp { upstream a { server api:3000; } server { listen 80; location / { proxy_pass http://a; } } }\n',
  '.env': 'LEVEL=debug\nLEVEL=info\n',
  '.env.example': 'LEVEL=info\n',
  'web.env': 'A=1\n',
  '.gitignore': '.env\nignored/\n',
  'ignored/compose.yaml': 'services: { x: { image: nginx } }\n',
  'k8s/web.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: web, image: nginx }] }\n',
  'deploy.sh': '#!/bin/sh\ndocker compose -f compose.yaml up -d\n',
  '.github/workflows/ci.yml':
    'on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: [{ uses: actions/checkout@v4 }, { run: make }]\n',
  '.github/zizmor.yml': 'rules: { artipacked: { ignore: [ci.yml] } }\n',
  'seaworthy.yaml': 'rules: { compose/healthcheck-missing: off }\n',
  'seaworthy.waivers.yaml': 'waivers: [{ rule: compose/image-tag-floating, reason: mirror, path: legacy }]\n',
  'README.md': '# shop\n',
};

interface Sample {
  readonly root: string;
  /** What the cache gives, and whether a review had to be made for it. */
  ask(): Promise<{ readonly output: string; readonly isNew: boolean }>;
  fresh(): Promise<string>;
}

function sample(): Sample {
  const root = temporaryFolder(files);
  execFileSync('git', ['-C', root, 'init', '-q']);
  execFileSync('git', ['-C', root, 'add', '-A']);
  const env = { XDG_CACHE_HOME: temporaryFolder() };
  const make = async () => review(await readProject({ root, scope: 'review', processEnv: {} }));
  const flags = { is: () => false, text: () => undefined, list: () => [] };
  return {
    root,
    async ask() {
      let isNew = false;
      const result = await cached({ flags, env }, { root, reading: {}, options: {} }, () => {
        isNew = true;
        return make();
      });
      return { output: printed(result), isNew };
    },
    fresh: async () => printed(await make()),
  };
}

function printed(result: ReviewResult): string {
  const options = { version: '1', root: '.', folder: '', at: '2026-01-01T00:00:00.000Z' };
  return [
    reviewText(result, { paint: plain, verbose: true }),
    reviewJson(result, options),
    sarif.render(result, options),
  ].join('\n');
}

/** What can be done to a file, and how it is undone. */
const doings: readonly (readonly [string, (path: string) => () => void])[] = [
  [
    'edited',
    (path) => {
      const text = readFileSync(path, 'utf8');
      writeFileSync(
        path,
        text.replace(/\d|[a-z]/, (char) => (/\d/.test(char) ? '7' : 'q')),
      );
      return () => writeFileSync(path, text);
    },
  ],
  [
    'edited at the end',
    (path) => {
      const text = readFileSync(path, 'utf8');
      appendFileSync(path, '\n# more\n');
      return () => writeFileSync(path, text);
    },
  ],
  [
    'removed',
    (path) => {
      const text = readFileSync(path, 'utf8');
      rmSync(path);
      return () => writeFileSync(path, text);
    },
  ],
  [
    'renamed',
    (path) => {
      renameSync(path, `${path}.old`);
      return () => renameSync(`${path}.old`, path);
    },
  ],
  [
    'made a folder',
    (path) => {
      const text = readFileSync(path, 'utf8');
      rmSync(path);
      mkdirSync(path);
      return () => {
        rmSync(path, { recursive: true });
        writeFileSync(path, text);
      };
    },
  ],
  [
    'made a link to nothing',
    (path) => {
      const text = readFileSync(path, 'utf8');
      rmSync(path);
      symlinkSync('nowhere', path);
      return () => {
        rmSync(path);
        writeFileSync(path, text);
      };
    },
  ],
  [
    'made unreadable',
    (path) => {
      chmodSync(path, 0o000);
      return () => chmodSync(path, 0o644);
    },
  ],
];

describe('whatever is done to a file', () => {
  test.each(Object.keys(files))('%s', async (file) => {
    const { root, ask, fresh } = sample();
    const whole = (await ask()).output;
    expect(await ask()).toEqual({ output: whole, isNew: false });
    for (const [what, act] of doings) {
      const undo = act(join(root, file));
      expect((await ask()).output, what).toBe(await fresh());
      undo();
    }
    expect((await ask()).output, 'and back').toBe(whole);
  });
});

describe('whatever comes beside', () => {
  test.each<[string, (root: string) => void]>([
    ['a compose file', (root) => writeFileSync(join(root, 'compose.dev.yaml'), 'services: {}\n')],
    ['a file in an empty place', (root) => write(root, 'new/Dockerfile', 'FROM nginx\n')],
    ['a file in a vendored folder', (root) => write(root, 'node_modules/x/compose.yaml', 'services: {}\n')],
    ['a file that is asked for', (root) => write(root, 'services/api/yarn.lock', '')],
    [
      'a Dockerfile’s own .dockerignore',
      (root) => write(root, 'services/api/Dockerfile.dockerignore', 'dist\n'),
    ],
    ['a .gitignore below', (root) => write(root, 'k8s/.gitignore', '*.yaml\n')],
    ['.git/info/exclude', (root) => write(root, '.git/info/exclude', 'k8s/\n')],
    ['an index that tracks less', (root) => rmSync(join(root, '.git/index'))],
    ['an ignore list', (root) => write(root, '.hadolint.yaml', 'ignored: [DL3006, DL3007]\n')],
    ['settings above, in the same checkout', (root) => write(root, 'services/seaworthy.yaml', 'rules: {}\n')],
    ['the end of the checkout', (root) => rmSync(join(root, '.git'), { recursive: true })],
  ])('%s', async (_name, act) => {
    const { root, ask, fresh } = sample();
    await ask();
    act(root);
    expect((await ask()).output).toBe(await fresh());
    expect((await ask()).isNew).toBe(false);
  });

  test('other times alone change nothing', async () => {
    const { root, ask } = sample();
    await ask();
    for (const file of Object.keys(files)) utimesSync(join(root, file), 1, 1);
    execFileSync('git', ['-C', root, 'update-index', '-q', '--refresh']);
    expect((await ask()).isNew).toBe(false);
  });
});

function write(root: string, file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

describe('the folder of the cache', () => {
  const run = (cwd: string, cache: string, ...flags: readonly string[]) =>
    seaworthy(['review', '--json', ...flags], { cwd, env: { XDG_CACHE_HOME: cache } });
  const entries = (cache: string) => {
    const folder = join(cache, 'seaworthy/review');
    return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  };

  test('is for the user alone, and holds nothing of what the files say', () => {
    const [cwd, cache] = [
      temporaryFolder({ ...files, 'web.env': 'PASSWORD=hunter2-secret\n' }),
      temporaryFolder(),
    ];
    expect(run(cwd, cache).stdout).toBe(run(cwd, cache).stdout);
    const [entry = '', more] = entries(cache);
    expect([more, statSync(entry).mode & 0o777, statSync(dirname(entry)).mode & 0o777]).toEqual([
      undefined,
      0o600,
      0o700,
    ]);
    expect(readFileSync(entry, 'utf8')).not.toContain('hunter2');
  });

  test.each<[string, (entry: string) => void]>([
    ['cut off', (entry) => writeFileSync(entry, readFileSync(entry, 'utf8').slice(0, 900))],
    ['changed', (entry) => writeFileSync(entry, readFileSync(entry, 'utf8').replace('"HIGH"', '"LOW"'))],
    ['empty', (entry) => writeFileSync(entry, '')],
    ['for anyone to write', (entry) => chmodSync(entry, 0o666)],
  ])('an entry that is %s counts as none', (_name, damage) => {
    const [cwd, cache] = [temporaryFolder(files), temporaryFolder()];
    const { stdout } = run(cwd, cache);
    const [entry = ''] = entries(cache);
    damage(entry);
    expect(run(cwd, cache).stdout).toBe(stdout);
    expect(statSync(entries(cache)[0] ?? '').mode & 0o777).toBe(0o600);
  });

  test('is left alone with --no-cache, and other flags have entries of their own', () => {
    const [cwd, cache] = [temporaryFolder(files), temporaryFolder()];
    run(cwd, cache, '--no-cache');
    expect(entries(cache)).toEqual([]);
    const outputs = [[], ['--preset', 'strict'], ['--rule', 'DL3006']].map(
      (flags) => run(cwd, cache, ...flags).stdout,
    );
    expect(new Set(outputs).size).toBe(3);
    expect(entries(cache)).toHaveLength(3);
    const again = [[], ['--preset', 'strict'], ['--rule', 'DL3006']].map(
      (flags) => run(cwd, cache, ...flags).stdout,
    );
    expect(again).toEqual(outputs);
  });

  test('that cannot be made costs nothing but time', () => {
    const cwd = temporaryFolder(files);
    const file = join(temporaryFolder({ file: '' }), 'file');
    expect(run(cwd, file).stdout).toBe(run(cwd, file, '--no-cache').stdout);
  });
});
