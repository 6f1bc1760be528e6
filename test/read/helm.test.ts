// Charts: what stands in their files, and with `--helm` what helm makes of them.
import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { usesIn } from '../../src/read/helm/chart.ts';
import { readProject } from '../../src/read/project.ts';
import { review } from '../../src/review/run.ts';
import { folderWith } from './folder.ts';

const hasHelm = spawnSync('helm', ['version'], { stdio: 'ignore' }).status === 0;
if (!hasHelm) process.stderr.write('helm is not on PATH: charts are not rendered in these tests\n');

const chart = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: api\nversion: 1.0.0\n',
  'chart/values.yaml': 'image: {repository: ghcr.io/acme/api, tag: latest}\nport: 8080\nextra: false\n',
  'chart/templates/_helpers.tpl': '{{- define "api.name" -}}{{ .Release.Name }}-web{{- end }}\n',
  'chart/templates/pod.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: {{ include "api.name" . }}
spec:
  containers:
    - name: api
      image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
      securityContext:
        privileged: true
`,
  'chart/templates/extra.yaml':
    '{{- if .Values.extra }}\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n{{- end }}\n',
};

const read = (root: string, helm: boolean) => readProject({ root, scope: 'review', processEnv: {}, helm });

it.each<[string, string, readonly string[]]>([
  ['a plain use', 'a: {{ .Values.a.b }}', ['a.b']],
  ['the root in a loop', '{{ $.Values.a }}', ['a']],
  ['a default', '{{ default "x" .Values.a.b }}', ['!a.b']],
  ['a condition', '{{- if and .Values.a .Values.b.c }}', ['!a', '!b.c']],
  ['words in a text', '{{ printf "if %s" .Values.a.b }}', ['a.b']],
  ['a comment', '{{/* .Values.a */}}', []],
  ['another object', '{{ .Other.Values.a }} {{ (index .Values.a 0).b }}', ['a']],
])('values that a template reads: %s', (_name, text, expected) => {
  expect(usesIn('t.yaml', text).map(({ path, guarded }) => `${guarded ? '!' : ''}${path.join('.')}`)).toEqual(
    expected,
  );
});

it('without helm the templates are not judged, and that is said', async () => {
  const project = await read(folderWith(chart), false);
  const words = project.artifacts.map(({ file, kind, understood }) => `${file} ${kind} ${understood}`);
  expect(words).toEqual([
    'chart/Chart.yaml helm yes',
    'chart/templates/_helpers.tpl helm partly',
    'chart/templates/extra.yaml kubernetes partly',
    'chart/templates/pod.yaml kubernetes partly',
    'chart/values.yaml helm yes',
  ]);
  const { findings } = review(project, { rules: ['kubernetes/chart-image-tag-floating'] });
  expect(findings.map(({ at }) => at.file)).toEqual(['chart/values.yaml']);
});

describe.skipIf(!hasHelm)('with helm on PATH', () => {
  it('objects have their places in the templates', async () => {
    const project = await read(folderWith(chart), true);
    const { findings } = review(project, {
      rules: ['kubernetes/privileged-container', 'kubernetes/image-tag-floating'],
    });
    const text = chart['chart/templates/pod.yaml'];
    expect(findings.map(({ at }) => `${at.file} ${text.slice(at.start, at.end)}`)).toEqual([
      'chart/templates/pod.yaml image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"',
      'chart/templates/pod.yaml true',
    ]);
    const why = new Map(project.artifacts.map((artifact) => [artifact.file, artifact.why]));
    expect(why.get('chart/templates/pod.yaml')).toBeUndefined();
    expect(why.get('chart/templates/extra.yaml')).toBe('the default values of the chart leave it out');
  });

  it.each([
    ['a template that is wrong', '{{ .Values.nothing.there }}'],
    ['a template that counts for ever', '{{ range $i, $e := until 2000000000 }}{{ $i }}{{ end }}'],
    ['a template that calls itself', '{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}'],
    ['a template that reads the environment', 'a: {{ env "PATH" }}'],
  ])('%s is not understood, soon', async (_name, text) => {
    const root = folderWith({
      ...chart,
      'chart/templates/bad.yaml': `apiVersion: v1\nkind: ConfigMap\n${text}\n`,
    });
    const before = performance.now();
    const project = await read(root, true);
    expect(performance.now() - before).toBeLessThan(10_000);
    const found = project.artifacts.find(({ file }) => file.endsWith('pod.yaml'));
    expect(found).toMatchObject({
      understood: 'partly',
      why: expect.stringMatching(/^helm did not render it: /),
    });
  });

  it('a link out of the chart is not followed', async () => {
    const root = folderWith({ ...chart, 'secret.txt': 'secret' });
    symlinkSync(join(root, 'secret.txt'), join(root, 'chart/templates/link.yaml'));
    const project = await read(root, true);
    const found = project.artifacts.find(({ file }) => file.endsWith('pod.yaml'));
    expect(found?.why).toContain('a symbolic link');
  });
});
