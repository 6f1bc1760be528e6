// A team's own manifests and kustomizations, rolled out to a real API server with simulated pods.
import { expect, test } from 'vitest';
import { demandKubectl, describeOnCluster } from '../kubectl.ts';
import { deployment, job, service } from './manifests.ts';
import { makeOwnStack } from './own-stack.ts';

const base = `
phases:
  - { name: core, services: [migrate, api], gate: { stable_for: 0s, success_threshold: 1, deadline: 60s } }
  - { name: edge, services: [front], gate: { stable_for: 0s, success_threshold: 1, deadline: 60s } }
`;

const three = (tag = '1') =>
  [
    job('migrate'),
    deployment('api', { tag, after: 'migrate', settings: 'settings' }),
    service('api'),
    deployment('front', { after: 'api', replicas: 2 }),
    service('front'),
  ].join('---\n');

const settings = (value: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { MODE_NAME: ${value} }
---
apiVersion: v1
kind: Secret
metadata: { name: access }
stringData: { password: very-s3cret-value }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: inside }
spec: { podSelector: {}, policyTypes: [Ingress] }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: front }
spec: { minAvailable: 1, selector: { matchLabels: { app: front } } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: front }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: front }
  minReplicas: 2
  maxReplicas: 5
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: worker }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: front }
spec:
  defaultBackend: { service: { name: front, port: { number: 8080 } } }
`;

describeOnCluster("a team's own manifests", () => {
  test('go in phases, are pruned when they leave the files, and come back with a rollback', () => {
    const { write, up, run, get, getNames, state } = makeOwnStack();
    write('seaworthy.yaml', `${base}\nkubernetes: { manifests: [k8s] }\n`);
    write('k8s/workloads.yaml', three());
    write('k8s/settings.yaml', settings('one'));
    const first = up();
    expect(first, first.text).toMatchObject({ code: 0 });
    expect(first.text.indexOf('api-1 ')).toBeLessThan(first.text.indexOf('front-1 '));
    const kinds =
      'deployments,jobs,configmaps,secrets,networkpolicies,pdb,hpa,serviceaccounts,ingresses,services';
    const all = getNames(kinds);
    expect(all).toEqual([
      'configmap/settings',
      'deployment.apps/api',
      'deployment.apps/front',
      'horizontalpodautoscaler.autoscaling/front',
      'ingress.networking.k8s.io/front',
      'job.batch/migrate-1',
      'networkpolicy.networking.k8s.io/inside',
      'poddisruptionbudget.policy/front',
      'secret/access',
      'service/api',
      'service/front',
      'serviceaccount/worker',
    ]);
    expect(get('secret', 'access', '-o', 'jsonpath={.data.password}')).toBe(btoa('very-s3cret-value'));
    expect(state()).not.toContain('very-s3cret-value');
    expect(up().text).toContain('nothing to do');

    write('k8s/settings.yaml', settings('two').replace(/---\napiVersion: v1\nkind: ServiceAccount[^-]*/, ''));
    write('k8s/workloads.yaml', three('2'));
    const second = up();
    expect(second, second.text).toMatchObject({ code: 0 });
    expect(getNames('serviceaccounts')).toEqual([]);
    expect(get('configmap', 'settings', '-o', 'jsonpath={.data.MODE_NAME}')).toBe('two');

    const back = run(['rollback', '--progress', 'plain']);
    expect(back, back.text).toMatchObject({ code: 0 });
    expect(getNames('serviceaccounts')).toEqual(['serviceaccount/worker']);
    expect(get('configmap', 'settings', '-o', 'jsonpath={.data.MODE_NAME}')).toBe('one');
    expect(get('deployment', 'api', '-o', 'jsonpath={.spec.template.spec.containers[0].image}')).toBe(
      'registry.test/web:1',
    );

    const down = run(['down', '--progress', 'plain']);
    expect(down, down.text).toMatchObject({ code: 0 });
    expect(getNames(kinds)).toEqual([]);
  });

  test('a release that fails leaves everything as it was, what is shared too', () => {
    const { write, up, get, getNames } = makeOwnStack();
    write('seaworthy.yaml', `${base}\nkubernetes: { manifests: [k8s] }\n`);
    write('k8s/workloads.yaml', three());
    write('k8s/settings.yaml', settings('one'));
    expect(up()).toMatchObject({ code: 0 });
    const before = getNames('pods');
    write('k8s/workloads.yaml', three('crash'));
    write('k8s/settings.yaml', settings('two'));
    const failed = up();
    expect(failed, failed.text).toMatchObject({ code: 5 });
    expect(getNames('pods')).toEqual(before);
    expect(get('configmap', 'settings', '-o', 'jsonpath={.data.MODE_NAME}')).toBe('one');
  });

  test('what an autoscaler has scaled is no drift, and stays scaled', () => {
    const { write, up, run, get, namespace } = makeOwnStack();
    write('seaworthy.yaml', `${base}\nkubernetes: { manifests: [k8s] }\n`);
    write('k8s/workloads.yaml', three());
    write('k8s/settings.yaml', settings('one'));
    expect(up()).toMatchObject({ code: 0 });
    demandKubectl(['scale', 'deployment', 'front', '--replicas=4', '-n', namespace]);
    demandKubectl(['rollout', 'status', 'deployment', 'front', '-n', namespace, '--timeout=60s']);
    expect(run(['status']).text).toContain('drift: none');
    write('k8s/workloads.yaml', three().replace(/(name: front[\s\S]*web:)1/, '$12'));
    const again = up();
    expect(again, again.text).toMatchObject({ code: 0 });
    expect(get('deployment', 'front', '-o', 'jsonpath={.spec.replicas}')).toBe('4');
  });

  test('what others have changed is told with its field and its owner, and what they have deleted', () => {
    const { write, up, run, namespace } = makeOwnStack();
    write('seaworthy.yaml', `${base}\nkubernetes: { manifests: [k8s] }\n`);
    write('k8s/workloads.yaml', three());
    write('k8s/settings.yaml', settings('one'));
    expect(up()).toMatchObject({ code: 0 });
    expect(run(['status']).text).toContain('drift: none');
    const by = (name: string, args: readonly string[]) =>
      demandKubectl([...args, `--field-manager=${name}`, '-n', namespace]);
    by('intruder', ['set', 'image', 'deployment/api', 'main=registry.test/web:3']);
    by('other', ['patch', 'secret', 'access', '-p', '{"stringData":{"password":"another"}}']);
    demandKubectl(['delete', 'serviceaccount', 'worker', '-n', namespace]);
    const { text } = run(['status']);
    expect(text).toContain(
      'Deployment api .spec.template.spec.containers[main].image is "registry.test/web:3", not "registry.test/web:1" (set by intruder)',
    );
    expect(text).toContain('Secret access .data.password is not what was applied (set by other)');
    expect(text).toContain('ServiceAccount worker is missing');
    expect(text).not.toContain('very-s3cret-value');
  });
});
