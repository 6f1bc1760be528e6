// One node that really runs pods: the test images do what their tags say.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import {
  type Cluster,
  startCluster,
  stopCluster,
  stopWithProcess,
} from '../../scripts/kubernetes/cluster.ts';
import { Unavailable } from '../../scripts/kubernetes/unavailable.ts';
import { runKubectl } from './kubectl.ts';

const place = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-real-')));
const folder = join(place, 'cluster');
const started = await start();

async function start(): Promise<Cluster | string> {
  const shared = inject('kubernetes');
  if (shared.kind === 'unavailable') return shared.why;
  stopWithProcess(folder, process.pid);
  try {
    return await startCluster({ folder, nodes: 'real' });
  } catch (error) {
    if (!(error instanceof Unavailable) || process.env['SEAWORTHY_KUBERNETES'] === 'required') throw error;
    process.stderr.write(`\nLEFT OUT: tests with real pods: ${error.message}\n\n`);
    return error.message;
  }
}

function demand(args: readonly string[], input?: string): string {
  if (typeof started === 'string') throw new Error(started);
  const { code, stdout, stderr } = runKubectl(started, args, input);
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}${stdout}`);
  return stdout;
}

function deployment(tag: string): object {
  const labels = { app: tag };
  const container = {
    name: 'web',
    image: `registry.test/web:${tag}`,
    ports: [{ containerPort: 8080 }],
    resources: { requests: { cpu: '1m', memory: '8Mi' }, limits: { memory: '64Mi' } },
    readinessProbe: { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 1 },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `web-${tag}` },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 1, containers: [container] } },
    },
  };
}

const apply = (...tags: readonly string[]) =>
  demand(
    ['apply', '-f', '-'],
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items: tags.map(deployment) }),
  );

/** Waits until the first pod of a tag says this; the API server ends the wait, and says what is there instead. */
const untilPod = (tag: string, path: string, value: string) =>
  demand([
    'wait',
    'pod',
    '-l',
    `app=${tag}`,
    `--for=jsonpath={.status.containerStatuses[0]${path}}=${value}`,
    '--timeout=60s',
  ]);

describe.skipIf(typeof started === 'string')('real pods', () => {
  afterAll(async () => {
    await stopCluster(folder);
    rmSync(place, { recursive: true, force: true });
  });

  test('a good image becomes ready, answers, and can be entered', () => {
    apply('1');
    demand(['rollout', 'status', 'deployment/web-1', '--timeout=60s']);
    demand(['expose', 'deployment', 'web-1', '--port=80', '--target-port=8080']);
    expect(demand(['exec', 'deployment/web-1', '--', 'web', 'get', 'http://127.0.0.1:8080/'])).toMatch(
      /^1 web-1-/,
    );
    const address = demand(['get', 'service', 'web-1', '-o', 'jsonpath={.spec.clusterIP}']);
    // The node learns of the Service a moment after the API server, and says so nowhere.
    const script = `until web get http://${address}/ 2>/dev/null; do sleep 0.1; done`;
    expect(demand(['exec', 'deployment/web-1', '--', 'sh', '-c', script])).toMatch(/^1 web-1-/);
    expect(demand(['logs', 'deployment/web-1'])).toContain('version 1 starts as ok');
  });

  test('each bad image fails in its own way', () => {
    apply('crash', 'oom', 'notready', 'absent');
    untilPod('oom', '.lastState.terminated.reason', 'OOMKilled');
    untilPod('crash', '.state.waiting.reason', 'CrashLoopBackOff');
    expect(demand(['logs', '-l', 'app=crash', '--previous'])).toContain('fatal: DATABASE_URL is not set');
    untilPod('notready', '.started', 'true');
    untilPod('absent', '.state.waiting.reason', 'ImagePullBackOff');
    expect(demand(['get', 'pods', '-l', 'app=notready', '-o', 'jsonpath={..ready}'])).toBe('false');
  });
});
