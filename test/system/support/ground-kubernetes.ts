// The ground of the Kubernetes engine: the objects of a lane's namespace, asked for at the API server itself.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { systemClock } from '../../../src/base/clock.ts';
import { at, isObject, listAt, textAt } from '../../../src/base/json.ts';
import type { Caller, Ground } from './ground.ts';
import { overBudget, type Watched } from './invariants.ts';
import type { Lane } from './lane.ts';

const stackLabel = 'dev.seaworthy/stack';
const instanceLabel = 'dev.seaworthy/instance';

/** Everything that the stack of a lane is made of, and what belongs to nobody but the engine. */
const kinds = {
  deployments: '/apis/apps/v1',
  statefulsets: '/apis/apps/v1',
  jobs: '/apis/batch/v1',
  services: '/api/v1',
  configmaps: '/api/v1',
  secrets: '/api/v1',
  serviceaccounts: '/api/v1',
  networkpolicies: '/apis/networking.k8s.io/v1',
} as const;
type Kind = keyof typeof kinds | 'pods' | 'leases';

export const kubernetesGround: Ground = {
  hasKeeper: false,
  warm: async () => undefined,
  refresh: () => undefined,
  killKeepers: () => undefined,
  outside,
  async leftovers(lane) {
    const left = [
      ...(await labelled(lane)),
      ...(await list(lane, 'pods')),
      ...(await list(lane, 'leases', stackOf(lane))),
    ];
    return left.map((one) => `${textAt(one, 'kind') ?? 'object'} ${nameOf(one)}`);
  },
  async removeAll(lane) {
    const all = [...Object.keys(kinds), 'leases'].join(',');
    kubectl(lane, ['delete', all, '-l', stackOf(lane), '--cascade=foreground', '--wait=true']);
    kubectl(lane, ['delete', 'pods', '--all', '--wait=true', '--grace-period=1']);
    rmSync(lane.stateFolder, { recursive: true, force: true });
  },
  caller,
  inspector,
};

function stackOf({ stack }: Lane): string {
  return `${stackLabel}=${stack}`;
}

/** Of a lane the stack's name is that of its namespace, too. */
function kubectl({ stack }: Lane, args: readonly string[]): void {
  spawnSync('kubectl', [...args, '-n', stack, '--ignore-not-found'], { encoding: 'utf8', timeout: 60_000 });
}

let server: { readonly url: URL; readonly agent: Agent } | undefined;

function open(): { readonly url: URL; readonly agent: Agent } {
  if (server !== undefined) return server;
  const config = JSON.parse(readFileSync(process.env['KUBECONFIG'] ?? '', 'utf8'));
  const bytes = (text: string) => Buffer.from(text, 'base64');
  const [{ cluster }] = config.clusters;
  const [{ user }] = config.users;
  const agent = new Agent({
    keepAlive: true,
    ca: bytes(cluster['certificate-authority-data']),
    cert: bytes(user['client-certificate-data']),
    key: bytes(user['client-key-data']),
  });
  server = { url: new URL(cluster.server), agent };
  return server;
}

function ask(path: string): Promise<unknown> {
  const { url, agent } = open();
  return new Promise((answer, fail) => {
    request({ host: url.hostname, port: url.port, path, agent }, (got) => {
      let text = '';
      got.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      got.on('end', () => answer(JSON.parse(text)));
    })
      .on('error', fail)
      .end();
  });
}

async function list({ stack }: Lane, kind: Kind, selector = ''): Promise<readonly unknown[]> {
  const root = kind === 'pods' ? '/api/v1' : kind === 'leases' ? '/apis/coordination.k8s.io/v1' : kinds[kind];
  const query = selector === '' ? '' : `?labelSelector=${encodeURIComponent(selector)}`;
  const found = await ask(`${root}/namespaces/${stack}/${kind}${query}`);
  const name = textAt(found, 'kind')?.replace(/List$/, '');
  return listAt(found, 'items').map((one) => ({ kind: name, ...Object(one) }));
}

/** The inventory itself is none of what it names. */
async function labelled(lane: Lane): Promise<readonly unknown[]> {
  const names: readonly Kind[] = [
    'deployments',
    'statefulsets',
    'jobs',
    'services',
    'configmaps',
    'secrets',
    'serviceaccounts',
    'networkpolicies',
  ];
  const all = await Promise.all(names.map((kind) => list(lane, kind, stackOf(lane))));
  return all.flat();
}

