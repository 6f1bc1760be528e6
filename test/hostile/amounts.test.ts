// Amounts and depths that no checkout has: the review ends in time, and says what it left out.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { hostileFolder, put, reviewHostile } from './run.ts';

// Only ends a hang: a review may take ten seconds of work, on a machine that does other things besides.
vi.setConfig({ testTimeout: 180_000 });

const good = 'services:\n  web:\n    image: nginx:1.27\n';

describe('many files', () => {
  test('100,000 in folders', () => {
    const root = hostileFolder({ 'compose.yaml': good, 'zz/Dockerfile': 'FROM alpine:3.22\nRUNN x\n' });
    for (let folder = 0; folder < 100; folder++) {
      mkdirSync(join(root, `d${folder}`));
      for (let file = 0; file < 1000; file++) writeFileSync(join(root, `d${folder}`, `f${file}.txt`), '');
    }
    const { stdout } = reviewHostile(root);
    expect(stdout).toContain('the walk stopped after 100,000 entries');
    expect(stdout).toContain('compose.yaml:2:3');
  });

  test('20,000 that must be looked into', () => {
    const root = hostileFolder();
    for (let folder = 0; folder < 20; folder++) {
      mkdirSync(join(root, `d${folder}`));
      for (let file = 0; file < 1000; file++) writeFileSync(join(root, `d${folder}/f${file}.yaml`), 'a: b\n');
    }
    put(root, 'compose.yaml', good);
    expect(reviewHostile(root).stdout).toContain('compose.yaml:2:3');
  });
});

test('folders deeper than a path may be long', () => {
  const root = hostileFolder({ 'compose.yaml': good });
  const script =
    'cd "$1"; i=0; while [ $i -lt 1500 ]; do mkdir dddd; cd dddd; i=$((i+1)); done; echo "RUNN x" >Dockerfile';
  execFileSync('sh', ['-c', script, 'sh', root], { stdio: 'ignore' });
  expect(reviewHostile(root).stdout).toContain('has a name that is too long');
});

const depth = 50_000;
const workflow = (run: string) =>
  `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: ${JSON.stringify(run)}\n`;
