// Objects that are being deleted and that a finalizer holds: nothing can be made of them, and who waits is told why.
import { expect, onTestFinished, test } from 'vitest';
import { describeOnCluster } from '../kubectl.ts';
import { gateEnded, isSoon } from '../support/gate-ended.ts';
import { apiAlone, servingStack, type UpStack, upStack } from '../support/up-stack.ts';

const compose = apiAlone('stop_grace_period: 1s');
const settings = 'services: { api: { gate: { stable_for: 1s, deadline: 60s } } }\n';
const held = '{"metadata":{"finalizers":["test.dev/hold"]}}';

const serving = () => servingStack(compose, settings);

function demand(stack: UpStack, args: readonly string[]): void {
  const { code, stderr } = stack.kubectl(args);
  if (code !== 0) throw new Error(stderr);
}

function hold(stack: UpStack, object: string): void {
  demand(stack, ['patch', object, '--type=merge', '-p', held]);
  onTestFinished(() => {
    stack.kubectl(['patch', object, '--type=merge', '-p', '{"metadata":{"finalizers":null}}']);
  });
}

describeOnCluster('a finalizer that nobody takes away', () => {
  test.each(['deployment/api', 'service/api'])(
    'on a %s that is being deleted: exit 3 before anything is touched, its pods serve on',
    (object) => {
      const stack = serving();
      hold(stack, object);
      demand(stack, ['delete', object, '--wait=false']);
      const pods = stack.get('pods', '-o', 'name');
      const ran = stack.up({ TAG: '2' });
      expect(ran.code, ran.text).toBe(3);
      expect(ran.text.split('\n').find((line) => line.startsWith('error: '))).toMatch(
        /^error: (?:Deployment|Service) api is being deleted, and its finalizer test\.dev\/hold holds it/,
      );
      expect(stack.get('pods', '-o', 'name')).toBe(pods);
    },
  );

  test('on a workload that somebody deletes while its gate waits: the wait ends, with that', async () => {
    const stack = upStack(compose, settings);
    const running = stack.begin(['up', '--engine', 'kubernetes', '-n', stack.namespace], { TAG: 'notready' });
    demand(stack, ['wait', '--for=create', 'deployment/api', '--timeout=60s']);
    hold(stack, 'deployment/api');
    demand(stack, ['delete', 'deployment/api', '--wait=false']);
    const ran = await running;
    expect(ran.stdout.split('\n')[0]).toMatch(
      /somebody has deleted Deployment api in \S+, and its finalizer test\.dev\/hold holds it/,
    );
    expect(gateEnded(stack, { ...ran, text: ran.stdout + ran.stderr })).toSatisfy((gate) =>
      isSoon(gate, 60_000),
    );
  });

  test('on an old pod of a replacement: it has ended, and the run with it', async () => {
    const stack = serving();
    const pod = stack.get('pods', '-o', 'name').trim();
    hold(stack, pod);
    const running = stack.begin(['up', '--engine', 'kubernetes', '-n', stack.namespace], { TAG: '2' });
    endsOnItsNode(stack, pod);
    const ran = await running;
    expect(ran.code, ran.stderr + ran.stdout).toBe(0);
    expect(stack.get('service', 'api', '-o', 'jsonpath={.spec.selector}')).toContain('"api-2"');
  });

  test('on the pod of a StatefulSet, whose name its successor needs: exit 6, with that', async () => {
    const stack = upStack(
      `${compose.replace('stop_grace', 'volumes: ["data:/data"]\n    stop_grace')}volumes: { data: {} }\n`,
      settings.replace('60s', '10s'),
    );
    const first = stack.up();
    expect(first.code, first.text).toBe(0);
    hold(stack, 'pod/api-0');
    const running = stack.begin(['up', '--engine', 'kubernetes', '-n', stack.namespace], { TAG: '2' });
    endsOnItsNode(stack, 'pod/api-0');
    const ran = await running;
    expect(ran.code, ran.stderr + ran.stdout).toBe(6);
    expect(ran.stdout.split('\n')[0]).toMatch(
      /pod api-0 of api-1 stays: its finalizer test\.dev\/hold holds it/,
    );
  });
});

/** As kubelets do: its containers have ended, and the object waits for who holds it. */
function endsOnItsNode(stack: UpStack, pod: string): void {
  demand(stack, ['wait', pod, '--for=jsonpath={.metadata.deletionTimestamp}', '--timeout=60s']);
  demand(stack, [
    'patch',
    pod,
    '--subresource=status',
    '--type=merge',
    '-p',
    '{"status":{"phase":"Succeeded"}}',
  ]);
}
