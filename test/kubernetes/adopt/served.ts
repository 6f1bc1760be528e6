// Who stands behind a Service, change by change: a service that never lost its traffic always had somebody there.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';

/** Begins to look when so many are ready; the answer ends it and gives the numbers of ready addresses, one a change. */
export async function watchServed(
  namespace: string,
  service: string,
  ready: number,
): Promise<() => Promise<readonly number[]>> {
  const shared = inject('kubernetes');
  if (shared.kind !== 'running') throw new Error(shared.why);
  const args = [
    'get',
    'endpointslices',
    '-n',
    namespace,
    '-l',
    `kubernetes.io/service-name=${service}`,
    '-w',
  ];
  const form = ['-o', 'jsonpath={.endpoints[*].conditions.ready}{"\\n"}'];
  const child = spawn(join(shared.programs, 'kubectl'), [...args, ...form], {
    env: { KUBECONFIG: shared.kubeconfig, HOME: '/nonexistent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill());
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const counts = () =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split(' ').filter((one) => one === 'true').length);
  // The controller of slices comes after the one of pods.
  while (counts().at(-1) !== ready) await new Promise((again) => setTimeout(again, 20));
  text = '';
  return async () => {
    // What came while a test ran a program is read first.
    await new Promise((again) => setTimeout(again, 300));
    child.kill();
    return [ready, ...counts()];
  };
}
