// What scripts rely on: the JSON of a review, its exit codes and its flags.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isRecord, recordsAt } from './answers.ts';
import { seaworthy, temporaryFolder } from './command.ts';
import { shop } from './shop.ts';

function reviewJson(files: Readonly<Record<string, string>>, ...flags: readonly string[]) {
  const cwd = temporaryFolder(files);
  const { code, stdout, stderr } = seaworthy(['review', '--json', ...flags], { cwd });
  const report: unknown = JSON.parse(stdout);
  if (!isRecord(report)) throw new Error(`not an object: ${stdout}`);
  return { code, stderr, report, findings: recordsAt(report, 'findings') };
}

const findingKeys = [
  'rule',
  'aliases',
  'severity',
  'confidence',
  'file',
  'line',
  'column',
  'endLine',
  'endColumn',
  'object',
  'message',
  'fingerprint',
  'fixable',
  'related',
  'waived',
];

describe('the JSON of a review', () => {
  const files = { ...shop, '.env': 'A=1\nA=2\n' };
  let made: ReturnType<typeof reviewJson> | undefined;
  const whole = () => {
    made ??= reviewJson(files);
    return made;
  };

  test('has exactly the keys of the contract', () => {
    const { code, stderr, report, findings } = whole();
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
    expect(Object.keys(report)).toEqual([
      'schema',
      'version',
      'root',
      'risk',
      'findings',
      'artifacts',
      'summary',
    ]);
    expect([report['schema'], report['root']]).toEqual(['seaworthy.review/1', '.']);
    for (const finding of findings) expect(Object.keys(finding)).toEqual(findingKeys);
    for (const artifact of recordsAt(report, 'artifacts'))
      expect(Object.keys(artifact)).toEqual(['file', 'kind', 'understood', 'why']);
    expect(Object.keys(isRecord(report['summary']) ? report['summary'] : {})).toEqual([
      'critical',
      'high',
      'medium',
      'low',
      'info',
      'waived',
      'files',
      'unknown',
    ]);
  });

  test('names related places with file, line, column and message', () => {
    const labels = whole().findings.flatMap((finding) => recordsAt(finding, 'related'));
    expect(labels.length).toBeGreaterThan(0);
    for (const label of labels) expect(Object.keys(label)).toEqual(['file', 'line', 'column', 'message']);
  });

  test('sorts findings by file, line and rule', () => {
    const key = ({ file, line, rule }: Readonly<Record<string, unknown>>) =>
      `${file}\0${String(line).padStart(9, '0')}\0${rule}`;
    const order = whole().findings.map(key);
    expect(order).toEqual(order.toSorted());
  });

  test('counts what it lists', () => {
    const { report, findings } = whole();
    const high = findings.filter((finding) => finding['severity'] === 'high').length;
    expect(report['summary']).toMatchObject({ high, waived: 0, unknown: 0, critical: 0 });
  });

  test('keeps fingerprints when lines are added above', () => {
    const { findings } = whole();
    const moved = { ...files, 'compose.yaml': `# moved\n\n${shop['compose.yaml']}` };
    const later = reviewJson(moved).findings;
    const prints = (all: readonly Readonly<Record<string, unknown>>[]) =>
      all.map((finding) => `${finding['rule']} ${finding['fingerprint']}`).toSorted();
    expect(prints(later)).toEqual(prints(findings));
    expect(new Set(prints(findings)).size).toBe(findings.length);
  });
});

describe('flags of a review', () => {
  const damaged = { 'compose.yaml': 'services: {web: {image: "nginx:1.27"}}\n', 'web.env': 'ok=1\n' };
  const unknown = {
    ...damaged,
    'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
    'chart/templates/pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: {{ .Release.Name }}}\n',
  };

  test.each<[string, Readonly<Record<string, string>>, readonly string[], number]>([
    ['a high finding refuses', shop, [], 3],
    ['nothing of weight is fine', damaged, [], 0],
    ['--fail-on above it', shop, ['--fail-on', 'critical'], 0],
    ['--fail-on below it', damaged, ['--fail-on', 'low'], 3],
    ['--severity hides and does not forgive', shop, ['--severity', 'critical'], 3],
    ['--rule looks at nothing else', shop, ['--rule', 'compose/syntax'], 0],
    ['--rule by another tool’s id', shop, ['--rule', 'compose/privileged-container'], 3],
    ['a file that is not understood', unknown, [], 0],
    ['--strict refuses it', unknown, ['--strict'], 3],
    ['a path', shop, ['extra.yaml'], 0],
    ['a path that is not there', shop, ['nowhere.yaml'], 3],
    ['a folder without deployment files', { 'notes.txt': 'none\n' }, [], 3],
  ])('%s', (_name, files, flags, expected) => {
    const { code, stderr } = seaworthy(['review', ...flags], { cwd: temporaryFolder(files) });
    expect(code, stderr).toBe(expected);
  });

  test('--preset strict finds at least as much', () => {
    const rules = (...flags: readonly string[]) =>
      reviewJson(shop, ...flags).findings.map((finding) => `${finding['rule']} ${finding['fingerprint']}`);
    expect(rules('--preset', 'strict')).toEqual(expect.arrayContaining(rules()));
  });

  test('--severity shows only what reaches it', () => {
    const { findings } = reviewJson(shop, '--severity', 'high');
    expect(new Set(findings.map((finding) => finding['severity']))).toEqual(new Set(['high']));
  });
});

