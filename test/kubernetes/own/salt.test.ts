// Secret values are named alike by all who deploy a stack, each from a state folder of their own, as on two machines.
import { expect, test } from 'vitest';
import { describeOnCluster } from '../kubectl.ts';
import { deployment } from './manifests.ts';
import { makeOwnStack } from './own-stack.ts';

const settings =
  'kubernetes: { manifests: [k8s] }\nservices: { web: { gate: { stable_for: 0s, success_threshold: 1, deadline: 60s } } }\n';

const secret = `apiVersion: v1
kind: Secret
metadata: { name: shop-keys }
stringData: { API_TOKEN: correct-horse-battery }
`;

const withPassword = deployment('web').replace(
  '          resources:',
  '          env: [{ name: DB_PASSWORD, value: correct-horse }]\n          resources:',
);

/** Two folders with the same files, which both deploy to the namespace of the first. */
function twoMachines() {
  const [first, second] = [makeOwnStack(), makeOwnStack()];
  for (const { write } of [first, second]) {
    write('seaworthy.yaml', settings);
    write('k8s/web.yaml', [withPassword, secret].join('---\n'));
  }
  const there = { SEAWORTHY_NAMESPACE: first.namespace };
  return { first, second: (...args: readonly string[]) => second.run([...args], there) };
}

describeOnCluster('one stack, two state folders', () => {
  test('the second machine sees what the first has rolled out as what it wants itself', () => {
    const { first, second } = twoMachines();
    const { code, text } = first.up();
    expect(code, text).toBe(0);
    const plan = second('plan', '-p', 'shop', '--engine', 'kubernetes', '--exit-code');
    expect(plan.code, plan.text).toBe(0);
    const up = second('up', '-p', 'shop');
    expect(up.code, up.text).toBe(0);
    expect(up.text).toContain('nothing to do');
  });

  test('down takes the salt away, and one who has rolled out before makes the same one again', () => {
    const { first } = twoMachines();
    const saltOf = () => first.get('secret', 'seaworthy-shop-salt', '-o', 'jsonpath={.data.salt}');
    expect(first.up()).toMatchObject({ code: 0 });
    const before = saltOf();
    expect(before).not.toBe('');
    const down = first.run(['down']);
    expect(down.code, down.text).toBe(0);
    expect(first.getNames('secrets')).toEqual([]);
    expect(first.up()).toMatchObject({ code: 0 });
    expect(saltOf()).toBe(before);
  });
});
