// The team's own objects as wanted services.
import { describe, expect, test } from 'vitest';
import type { Wanted } from '../../src/model/unit.ts';
import { ownWanted } from '../../src/plan/own/wanted.ts';
import { readManifest } from '../../src/read/kubernetes/manifest.ts';
import { readSettings } from '../../src/read/settings/settings.ts';

const pod = (name: string, more = '') => `
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: main
          image: registry.test/${name}:1
          env: [{ name: DB_PASSWORD, value: hunter2-value }]
          envFrom: [{ configMapRef: { name: ${name}-settings } }, { configMapRef: { name: shared } }]
          resources: { requests: { memory: 16Mi, cpu: 100m } }${more}`;

const deployment = (name: string, more = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: 3
  selector: { matchLabels: { app: ${name} } }
  template:${pod(name, more)}
---`;

const map = (name: string, value = 'x') => `
apiVersion: v1
kind: ConfigMap
metadata: { name: ${name} }
data: { A: ${value} }
---`;

const web = deployment('web', '\n          readinessProbe: { tcpSocket: { port: 80 } }');
const api = deployment('api').replace(
  'name: api }',
  'name: api, annotations: { dev.seaworthy/depends-on: web } }',
);
const service = `
apiVersion: v1
kind: Service
metadata: { name: web-http }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
---`;
const scaler = `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }, minReplicas: 5, maxReplicas: 9 }
---`;
const ingress = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec: { defaultBackend: { service: { name: web-http, port: { number: 80 } } } }
---`;
const definition = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: boats.test }
spec: { group: test }
---`;

const all = ingress + api + web + service + scaler + map('web-settings') + map('shared') + definition;

function wantedOf(text: string, settings = '') {
  const { objects } = readManifest('k8s.yaml', text, false);
  return ownWanted(objects, readSettings('seaworthy.yaml', settings), (value) => `ref-${value.length}`);
}

const named = (wanted: readonly Wanted[], service: string) =>
  wanted.find(({ unit }) => unit.service === service);
const kindsOf = (one: Wanted | undefined) => one?.unit.kubernetes?.objects.map(({ kind }) => kind);

describe("a team's own objects", () => {
  test('each workload has what is its own, and what several need comes before or behind', () => {
    const { wanted, problems } = wantedOf(all);
    expect(problems).toEqual([]);
    expect(wanted.map(({ unit }) => unit.service)).toEqual([
      'definitions',
      'configuration',
      'api',
      'web',
      'attachments',
    ]);
    expect(kindsOf(named(wanted, 'definitions'))).toEqual(['CustomResourceDefinition']);
    expect(kindsOf(named(wanted, 'configuration'))).toEqual(['ConfigMap']);
    expect(kindsOf(named(wanted, 'web'))).toEqual([
      'ConfigMap',
      'Service',
      'HorizontalPodAutoscaler',
      'Deployment',
    ]);
    expect(kindsOf(named(wanted, 'attachments'))).toEqual(['Ingress']);
    expect(named(wanted, 'api')?.dependsOn.map(({ service: on }) => on)).toEqual([
      'definitions',
      'configuration',
      'web',
    ]);
    expect(named(wanted, 'web')?.unit.ports.map(({ target }) => target)).toEqual([8080]);
  });

  test('the gate is the readiness probe, else weak; requests are those of all pods', () => {
    const { wanted } = wantedOf(all);
    expect(named(wanted, 'web')?.gate).toMatchObject({ probe: { kind: 'engine' }, weak: false });
    expect(named(wanted, 'api')?.gate).toMatchObject({ probe: { kind: 'engine' }, weak: true });
    const mebibyte = 1024 ** 2;
    expect(named(wanted, 'web')?.requests).toMatchObject({ memory: 5 * 16 * mebibyte, cpus: 0.5 });
    expect(named(wanted, 'api')?.requests).toMatchObject({ memory: 3 * 16 * mebibyte });
  });

  test('a change of what is shared changes those that read it, and nobody else', () => {
    const before = wantedOf(
      all + deployment('idle').replace('{ configMapRef: { name: shared } }', ''),
    ).wanted;
    const after = wantedOf(
      (all + deployment('idle').replace('{ configMapRef: { name: shared } }', '')).replace(
        map('shared'),
        map('shared', 'y'),
      ),
    ).wanted;
    const changed = before.filter((one) => named(after, one.unit.service)?.config !== one.config);
    expect(changed.map(({ unit }) => unit.service)).toEqual(['configuration', 'api', 'web']);
  });

  test('secrets stay out of it', () => {
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData: { key: quiet-value }\n';
    const text = JSON.stringify(wantedOf(`${all}\n${secret}`).wanted);
    expect(text).not.toContain('hunter2-value');
    expect(text).not.toContain('quiet-value');
    expect(text).toContain('{"dev.seaworthy/secret":"ref-11"}');
  });

  test('scalars are those of YAML 1.1, as clients of Kubernetes read them', () => {
    const volume =
      '\n      volumes: [{ name: v, configMap: { name: shared, defaultMode: 0644, optional: yes } }]';
    const { wanted } = wantedOf(deployment('web', volume));
    expect(JSON.stringify(wanted)).toContain('"defaultMode":420,"optional":true');
  });

  test('declared phases get one of the shared objects before them', () => {
    const { phases } = wantedOf(all, 'phases: [{ name: core, services: [web, api] }]');
    expect(phases.map(({ name, services }) => [name, services.map(({ value }) => value)])).toEqual([
      ['objects', ['definitions', 'configuration']],
      ['core', ['web', 'api']],
    ]);
  });

  test.each([
    [
      'a Pod',
      'apiVersion: v1\nkind: Pod\nmetadata: { name: x }\n',
      '',
      'Pod x cannot be replaced step by step',
    ],
    ['twice the same', web + web, '', 'Deployment web is there twice'],
    [
      'a name that is made up',
      'apiVersion: batch/v1\nkind: Job\nmetadata: { generateName: x- }\n',
      '',
      'Job x- has generateName, which cannot be applied',
    ],
    [
      'a phase of nobody',
      web,
      'phases: [{ name: core, services: [wep] }]',
      'phase core names wep, which is no workload of the manifests',
    ],
  ])('%s is refused with its place', (_name, text, settings, message) => {
    const { problems } = wantedOf(text, settings);
    expect(problems.map((one) => one.message)).toContain(message);
  });
});
