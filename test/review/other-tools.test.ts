// What people wrote for other tools counts here too, through the ids that those tools have for our rules.
import { describe, expect, test } from 'vitest';
import { readProject } from '../../src/read/project.ts';
import { type ReviewOptions, review } from '../../src/review/run.ts';
import { folderWith } from '../read/folder.ts';

type Files = Readonly<Record<string, string>>;

async function reviewed(files: Files, options: ReviewOptions, paths?: readonly string[]) {
  const project = await readProject({
    root: folderWith(files),
    scope: 'review',
    processEnv: {},
    ...(paths === undefined ? {} : { paths }),
  });
  return review(project, { today: '2026-06-30', ...options });
}

/** Reasons of what is waived, and the places of what is not. */
async function waivedBy(files: Files, rule: string) {
  const { findings } = await reviewed(files, { rules: [rule] });
  return findings.map(({ waived, at }) => waived?.reason ?? `open ${at.file}`);
}

const aptGet = (comment: string, top = '') =>
  `${top}FROM debian:12.5\n${comment}\nRUN apt-get update && apt-get install -y curl\n`;
const unpinned = 'dockerfile/package-version-unpinned';

describe('comments in a Dockerfile', () => {
  test.each<[string, string, string, string]>([
    ['hadolint', aptGet('# hadolint ignore=DL3008'), unpinned, 'hadolint ignore=DL3008'],
    [
      'hadolint, several',
      aptGet('# hadolint ignore=DL3009, DL3008'),
      unpinned,
      'hadolint ignore=DL3009, DL3008',
    ],
    [
      'hadolint, with words behind',
      aptGet('# hadolint ignore=DL3008 pinned'),
      unpinned,
      'hadolint ignore=DL3008 pinned',
    ],
    [
      'hadolint, the whole file',
      aptGet('', '# hadolint global ignore=DL3008\n'),
      unpinned,
      'hadolint global ignore=DL3008',
    ],
    ['kics, the next line', aptGet('# kics-scan ignore-line'), unpinned, 'kics-scan ignore-line'],
    ['kics, what begins there', aptGet('# kics-scan ignore-block'), unpinned, 'kics-scan ignore-block'],
    ['kics, the whole file', aptGet('', '# kics-scan ignore\n'), unpinned, 'kics-scan ignore'],
    [
      'kics, one query',
      aptGet('', '# kics-scan disable=965a08d7-ef86-4f14-8792-4a3b2098937e\n'),
      unpinned,
      'kics-scan disable=965a08d7-ef86-4f14-8792-4a3b2098937e',
    ],
    [
      'kics, several queries',
      aptGet(
        '',
        '# kics-scan disable=fd54f200-402c-4333-a5a4-36ef6709af2f, 965A08D7-EF86-4F14-8792-4A3B2098937E\n',
      ),
      unpinned,
      'kics-scan disable=fd54f200-402c-4333-a5a4-36ef6709af2f, 965A08D7-EF86-4F14-8792-4A3B2098937E',
    ],
    [
      'kics, another query',
      aptGet('', '# kics-scan disable=fd54f200-402c-4333-a5a4-36ef6709af2f\n'),
      unpinned,
      'open Dockerfile',
    ],
    ['kics, not at the top', aptGet('# kics-scan ignore'), unpinned, 'open Dockerfile'],
    ['another id', aptGet('# hadolint ignore=DL3009'), unpinned, 'open Dockerfile'],
  ])('%s', async (_name, text, rule, expected) => {
    expect(await waivedBy({ Dockerfile: text }, rule)).toEqual([expected]);
  });

  const root = (comment: string) => `FROM node:22.1.0-slim\n${comment}\nUSER root\nCMD ["node", "a.js"]\n`;
  test.each<[string, string, string]>([
    ['trivy', '#trivy:ignore:DS-0002', 'trivy:ignore:DS-0002'],
    ['trivy, its older ids', '# trivy:ignore:AVD-DS-0002', 'trivy:ignore:AVD-DS-0002'],
    [
      'trivy, several',
      '#trivy:ignore:DS-0001 trivy:ignore:DS-0002',
      'trivy:ignore:DS-0001 trivy:ignore:DS-0002',
    ],
    ['trivy, until a day', '#trivy:ignore:DS-0002:exp:2026-06-30', 'trivy:ignore:DS-0002:exp:2026-06-30'],
    ['trivy, ended', '#trivy:ignore:DS-0002:exp:2026-06-29', 'open Dockerfile'],
    ['checkov with a reason', '#checkov:skip=CKV_DOCKER_8:the image drops it', 'the image drops it'],
  ])('%s', async (_name, comment, expected) => {
    expect(await waivedBy({ Dockerfile: root(comment) }, 'dockerfile/last-user-root')).toEqual([expected]);
  });
});

