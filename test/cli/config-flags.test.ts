// The flags of `config` that docker compose users know, one by one.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of compose, not of JavaScript
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Answer, seaworthy, temporaryFolder } from './command.ts';

const files = {
  'compose.yaml': `name: hand
services:
  web:
    build: ./web
    ports: ["\${PORT:-8080}:80"]
    environment: { A: "\${A}", B: "\${B:?need b}", C: "\${C:+alt}", D: "\${D-\${E:-deep}}", API_TOKEN: "\${API_TOKEN:-t0p}" }
    env_file: web.env
    depends_on: [db]
    networks: [front]
    volumes: ["data:/data", "./conf:/etc/conf:ro"]
    links: [cache]
    pre_start: [{ image: alpine:3, command: [echo, hi] }]
  db: { image: "postgres:\${PG:-17}", secrets: [pw] }
  cache: { image: "redis:7", networks: [front] }
  tool: { image: tool, profiles: [debug, admin], depends_on: [db], networks: [spare] }
  lone: { image: lone, profiles: [debug], depends_on: [tool] }
  llm: { image: app, models: [m] }
models: { m: { model: ai/smol } }
networks: { front: {}, spare: {}, unused: {} }
volumes: { data: {}, other: {} }
secrets: { pw: { file: ./pw.txt } }
`,
  '.env': 'B=from-dotenv\nAPI_TOKEN=abc\n',
  'web.env': 'W=1\n',
  'web/Dockerfile': 'FROM scratch\n',
  'pw.txt': 'x',
};

function config(...flags: readonly string[]): Answer {
  return seaworthy(['config', ...flags], { cwd: temporaryFolder(files) });
}

describe('lists', () => {
  test.each<[readonly string[], string]>([
    [['--services'], 'web\ndb\ncache\nllm\n'],
    [['--services', '--profile', 'debug'], 'web\ndb\ncache\ntool\nlone\nllm\n'],
    [['--images'], 'hand-web\nalpine:3\npostgres:17\nredis:7\napp\n'],
    [['--images', 'db'], 'postgres:17\n'],
    [['--volumes'], 'data\n'],
    [['--networks'], 'front\ndefault\n'],
    [['--models'], 'ai/smol\n'],
    [['--profiles'], 'admin\ndebug\n'],
    [['--environment'], 'API_TOKEN=***\nB=from-dotenv\nCOMPOSE_PROJECT_NAME=hand\n'],
    [['--services', '-q'], ''],
  ])('%j', (flags, expected) => {
    const { code, stdout, stderr } = config(...flags);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.replace(/^(?:HOME|PATH|PWD|XDG_CACHE_HOME)=.*\n/gm, '')).toBe(expected);
  });

  test('--variables, those inside of defaults too, secrets masked', () => {
    expect(config('--variables').stdout).toBe(
      `NAME       REQUIRED  DEFAULT VALUE  ALTERNATE VALUE
A          false
API_TOKEN  false     ***
B          true
C          false                    alt
D          false     \${E:-deep}
E          false     deep
PG         false     17
PORT       false     8080
`,
    );
    const parsed: unknown = JSON.parse(config('--variables', '--format', 'json').stdout);
    expect(parsed).toMatchObject({
      B: { Name: 'B', Required: true, DefaultValue: '', PresenceValue: '' },
      PG: { DefaultValue: '17' },
    });
  });

  test('--variables of files whose variables are missing', () => {
    const cwd = temporaryFolder({ 'compose.yaml': 'services: {a: {image: "x:${TAG:?}"}}\n' });
    expect(seaworthy(['config', '--variables'], { cwd })).toMatchObject({ code: 0, stderr: '' });
    expect(seaworthy(['config'], { cwd }).code).toBe(3);
  });
});

describe('--hash', () => {
  const hashOf = (overrides: Readonly<Record<string, string>>) =>
    seaworthy(['config', '--hash', 'db'], { cwd: temporaryFolder({ ...files, ...overrides }) }).stdout;
  const changed = (from: string, to: string) =>
    hashOf({ 'compose.yaml': files['compose.yaml'].replace(from, to) });

  test('one line for each service that is asked for', () => {
    expect(config('--hash', '*').stdout).toMatch(/^(?:(?:web|db|cache|llm) [0-9a-f]{64}\n){4}$/);
    expect(config('--hash', 'cache,db').stdout).toMatch(/^cache [0-9a-f]{64}\ndb [0-9a-f]{64}\n$/);
  });

  test('changes with what the container is made of, and with nothing else', () => {
    const before = hashOf({});
    expect(changed('PG:-17', 'PG:-18')).not.toBe(before);
    expect(changed('secrets: [pw] }', 'secrets: [pw], scale: 2 }')).toBe(before);
    expect(changed('redis:7', 'redis:8')).toBe(before);
  });
});