/** What the cluster has, what the inventory names, and the instances that `status` names must be the same. */
async function outside(lane: Lane, instances: readonly string[]): Promise<readonly string[]> {
  const objects = await labelled(lane);
  const inventory = objects.find((one) => nameOf(one) === `seaworthy-${lane.stack}`);
  const there = objects.filter((one) => one !== inventory).map(titleOf);
  const data = at(inventory, 'data');
  const entries = Object.values(isObject(data) ? data : {}).flatMap((text): readonly unknown[] => {
    const found: unknown = JSON.parse(String(text));
    return Array.isArray(found) ? found.filter((one) => textAt(one, 'kind') !== undefined) : [];
  });
  const problems: string[] = [];
  const named = entries.map((one) => `${textAt(one, 'kind')} ${textAt(one, 'name')}`);
  for (const title of there) if (!named.includes(title)) problems.push(`I4: ${title} is in no inventory`);
  for (const title of named)
    if (!there.includes(title)) problems.push(`I4: the inventory names ${title}, which is not there`);
  for (const one of entries)
    for (const instance of listAt(one, 'instances'))
      if (!instances.includes(String(instance)))
        problems.push(`I4: the inventory has ${String(instance)}, which status does not name`);
  const alive = (await list(lane, 'pods')).filter(
    (pod) => textAt(pod, 'metadata', 'deletionTimestamp') === undefined,
  );
  for (const pod of alive)
    if (!instances.includes(instanceOf(pod)))
      problems.push(`pod ${nameOf(pod)} is of ${instanceOf(pod)}, which status does not name`);
  return problems;
}

function nameOf(object: unknown): string {
  return textAt(object, 'metadata', 'name') ?? '';
}

function titleOf(object: unknown): string {
  return `${textAt(object, 'kind')} ${nameOf(object)}`;
}

function instanceOf(object: unknown): string {
  return textAt(object, 'metadata', 'labels', instanceLabel) ?? '';
}

function isReady(pod: unknown): boolean {
  const isLeaving = textAt(pod, 'metadata', 'deletionTimestamp') !== undefined;
  const conditions = listAt(pod, 'status', 'conditions');
  return (
    !isLeaving &&
    conditions.some((one) => textAt(one, 'type') === 'Ready' && textAt(one, 'status') === 'True')
  );
}

/** Pods carry no traffic here: a service answers as long as its selector finds one that is ready. */
function caller(lane: Lane, services: string): Caller {
  const count = { lost: 0, failures: new Map<string, number>() };
  const stop = new AbortController();
  const loop = (async () => {
    while (!stop.signal.aborted) {
      const silent = await silentOf(lane, services.split(' '));
      // Two lists are two moments; what is true of one alone is not counted.
      const again = silent.length === 0 ? [] : await silentOf(lane, silent);
      for (const service of again) {
        count.lost += 1;
        const why = `${service} has no pod that is ready`;
        count.failures.set(why, (count.failures.get(why) ?? 0) + 1);
      }
      await systemClock.sleep(20, stop.signal);
    }
  })();
  return {
    count,
    async stop() {
      stop.abort();
      await loop;
    },
  };
}

async function silentOf(lane: Lane, names: readonly string[]): Promise<readonly string[]> {
  const pods = (await list(lane, 'pods')).filter(isReady);
  const services = await list(lane, 'services');
  return names.filter((name) => {
    const selector = Object.entries(
      Object(
        at(
          services.find((one) => nameOf(one) === name),
          'spec',
          'selector',
        ),
      ),
    );
    const isFound = (pod: unknown) =>
      selector.every(([key, value]) => textAt(pod, 'metadata', 'labels', key) === value);
    return selector.length === 0 || !pods.some(isFound);
  });
}

function inspector(): (watched: readonly Watched[]) => Promise<void> {
  return async (all) => {
    await Promise.all(
      all.map(async ({ lane, plan, violations }) => {
        const pods = await list(lane, 'pods').catch((): readonly unknown[] => []);
        const alive = pods.filter((pod) => !/Succeeded|Failed/.test(textAt(pod, 'status', 'phase') ?? ''));
        const writers = new Set(alive.map(instanceOf).filter((instance) => /^postgres-/.test(instance)));
        if (writers.size > 1) violations.add(`I2: ${[...writers].sort().join(' and ')} both have pods`);
        const staying = alive.filter((pod) => textAt(pod, 'metadata', 'deletionTimestamp') === undefined);
        for (const problem of overBudget(plan, [...new Set(staying.map(instanceOf))], () => true))
          violations.add(problem);
      }),
    );
  };
}
