// StatefulSets are replaced as a whole: the plan says what stops, and what would never be complete is refused.
import { expect, test } from 'vitest';
import { describeOnCluster } from '../kubectl.ts';
import { service, statefulSet } from './manifests.ts';
import { makeOwnStack } from './own-stack.ts';

const settings =
  'kubernetes: { manifests: [k8s] }\nservices: { store: { gate: { stable_for: 0s, success_threshold: 1, deadline: 60s } } }\n';

function storeOf(tag: string, more: string): string {
  const set = statefulSet('store', { tag }).replace('  replicas: 1\n', more);
  return [set, service('store')].join('---\n');
}

describeOnCluster('a StatefulSet of three pods', () => {
  test('is rolled out pod by pod at first and as a whole afterwards, as the plan says', () => {
    const { write, up, run, get } = makeOwnStack();
    write('seaworthy.yaml', settings);
    write('k8s/store.yaml', storeOf('1', '  replicas: 3\n'));
    const first = up();
    expect(first.code, first.text).toBe(0);
    write('k8s/store.yaml', storeOf('2', '  replicas: 3\n'));
    const plan = run(['plan', '-p', 'shop', '--engine', 'kubernetes']);
    expect(plan.text).toContain('all 3 pods stop before the first new one begins');
    const second = up();
    expect(second.code, second.text).toBe(0);
    const images = get('pods', '-o', 'jsonpath={.items[*].spec.containers[0].image}');
    expect(images.split(' ')).toEqual(['registry.test/web:2', 'registry.test/web:2', 'registry.test/web:2']);
  });

  test('with a partition is made, and a new release of it is refused before anything is touched', () => {
    const { write, up, get } = makeOwnStack();
    const partition = '  replicas: 3\n  updateStrategy: { rollingUpdate: { partition: 2 } }\n';
    write('seaworthy.yaml', settings);
    write('k8s/store.yaml', storeOf('1', partition));
    const first = up();
    expect(first.code, first.text).toBe(0);
    write('k8s/store.yaml', storeOf('2', partition));
    const second = up();
    expect(second.code, second.text).toBe(3);
    expect(second.text).toContain('keeps its pods below 2 on the release before');
    const images = get('pods', '-o', 'jsonpath={.items[*].spec.containers[0].image}');
    expect(new Set(images.split(' '))).toEqual(new Set(['registry.test/web:1']));
  });
});