const pod = (rest: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a, image: nginx}]\n${rest}\n`;

describe('depth', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['brackets in a manifest', { 'pod.yaml': pod(`  x: ${'['.repeat(depth)}`) }],
    [
      'JSON in a manifest',
      { 'pod.yaml': `{"apiVersion":"v1","kind":"Pod","a":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}` },
    ],
    ['brackets in a workflow', { '.github/workflows/a.yml': `on: push\njobs: ${'{a: '.repeat(depth)}\n` }],
    ['brackets in a pipeline', { '.gitlab-ci.yml': `a: {script: ${'['.repeat(depth)}` }],
    [
      'JSON of a package',
      {
        'compose.yaml': `${good}    build: .\n`,
        Dockerfile: 'FROM node:22\nCOPY . .\nCMD ["npm","start"]\n',
        'package.json': '{"a":'.repeat(depth),
      },
    ],
    [
      'a baseline',
      { 'compose.yaml': good, 'seaworthy.baseline.json': '['.repeat(depth) + ']'.repeat(depth) },
    ],
    [
      'parentheses in an expression',
      { '.github/workflows/a.yml': workflow(`\${{ ${'('.repeat(depth)}1 }}`) },
    ],
    ['negations in an expression', { '.github/workflows/a.yml': workflow(`\${{ ${'!'.repeat(depth)}1 }}`) }],
    ['indexes in an expression', { '.github/workflows/a.yml': workflow(`\${{ a${'[a'.repeat(depth)} }}`) }],
    [
      'operators in an expression',
      { '.github/workflows/a.yml': workflow(`\${{ ${'a && '.repeat(depth)} b }}`) },
    ],
    ['calls in an expression', { '.github/workflows/a.yml': workflow(`\${{ ${'format('.repeat(depth)} }}`) }],
    ...[
      ['substitutions', '$('.repeat(depth)],
      ['closed substitutions', `${'$(echo '.repeat(depth)}${')'.repeat(depth)}`],
      ['back quotes', '`'.repeat(depth)],
      ['subshells', '( '.repeat(depth)],
      ['groups', '{ '.repeat(depth)],
      ['conditions', 'if true; then '.repeat(depth)],
      ['loops', 'for a in b; do '.repeat(depth)],
      ['cases', 'case a in b) '.repeat(depth)],
      ['expansions', '${a:-'.repeat(depth)],
      ['quotes in substitutions', '"$('.repeat(depth)],
      ['here-documents', 'cat <<A '.repeat(depth)],
      ['shells in shells', 'sh -c "'.repeat(depth)],
      ['arithmetic', '$(('.repeat(depth)],
      ['prefixes', 'sudo env A=b '.repeat(depth)],
    ].map(([name = '', shell = '']): [string, Readonly<Record<string, string>>] => [
      `${name} in shell`,
      {
        Dockerfile: `FROM alpine:3.22\nRUN ${shell}\n`,
        '.github/workflows/a.yml': workflow(shell),
        'deploy.sh': `#!/bin/bash\n${shell}\n`,
        Makefile: `all:\n\t${shell}\n`,
      },
    ]),
    [
      'blocks in nginx',
      {
        'compose.yaml': `${good}    volumes: ["./nginx.conf:/etc/nginx/nginx.conf"]\n`,
        'nginx.conf': 'server { '.repeat(depth),
      },
    ],
    [
      'blocks in Caddy',
      {
        'compose.yaml': `${good}    volumes: ["./Caddyfile:/etc/caddy/Caddyfile"]\n`,
        Caddyfile: 'a {\n'.repeat(depth),
      },
    ],
    [
      'brackets in code',
      {
        'compose.yaml': `${good}    build: .\n`,
        Dockerfile: 'FROM node:22\nCOPY . .\nCMD ["node","a.js"]\n',
        'a.js': `app.listen(${'('.repeat(depth)}${'`${'.repeat(depth)}`,
      },
    ],
    [
      'templates in a chart',
      {
        'c/Chart.yaml': 'apiVersion: v2\nname: c\n',
        'c/values.yaml': `a: ${'['.repeat(depth)}`,
        'c/templates/a.yaml': `apiVersion: v1\nkind: Pod\n${'{{ if (('.repeat(depth)}`,
      },
    ],
  ])('%s', (_name, files) => {
    reviewHostile(hostileFolder(files));
  });
});