describe('what is left out of resolving', () => {
  test.each<[readonly string[], readonly string[], readonly string[]]>([
    [
      ['--no-interpolate'],
      ['postgres:${PG:-17}', '- "${PORT:-8080}:80"', 'D: "${D-${E:-deep}}"', 'tool:', '/web.env'],
      ['W: "1"', '$$'],
    ],
    [
      ['--no-normalize'],
      ['front: {}', '/web\n'],
      ['hand_front', 'dockerfile:', 'default:', 'cache:\n        cond'],
    ],
    [['--no-path-resolution'], ['context: "./web"', 'source: "./conf"', 'file: "./pw.txt"'], []],
    [['--no-env-resolution'], ['A: ""', '/web.env'], ['W: "1"']],
  ])('%j', (flags, has, hasNot) => {
    const { code, stdout, stderr } = config(...flags);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const text of has) expect(stdout).toContain(text);
    for (const text of hasNot) expect(stdout).not.toContain(text);
  });

  test('what is read with variables left open can be resolved later', () => {
    const cwd = temporaryFolder(files);
    const flags = ['config', '--show-secrets', '--format', 'json'];
    const direct = seaworthy(flags, { cwd }).stdout;
    seaworthy(['config', '--show-secrets', '--no-interpolate', '-o', 'open.yaml'], { cwd });
    expect(JSON.parse(seaworthy([...flags, '-f', 'open.yaml'], { cwd }).stdout)).toEqual(JSON.parse(direct));
  });

  test('--no-consistency accepts names that nothing defines', () => {
    const cwd = temporaryFolder({ 'compose.yaml': 'services: {a: {image: x, networks: [nope]}}\n' });
    expect(seaworthy(['config', '-q'], { cwd }).code).toBe(3);
    expect(seaworthy(['config', '-q', '--no-consistency'], { cwd }).code).toBe(0);
  });

  test('what a service is built from is not looked at', () => {
    const cwd = temporaryFolder({ 'compose.yaml': 'services: {a: {build: ./gone}}\n' });
    expect(seaworthy(['config', '-q'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('services as arguments', () => {
  const services = (...flags: readonly string[]): readonly string[] =>
    Object.keys(JSON.parse(config('--format', 'json', ...flags).stdout)['services']);

  test('only these, what they depend on, and what all of them use', () => {
    expect(services('web')).toEqual(['cache', 'db', 'web']);
    const { stdout } = config('cache');
    expect(stdout).toContain('hand_front');
    expect(stdout).not.toMatch(/hand_spare|hand_default|hand_data|hand_pw|ai\/smol/);
  });

  test('one that is named is enabled, whatever its profiles', () => {
    expect(services('tool')).toEqual(['db', 'tool']);
  });

  test.each([
    [['wbe'], 'Did you mean web?'],
    [['lone'], 'Name tool as well'],
    [['--hash', 'dbb'], 'Did you mean db?'],
  ])('%j is refused', (flags, hint) => {
    const { code, stderr } = config(...flags);
    expect(code).toBe(64);
    expect(stderr).toContain(hint);
  });
});

describe('-o', () => {
  test('writes the file and prints nothing', () => {
    const cwd = temporaryFolder(files);
    const { stdout } = seaworthy(['config'], { cwd });
    expect(seaworthy(['config', '-o', 'out.yaml'], { cwd })).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(cwd, 'out.yaml'), 'utf8')).toBe(stdout);
  });

  test('names a format, as with every other verb', () => {
    expect(JSON.parse(config('-o', 'json').stdout)).toMatchObject({ name: 'hand' });
    const cwd = temporaryFolder(files);
    expect(seaworthy(['config', '-o', 'yaml'], { cwd }).stdout).toBe(seaworthy(['config'], { cwd }).stdout);
  });

  test('a folder that is not there', () => {
    expect(config('-o', 'no/such/folder.yaml')).toMatchObject({ code: 1, stdout: '' });
  });
});

describe('digests', () => {
  const digest = `sha256:${'0'.repeat(64)}`;

  test.each(['--resolve-image-digests', '--lock-image-digests'])('%s without an engine', (flag) => {
    const { code, stderr } = config(flag);
    expect(code).toBe(9);
    expect(stderr).toContain('postgres:17 has no digest');
  });

  test('nothing is asked where every image has one', () => {
    const cwd = temporaryFolder({
      'compose.yaml': `services: {a: {image: "x@${digest}", ports: ["80:80"]}, b: {image: "y@${digest}"}}\n`,
    });
    expect(seaworthy(['config', '--lock-image-digests'], { cwd }).stdout).toBe(
      `services:\n  a:\n    image: x@${digest}\n  b:\n    image: y@${digest}\n`,
    );
    expect(seaworthy(['config', '--resolve-image-digests'], { cwd }).code).toBe(0);
  });
});