describe('comments in a compose file', () => {
  const compose = (top: string, own: string, line: string) =>
    `${top}services:\n${own}  db:\n    image: postgres:17.1\n    ports:\n      - "5432:5432"${line}\n`;
  const rule = 'dclint:no-unbound-port-interfaces';
  test.each<[string, string, string]>([
    [
      'dclint, a line',
      compose('', '', ' # dclint disable-line no-unbound-port-interfaces'),
      'dclint disable-line no-unbound-port-interfaces',
    ],
    ['dclint, all of a line', compose('', '', ' # dclint disable-line'), 'dclint disable-line'],
    [
      'dclint, a rule of the file',
      compose('# dclint disable no-unbound-port-interfaces\n', '', ''),
      'dclint disable no-unbound-port-interfaces',
    ],
    ['dclint, all of the file', compose('# dclint disable-file\n', '', ''), 'dclint disable-file'],
    ['dclint, another rule', compose('# dclint disable no-version-field\n', '', ''), 'open compose.yaml'],
    ['kics, all below a key', compose('', '  # kics-scan ignore-block\n', ''), 'kics-scan ignore-block'],
    ['kics, another block', compose('# kics-scan ignore-block\nname: x\n', '', ''), 'open compose.yaml'],
  ])('%s', async (_name, text, expected) => {
    const found = await waivedBy({ 'compose.yaml': text }, rule);
    expect(new Set(found)).toEqual(new Set([expected]));
  });
});

const deployment = (own: string, pods = '') => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations: { ${own} }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata:
      labels: { app: web }
      annotations: { ${pods} }
    spec:
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
          securityContext: { privileged: true, runAsUser: 0 }
---
apiVersion: v1
kind: Pod
metadata: { name: other }
spec:
  containers:
    - name: other
      image: ghcr.io/acme/web:1.4.2
      securityContext: { privileged: true }
