// Manifests -> sets of objects with positions, and all problems in one pass.
import { describe, expect, it } from 'vitest';
import { readKubernetes } from '../../../src/read/kubernetes/kubernetes.ts';

function read(files: Readonly<Record<string, string>>, charts: readonly string[] = []) {
  return readKubernetes({
    files: Object.keys(files),
    read: (file) => files[file],
    inChart: (file) => charts.includes(file),
  });
}

const deployment = (name: string, more = '') => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, labels: {app: ${name}}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
        - name: main
          image: ghcr.io/acme/${name}:1.4.2
${more}`;

const configMap = (name: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {A: "1"}\n`;

describe('objects', () => {
  it('finds the pods of Knative in the template of a Service, and in a Revision itself', () => {
    const spec = '{containers: [{image: "ghcr.io/acme/api:1.4.2"}]}';
    const manifest = (kind: string, of: string) =>
      `apiVersion: serving.knative.dev/v1\nkind: ${kind}\nmetadata: {name: api}\nspec: ${of}\n`;
    const { sets } = read({
      'k8s/api.yaml': `${manifest('Service', `{template: {spec: ${spec}}}`)}---\n${manifest('Revision', spec)}---\n${manifest('Route', '{}')}`,
    });
    const pods = sets.flatMap(({ objects }) =>
      objects.map(({ workload }) => workload?.pod.containers[0]?.image?.value),
    );
    expect(pods).toEqual(['ghcr.io/acme/api:1.4.2', 'ghcr.io/acme/api:1.4.2', undefined]);
  });

  it('reads all documents of a file, and the items of a list', () => {
    const { sets, problems } = read({
      'a.yaml': `${configMap('one')}---\n---\napiVersion: v1\nkind: List\nitems:\n- ${configMap('two').replaceAll('\n', '\n  ')}\n`,
    });
    expect(sets.flatMap(({ objects }) => objects.map(({ title }) => title))).toEqual([
      'ConfigMap one',
      'ConfigMap two',
    ]);
    expect(problems).toEqual([]);
  });

  it('takes a workload apart with the place of each part', () => {
    const text = deployment(
      'web',
      `          ports: [{name: http, containerPort: 8080}]
          env:
            - {name: MODE, value: fast}
            - {name: KEY, valueFrom: {secretKeyRef: {name: keys, key: main}}}
          envFrom: [{configMapRef: {name: settings, optional: true}}]
          livenessProbe: {httpGet: {port: http, path: /}}
          securityContext: {runAsUser: 0, capabilities: {add: [CAP_SYS_ADMIN]}}
          resources: {limits: {memory: 64Mi}}
      initContainers: [{name: first, image: x}]
      volumes: [{name: host, hostPath: {path: /etc}}, {name: c, configMap: {name: files}}]
`,
    );
    const workload = read({ 'a.yaml': text }).sets[0]?.objects[0]?.workload;
    const [main, first] = workload?.pod.containers ?? [];
    expect(workload).toMatchObject({ kind: 'Deployment', title: 'Deployment web', replicas: undefined });
    expect(main).toMatchObject({
      role: 'container',
      name: 'main',
      ports: [{ name: { value: 'http' }, port: { value: 8080 }, protocol: 'TCP' }],
      env: [{ value: { value: 'fast' } }, { from: { kind: 'Secret', key: { value: 'main' } } }],
      envFrom: [{ kind: 'ConfigMap', optional: true }],
      liveness: { handler: 'http', port: { value: 'http' } },
      security: { runAsUser: { value: 0 }, capabilitiesAdded: [{ value: 'SYS_ADMIN' }] },
    });
    expect(main?.limits.get('memory')?.value).toBe('64Mi');
    expect(first).toMatchObject({ role: 'init', name: 'first' });
    expect(workload?.pod.volumes).toMatchObject([
      { hostPath: { value: '/etc' } },
      { type: 'configMap', references: [{ name: { value: 'files' } }] },
    ]);
    const { start = 0, end = 0 } = main?.image?.span ?? {};
    expect(text.slice(start, end)).toBe('ghcr.io/acme/web:1.4.2');
  });

  it('leaves files of tools and templates alone', () => {
    const { sets, problems, partly } = read(
      {
        'skaffold.yaml': 'apiVersion: skaffold/v4beta1\nkind: Config\nbuild: {}\n',
        'chart/templates/a.yaml': `${configMap('x')}  B: {{ .Values.b | quote }}\n`,
        'b.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ name }}\n',
        'rules.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: r}\ndata: {a: "{{ $labels.x }}"}\n',
      },
      ['chart/templates/a.yaml'],
    );
    expect(sets.flatMap(({ objects }) => objects.map(({ title }) => title))).toEqual(['ConfigMap r']);
    expect([...partly.keys()]).toEqual(['chart/templates/a.yaml', 'b.yaml']);
    expect(problems).toEqual([]);
  });
});