describe('pipelines', () => {
  const unsafe = `
on: pull_request_target
jobs:
  greet:
    runs-on: ubuntu-latest
    steps:
      - uses: ./.github/actions/greet
      - run: echo "\${{ github.event.pull_request.title }}"
`;
  const inPlace = { '.github/workflows/greet.yml': unsafe };
  const rulesIn = (files: Readonly<Record<string, string>>, ...flags: readonly string[]) =>
    reviewJson(files, ...flags).findings.map((finding) => `${finding['rule']} ${finding['file']}`);

  test.each([['.github'], ['.github/workflows'], ['.github/workflows/greet.yml']])(
    '%s is reviewed as a part of its repository',
    (path) => {
      const found = rulesIn(inPlace, path);
      expect(found).toContain('ci/script-injection .github/workflows/greet.yml');
      expect(found).toContain('ci/local-action-missing .github/workflows/greet.yml');
    },
  );

  test('what GitHub does not run is read too, and nothing is said of its paths', () => {
    const found = rulesIn({ 'greet.yml': unsafe });
    expect(found).toContain('ci/script-injection greet.yml');
    expect(found).not.toContain('ci/local-action-missing greet.yml');
  });

  test('a file of any name that the user names is what its text says', () => {
    expect(rulesIn({ 'greet.txt': unsafe }, 'greet.txt')).toContain('ci/script-injection greet.txt');
    expect(rulesIn({ 'image.txt': 'FROM debian\nRUN true\n' }, 'image.txt')).toContain(
      'dockerfile/base-image-floating image.txt',
    );
  });

  test('files outside of the working folder are reviewed where they lie', () => {
    const elsewhere = temporaryFolder({
      ...inPlace,
      'a/Dockerfile': 'FROM debian\n',
      'b/compose.yaml': 'services: { a: { image: "nginx:1", privileged: true } }\n',
    });
    const found = rulesIn({}, join(elsewhere, 'a/Dockerfile'), join(elsewhere, 'b'));
    expect(found).toEqual(
      expect.arrayContaining([
        'dockerfile/base-image-floating a/Dockerfile',
        'compose/privileged-container b/compose.yaml',
      ]),
    );
    expect(rulesIn({}, join(elsewhere, 'a/Dockerfile'))).toContain(
      'dockerfile/base-image-floating Dockerfile',
    );
  });

  test('manifests in JSON are reviewed, and no fix writes YAML into them', () => {
    const spec = {
      containers: [{ name: 'web', image: 'nginx:1.27', securityContext: { privileged: true } }],
    };
    const pod = { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'web' }, spec };
    const { findings } = reviewJson({ 'pod.json': JSON.stringify(pod, null, '\t') });
    expect(findings.map((finding) => finding['rule'])).toContain('kubernetes/privileged-container');
    expect(findings.filter((finding) => finding['fixable'] !== null)).toEqual([]);
  });
});

describe('a baseline', () => {
  const files = { 'compose.yaml': 'services:\n  db: { image: postgres, ports: ["5432:5432"] }\n' };
  const counts = (folder: string) => {
    const { code, stdout } = seaworthy(['review', '--json'], { cwd: folder });
    const report: unknown = JSON.parse(stdout);
    return { code, summary: isRecord(report) ? report['summary'] : undefined };
  };

  test('freezes what is there; what is new counts, and what is gone is said', () => {
    const folder = temporaryFolder(files);
    expect(counts(folder)).toMatchObject({ code: 3, summary: { waived: 0 } });
    const written = seaworthy(['review', '--write-baseline'], { cwd: folder });
    expect([written.code, written.stderr]).toEqual([0, expect.stringContaining('seaworthy.baseline.json')]);
    expect(counts(folder)).toMatchObject({ code: 0, summary: { high: 0 } });
    const text = `${files['compose.yaml']}  cache: { image: redis, ports: ["6379:6379"] }\n`;
    writeFileSync(join(folder, 'compose.yaml'), `# a line above\n${text}`);
    expect(counts(folder)).toMatchObject({ code: 3, summary: { high: 1 } });
    writeFileSync(join(folder, 'compose.yaml'), 'services:\n  web: { image: "nginx:1.29.1" }\n');
    const { stderr } = seaworthy(['review'], { cwd: folder });
    expect(stderr).toMatch(/\d findings of .*seaworthy\.baseline\.json gone/);
  });

  test.each([
    ['no JSON', '{', 'it is not JSON'],
    ['another file', '{"schema": "x"}', 'its schema is not seaworthy.baseline/1'],
  ])('that is %s is refused', (_name, text, why) => {
    const folder = temporaryFolder({ ...files, 'seaworthy.baseline.json': text });
    const { code, stderr } = seaworthy(['review'], { cwd: folder });
    expect([code, stderr]).toEqual([3, expect.stringContaining(why)]);
  });
});