`;

describe('annotations of a Kubernetes object', () => {
  test.each<[string, string, string]>([
    [
      'kube-linter',
      deployment('ignore-check.kube-linter.io/privileged-container: it mounts disks'),
      'it mounts disks',
    ],
    [
      'kube-linter, all',
      deployment('kube-linter.io/ignore-all: the operator owns it'),
      'the operator owns it',
    ],
    [
      'kube-score',
      deployment('kube-score/ignore: "pod-probes, container-security-context-privileged"'),
      'kube-score/ignore',
    ],
    [
      'kube-score on the pods',
      deployment('', 'kube-score/ignore: container-security-context-privileged'),
      'kube-score/ignore',
    ],
    [
      'polaris',
      deployment('polaris.fairwinds.com/runAsPrivileged-exempt: "true"'),
      'polaris.fairwinds.com/runAsPrivileged-exempt',
    ],
    ['polaris, all', deployment('polaris.fairwinds.com/exempt: "true"'), 'polaris.fairwinds.com/exempt'],
    ['checkov', deployment('checkov.io/skip1: CKV_K8S_16=a driver'), 'a driver'],
    ['checkov, its older name', deployment('bridgecrew.io/skip2: CKV_K8S_16=a driver'), 'a driver'],
  ])('%s waives in its own object only', async (_name, text, expected) => {
    const found = await waivedBy({ 'k8s/web.yaml': text }, 'kubernetes/privileged-container');
    expect(found).toEqual([expected, 'open k8s/web.yaml']);
  });

  test.each([
    ['polaris with false', deployment('polaris.fairwinds.com/runAsPrivileged-exempt: "false"')],
    ['another check', deployment('ignore-check.kube-linter.io/latest-tag: x')],
  ])('%s waives nothing', async (_name, text) => {
    const found = await waivedBy({ 'k8s/web.yaml': text }, 'kubernetes/privileged-container');
    expect(found).toEqual(['open k8s/web.yaml', 'open k8s/web.yaml']);
  });
});

describe('configuration of other tools', () => {
  const dockerfiles = { Dockerfile: aptGet(''), 'services/api/Dockerfile': aptGet('') };
  test.each<[string, Files, string, string[]]>([
    [
      'hadolint, below its folder',
      { ...dockerfiles, 'services/api/.hadolint.yaml': 'ignored: [DL3008]\n' },
      unpinned,
      ['open Dockerfile', 'ignored in services/api/.hadolint.yaml'],
    ],
    [
      'hadolint at the top',
      { ...dockerfiles, '.hadolint.yml': 'ignored:\n  - DL3008\n  - DL9999\n' },
      unpinned,
      ['ignored in .hadolint.yml', 'ignored in .hadolint.yml'],
    ],
    [
      'checkov',
      { 'k8s/a.yaml': deployment(''), '.checkov.yaml': 'skip-check: CKV_K8S_20,CKV_K8S_16\n' },
      'kubernetes/privileged-container',
      ['ignored in .checkov.yaml', 'ignored in .checkov.yaml'],
    ],
    [
      'kics',
      { ...dockerfiles, 'kics.config': 'exclude-queries:\n  - 965a08d7-ef86-4f14-8792-4a3b2098937e\n' },
      unpinned,
      ['ignored in kics.config', 'ignored in kics.config'],
    ],
    [
      'kics, as JSON and in one text',
      { ...dockerfiles, 'kics.config': '{"exclude-queries": "a, 965a08d7-ef86-4f14-8792-4a3b2098937e"}' },
      unpinned,
      ['ignored in kics.config', 'ignored in kics.config'],
    ],
    [
      'kics, of which we know no form',
      { ...dockerfiles, 'kics.config': 'exclude-queries = ["x"]\n' },
      unpinned,
      ['open Dockerfile', 'open services/api/Dockerfile'],
    ],
    [
      'kube-linter',
      { 'k8s/a.yaml': deployment(''), '.kube-linter.yaml': 'checks: { exclude: [privileged-container] }\n' },
      'kubernetes/privileged-container',
      ['ignored in .kube-linter.yaml', 'ignored in .kube-linter.yaml'],
    ],
  ])('%s', async (_name, files, rule, expected) => {
    expect(await waivedBy(files, rule)).toEqual(expected);
  });

  const root = 'FROM node:22.1.0-slim\nUSER root\nCMD ["node", "a.js"]\n';
  test.each<[string, Files, string[]]>([
    ['.trivyignore', { '.trivyignore': '# why\nCVE-2024-1\nAVD-DS-0002\n' }, ['ignored in .trivyignore']],
    ['.trivyignore with a reason', { '.trivyignore': 'DS-0002 # dropped later\n' }, ['dropped later']],
    ['.trivyignore that ended', { '.trivyignore': 'DS-0002 exp:2026-01-01\n' }, ['open Dockerfile']],
    [
      '.trivyignore.yaml',
      { '.trivyignore.yaml': 'misconfigurations:\n  - id: AVD-DS-0002\n    statement: dropped later\n' },
      ['dropped later'],
    ],
    [
      '.trivyignore.yaml of other paths',
      { '.trivyignore.yaml': 'misconfigurations:\n  - id: AVD-DS-0002\n    paths: ["legacy/**"]\n' },
      ['open Dockerfile'],
    ],
    [
      '.trivyignore.yaml that ended',
      { '.trivyignore.yaml': 'misconfigurations:\n  - id: DS-0002\n    expired_at: 2026-01-01\n' },
      ['open Dockerfile'],
    ],
    ['.trivyignore.yaml that is no YAML', { '.trivyignore.yaml': ': [\n' }, ['open Dockerfile']],
  ])('%s', async (_name, files, expected) => {
    expect(await waivedBy({ Dockerfile: root, ...files }, 'dockerfile/last-user-root')).toEqual(expected);
  });

  const workflow = `on: push
jobs:
  a:
    runs-on: ubuntu-24.04
    steps:
      - uses: acme/one@v1
      - uses: acme/two@v1