describe('bombs of aliases', () => {
  const bomb = (last: string) =>
    `x0: &a0 [lol]\n${Array.from({ length: 40 }, (_, i) => `x${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`).join('\n')}\n${last}`;
  test.each<[string, string]>([
    ['pod.yaml', bomb('apiVersion: v1\nkind: Pod\nspec: {containers: *a40}\n')],
    ['kustomization.yaml', bomb('resources: *a40\n')],
    ['.github/workflows/a.yml', bomb('on: *a40\njobs: *a40\n')],
    ['.gitlab-ci.yml', bomb('a: {script: *a40}\n')],
    ['seaworthy.yaml', bomb('phases: *a40\n')],
    ['seaworthy.waivers.yaml', bomb('waivers: *a40\n')],
    ['.github/dependabot.yml', bomb('updates: *a40\n')],
  ])('%s', (name, text) => {
    const { stdout } = reviewHostile(hostileFolder({ 'compose.yaml': good, [name]: text }));
    expect(stdout).toContain(name);
  });
});

describe('circles', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    [
      'kustomizations',
      {
        'a/kustomization.yaml': 'resources: [../b]\n',
        'b/kustomization.yaml': 'resources: [../a, ../c]\n',
        'c/kustomization.yaml': 'resources: [.]\nbases: [../c]\ncomponents: [../a]\n',
      },
    ],
    [
      'a kustomization of the folder above',
      { 'kustomization.yaml': 'resources: [a]\n', 'a/kustomization.yaml': 'resources: [..]\n' },
    ],
    [
      'includes',
      { 'compose.yaml': `include: [b.yaml]\n${good}`, 'b.yaml': 'include: [compose.yaml, b.yaml]\n' },
    ],
    [
      'extends',
      {
        'compose.yaml': 'services:\n  a: {extends: {file: b.yaml, service: b}}\n',
        'b.yaml': 'services:\n  b: {extends: {file: compose.yaml, service: a}}\n',
      },
    ],
    [
      'workflows',
      {
        '.github/workflows/a.yml': 'on: workflow_call\njobs:\n  a: {uses: ./.github/workflows/b.yml}\n',
        '.github/workflows/b.yml':
          'on: workflow_call\njobs:\n  b: {uses: ./.github/workflows/a.yml, needs: b}\n',
      },
    ],
    [
      'actions',
      {
        'action.yml': 'name: a\ndescription: a\nruns:\n  using: composite\n  steps: [{uses: ./}]\n',
        '.github/workflows/a.yml':
          'on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: [{uses: ./}]\n',
      },
    ],
    [
      'scripts',
      {
        'compose.yaml': good,
        'a.sh': '#!/bin/sh\n. ./b.sh\n./a.sh\n',
        'b.sh': '#!/bin/sh\n. ./a.sh\n',
        Makefile: 'include Makefile\nall: all\n\tmake all\n',
      },
    ],
    [
      'stages',
      {
        Dockerfile:
          'FROM b AS a\nCOPY --from=b /x /x\nFROM a AS b\nCOPY --from=a /x /x\nCOPY --from=b /x /x\n',
      },
    ],
    [
      'pipelines',
      {
        '.gitlab-ci.yml':
          'include: [{local: .gitlab-ci.yml}]\na: {extends: b, script: [x], needs: [a]}\nb: {extends: a}\n',
      },
    ],
    [
      'modules',
      {
        'compose.yaml': `${good}    build: .\n`,
        Dockerfile: 'FROM node:22\nCOPY . .\nCMD ["node","a.js"]\n',
        'a.js': "require('./b.js')\n",
        'b.js': "require('./a.js')\nimport './b.js'\n",
      },
    ],
    ['variables', { 'compose.yaml': `${good}    hostname: "\${A}"\n`, '.env': 'A=$B\nB=$A\nC=$C\n' }],
    ['build arguments', { Dockerfile: 'ARG A=$B\nARG B=$A\nFROM $A\nARG C=$C\nENV D=$D E=$F F=$E\n' }],
  ])('%s', (_name, files) => {
    reviewHostile(hostileFolder(files));
  });

  test('links between folders', () => {
    const root = hostileFolder({ 'a/compose.yaml': good, 'b/x.txt': '' });
    execFileSync('ln', ['-s', '../b', join(root, 'a/b')]);
    execFileSync('ln', ['-s', '../a', join(root, 'b/a')]);
    execFileSync('ln', ['-s', '.', join(root, 'self')]);
    expect(reviewHostile(root).stdout).toContain('symbolic link');
  });
});

describe('long lines', () => {
  const long = 7 * 1024 * 1024;
  test.each<[string, Readonly<Record<string, string>>]>([
    ['of a compose file', { 'compose.yaml': `${good}    command: "${'a '.repeat(long / 2)}"\n` }],
    ['of a manifest', { 'pod.yaml': pod(`  hostname: ${'a'.repeat(long)}`) }],
    ['of an env file', { '.env': `A=${'b'.repeat(1_000_000)}\n`, 'compose.yaml': good }],
    ['of a Dockerfile', { Dockerfile: `FROM alpine:3.22\nRUN ${'echo a && '.repeat(90_000)}true\n` }],
    ['of a workflow', { '.github/workflows/a.yml': workflow('echo a && '.repeat(100_000)) }],
    ['of a script', { 'compose.yaml': good, 'deploy.sh': `#!/bin/sh\n${'echo a; '.repeat(100_000)}\n` }],
  ])('%s', (_name, files) => {
    const { stdout } = reviewHostile(hostileFolder(files));
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThan(10_000);
  });
});
