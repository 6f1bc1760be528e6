// The example comes up on real pods from the files that it has for the other engines: Node, PostgreSQL and Redis run, find
// each other by the cluster's names, keep data in a claim, and are asked through forwarded ports.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleImages, exampleRegistry, exampleTag } from '../../scripts/kubernetes/example-images.ts';
import { type Ended, startCommand } from '../system/support/command.ts';
import { runKubectl } from './kubectl.ts';
import { realCluster } from './support/real-cluster.ts';

const { started, end } = await realCluster(exampleImages);
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-example-'));

afterAll(async () => {
  await end();
  rmSync(folder, { recursive: true, force: true });
});

function run(args: readonly string[], images: Readonly<Record<string, string>> = named): Promise<Ended> {
  if (typeof started === 'string') throw new Error(started);
  const env = { PATH: process.env['PATH'], HOME: folder, NO_COLOR: '1', KUBECONFIG: started.kubeconfig };
  const options = { cli: join(process.cwd(), 'dist', 'seaworthy.js'), cwd: folder, limitMs: 240_000 };
  return startCommand(args, { ...options, env: { ...env, ...images } }).ended;
}

const named = { SEAWORTHY_REGISTRY: exampleRegistry, SEAWORTHY_TAG: exampleTag };
const up = ['up', '--engine', 'kubernetes', '-n', 'policy', '--progress', 'plain'];

function get(...args: readonly string[]): string {
  if (typeof started === 'string') throw new Error(started);
  return runKubectl(started, ['get', '-n', 'policy', ...args]).stdout;
}

describe.skipIf(typeof started === 'string')('the example on real pods', () => {
  beforeAll(() => {
    cpSync('examples/policy-platform/repaired', folder, { recursive: true });
    const secrets = `POSTGRES_PASSWORD=${'ab'.repeat(12)}\nAUTH_SECRET=${'cd'.repeat(24)}\n`;
    writeFileSync(join(folder, '.env'), secrets);
  });

  test('without a name for the images that are built it says how to give one, and touches nothing', async () => {
    const refused = await run(up, {});
    expect(refused.code, refused.stdout).toBe(3);
    expect(refused.stderr).toContain(
      'api is built, and nothing says which registry and tag the nodes have its image from',
    );
    expect(get('all', '-o', 'name')).toBe('');
  });

  test('up in both phases, smoke through forwarded ports, and nothing to do', async () => {
    const first = await run(up);
    expect(first.code, first.stderr + first.stdout).toBe(0);
    expect(first.stderr).toMatch(/ core\] done.* business\] done/s);
    expect(get('deployments,statefulsets', '-o', 'name').trim().split('\n')).toHaveLength(10);
    const smoke = await run(['smoke', '--declared']);
    expect(smoke.code, smoke.stderr + smoke.stdout).toBe(0);
    expect(smoke.stdout.match(/^pass/gm)).toHaveLength(4);
    expect((await run(up)).stdout).toContain('nothing to do');
  }, 400_000);

  test('a release whose images nobody pushed ends with that, and the release before serves on', async () => {
    const before = get('pods', '-o', 'name');
    const file = join(folder, 'compose.yaml');
    const named =
      '    image: registry.test/policy-platform-web:2\n    build: { context: ./services, dockerfile: web/';
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('    build: { context: ./services, dockerfile: web/', named));
    const failed = await run(up);
    expect(failed.code, failed.stderr + failed.stdout).toBe(5);
    expect(failed.stdout.split('\n')[0]).toMatch(
      /^Failed and rolled back: web: image registry\.test\/policy-platform-web:2 cannot be pulled \(/,
    );
    expect(get('pods', '-o', 'name')).toBe(before);
    expect((await run(['smoke', '--declared'])).code).toBe(0);
  }, 400_000);

  test('down leaves nothing behind', async () => {
    const down = await run(['down', '--volumes']);
    expect(down.code, down.stderr + down.stdout).toBe(0);
    const kinds = 'all,configmaps,secrets,serviceaccounts,leases,persistentvolumeclaims';
    expect(get(kinds, '-l', 'app.kubernetes.io/managed-by=seaworthy', '-o', 'name')).toBe('');
  }, 200_000);
});