`;
  test.each<[string, Files, string[]]>([
    [
      'zizmor, a line',
      { '.github/zizmor.yml': 'rules: { unpinned-uses: { ignore: ["ci.yml:6"] } }\n' },
      ['ignored in .github/zizmor.yml', 'open .github/workflows/ci.yml'],
    ],
    [
      'zizmor, a column too',
      { 'zizmor.yml': 'rules: { unpinned-uses: { ignore: ["ci.yml:7:9"] } }\n' },
      ['open .github/workflows/ci.yml', 'ignored in zizmor.yml'],
    ],
    [
      'zizmor, a file',
      { 'zizmor.yml': 'rules: { unpinned-uses: { ignore: [ci.yml] } }\n' },
      ['ignored in zizmor.yml', 'ignored in zizmor.yml'],
    ],
    [
      'zizmor, switched off',
      { 'zizmor.yml': 'rules: { unpinned-uses: { disable: true } }\n' },
      ['ignored in zizmor.yml', 'ignored in zizmor.yml'],
    ],
    [
      'zizmor, another file',
      { 'zizmor.yml': 'rules: { unpinned-uses: { ignore: [release.yml] } }\n' },
      ['open .github/workflows/ci.yml', 'open .github/workflows/ci.yml'],
    ],
  ])('%s', async (_name, files, expected) => {
    const found = await waivedBy({ '.github/workflows/ci.yml': workflow, ...files }, 'zizmor:unpinned-uses');
    expect(found).toEqual(expected);
  });

  test.each([
    ['.dclintrc', 'rules: { no-version-field: 0 }\n', 'ignored in .dclintrc'],
    ['.dclintrc.json', '{ "rules": { "no-version-field": [0, {}] } }', 'ignored in .dclintrc.json'],
    ['.dclintrc.yaml', 'rules: { no-version-field: 1 }\n', 'open compose.yaml'],
  ])('dclint: %s', async (name, text, expected) => {
    const files = { 'compose.yaml': 'version: "3"\nservices: { a: { image: nginx:1.27 } }\n', [name]: text };
    expect(await waivedBy(files, 'dclint:no-version-field')).toEqual([expected]);
  });

  test('nothing is said of what it holds beside', async () => {
    const files = { Dockerfile: root, '.hadolint.yaml': 'ignored: [DL9999]\nfailure-threshold: info\n' };
    const { findings, artifacts } = await reviewed(files, {});
    expect(findings.filter(({ at }) => at.file === '.hadolint.yaml')).toEqual([]);
    expect(artifacts.find(({ file }) => file === '.hadolint.yaml')?.kind).toBe('waivers');
  });
});

describe('a review of one file', () => {
  const files = {
    'services/api/Dockerfile': aptGet(''),
    'services/web/Dockerfile': aptGet(''),
    'seaworthy.yaml': 'rules: { dockerfile/apt-cache-kept: off }\n',
    'seaworthy.waivers.yaml': `waivers:
  - { rule: ${unpinned}, path: services/api, reason: the mirror pins }
  - { rule: ${unpinned}, path: services/web, reason: another file }
`,
  };

  test('goes by the settings and waivers above it, and reports none of them as unused', async () => {
    const { findings, artifacts } = await reviewed(files, { preset: 'strict' }, ['services/api/Dockerfile']);
    expect(artifacts.map(({ file }) => file)).toEqual(['services/api/Dockerfile']);
    const rules = findings.map(({ rule, waived }) => `${rule} ${waived?.reason ?? ''}`.trim());
    expect(rules).toContain(`${unpinned} the mirror pins`);
    expect(rules.filter((rule) => /apt-cache-kept|waiver-unused/.test(rule))).toEqual([]);
  });
});

test('a comment of ours counts in scripts too', async () => {
  const compose = 'services:\n  db:\n    image: postgres:17.1\n';
  const script = (comment: string) => `#!/bin/sh\n${comment}\ndocker kill $(docker ps -q)\n`;
  const found = async (comment: string) =>
    (await reviewed({ 'compose.yaml': compose, 'deploy.sh': script(comment) }, {})).findings
      .filter(({ at }) => at.file === 'deploy.sh' && at.start > 10)
      .map(({ rule, waived }) => `${rule} ${waived?.reason}`);
  const [open = ''] = await found('# plain');
  const rule = open.split(' ')[0];
  expect(await found(`# seaworthy: ignore[${rule}] the host is ours`)).toContain(`${rule} the host is ours`);
});