describe('fields', () => {
  const spec = (line: string) =>
    deployment('web').replace('spec:\n  selector', `spec:\n  ${line}\n  selector`);
  const container = (line: string) => deployment('web', `          ${line}\n`);
  const range = (cidr: string) =>
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec: {podSelector: {}, egress: [{to: [{ipBlock: {cidr: ${cidr}}}]}]}\n`;
  const job = (schedule: string) =>
    `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec: {schedule: "${schedule}", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}}}\n`;
  const role = (rule: string) =>
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: a}\nrules: [{${rule}}]\n`;
  const account = (name: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {serviceAccountName: ${name}, containers: [{name: a, image: a}]}\n`;
  const cases: readonly (readonly [string, string, string])[] = [
    ['fewer than none', spec('replicas: -1'), 'invalid-value -'],
    ['a fraction of a whole', spec('replicas: 1.5'), 'wrong-type -'],
    ['less than nothing', container('resources: {limits: {cpu: -1}}'), 'invalid-value -'],
    ['a user over the bound', container('securityContext: {runAsUser: 4294967294}'), 'invalid-value -'],
    ['a name with an underscore', account('shop_api'), 'invalid-value -'],
    ['four fields of a schedule', job('0 4 * *'), 'invalid-value -'],
    ['the seventh day of a week', job('0 4 * * 7'), 'invalid-value -'],
    ['a time zone in a schedule', job('TZ=UTC 0 4 * * *'), 'invalid-value -'],
    ['resources of no group', role('resources: [pods], verbs: [get]'), 'missing-key -'],
    ['verbs on an empty list', role('apiGroups: [""], resources: [], verbs: [get]'), 'missing-key -'],
    ['verbs on nothing', role('apiGroups: [""], verbs: [get]'), 'missing-key -'],
    ['a misspelt field', spec('replica: 2'), 'unknown-key "replicas"'],
    ['a quoted number', spec('replicas: "2"'), 'wrong-type 2'],
    ['a number where text belongs', container('env: [{name: A, value: 1}]'), 'wrong-type "1"'],
    [
      'a word that YAML 1.1 takes for a boolean',
      container('env: [{name: A, value: yes}]'),
      'wrong-type "yes"',
    ],
    ['a field of the pod in a container', container('hostNetwork: true'), 'unknown-key -'],
    ['a value out of the choice', container('imagePullPolicy: always'), 'invalid-value Always'],
    ['a quantity in the wrong unit', container('resources: {limits: {memory: 64MB}}'), 'invalid-value -'],
    ['an address without its bits', range('10.0.0.0'), 'invalid-value -'],
    ['a range with too many bits', range('10.0.0.0/33'), 'invalid-value -'],
    ['a mapping where a list belongs', container('ports: {containerPort: 80}'), 'wrong-type -'],
    ['a missing field', container('ports: [{name: http}]'), 'missing-key -'],
    ['a removed version', deployment('web').replace('apps/v1', 'apps/v1beta2'), 'api-removed apps/v1'],
  ];
  it.each(cases)('%s is a problem', (_, text, expected) => {
    const { problems } = read({ 'a.yaml': text });
    const shown = problems.map(({ code, replacement }) => `${code} ${replacement ?? '-'}`);
    expect(shown).toEqual([expected.replace('"replicas"', 'replicas')]);
  });

  it.each([
    ['a placeholder', spec(`replicas: ${'$'}{REPLICAS}`)],
    ['a placeholder with a digit', account('$K8S_NAME')],
    ['a placeholder between at signs', account("'@NAME@'")],
    ['a name to be filled in', account('ACCOUNT_NAME')],
    ['no name', account('""')],
    ['a schedule with names and a question mark', job('*/5 0-6/2 ? JAN,MAR MON-FRI')],
    ['a schedule in one word', job('@daily')],
    ['paths of no group', role('nonResourceURLs: [/metrics], verbs: [get]')],
    ['a null', container('env:')],
    ['a quantity as a number', container('resources: {limits: {cpu: 1.5, memory: 1e3}}')],
    ['a status', `${deployment('web')}status: {}\n`],
  ])('%s is none', (_, text) => {
    expect(read({ 'a.yaml': text }).problems).toEqual([]);
  });

  it('finds all problems in one pass, also in a broken file', () => {
    const { problems } = read({
      'a.yaml': `${spec('replica: 2')}---\nkind: Pod\nmetadata: {name: a}\n---\na: [\n`,
    });
    expect(problems.map(({ code }) => code)).toContain('identity-missing');
    expect(problems.map(({ code }) => code)).toContain('unknown-key');
    expect(problems.some(({ code }) => code.startsWith('yaml-'))).toBe(true);
  });
});

describe('sets', () => {
  it('are what kustomizations join; patches are no objects', () => {
    const { sets } = read({
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'base/web.yaml': deployment('web'),
      'overlays/prod/kustomization.yaml':
        'resources: [../../base]\npatches: [{path: replicas.yaml}]\nimages: [{name: ghcr.io/acme/web, newTag: "2"}]\n',
      'overlays/prod/replicas.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3}\n',
      'other/web.yaml': deployment('web'),
    });
    expect(sets).toHaveLength(2);
    expect(sets[0]).toMatchObject({
      folder: 'overlays/prod',
      objects: [{ title: 'Deployment web' }],
      patches: [{ title: 'Deployment web', environment: 'prod' }],
      open: undefined,
    });
    expect([...(sets[0]?.kustomizations[0]?.images ?? [])]).toEqual(['ghcr.io/acme/web']);
  });

  it('are folder trees otherwise', () => {
    const { sets } = read({
      'k8s/web/a.yaml': deployment('web'),
      'k8s/db/b.yaml': configMap('b'),
      'deploy/deployments/a.yaml': deployment('c'),
      'deploy/services/b.yaml': configMap('d'),
      'examples/one/a.yaml': configMap('e'),
      'examples/two/a.yaml': configMap('f'),
    });
    expect(sets.map(({ folder }) => folder)).toEqual(['k8s', 'deploy', 'examples/one', 'examples/two']);
  });

  it('are open where something is fetched', () => {
    const { sets } = read({ 'kustomization.yaml': 'resources: [github.com/acme/base//k8s?ref=v1]\n' });
    expect(sets[0]?.open).toContain('fetches');
  });
});

describe('text of any kind', () => {
  const whole = `${deployment('web')}---\n${configMap('a')}---\napiVersion: v1\nkind: List\nitems: [{}]\n`;
  it.each([
    ['cut off anywhere', (at: number) => whole.slice(0, at)],
    [
      'with a value replaced by a list',
      (at: number) => `${whole.slice(0, at)}[1, {a: b}]${whole.slice(at + 9)}`,
    ],
    ['with a null', (at: number) => `${whole.slice(0, at)}~${whole.slice(at + 7)}`],
  ])('%s is read without an exception', (_, broken) => {
    for (let at = 0; at < whole.length; at += 3) {
      expect(() => read({ 'k8s/a.yaml': broken(at), 'k8s/kustomization.yaml': broken(at) })).not.toThrow();
    }
  });
});
