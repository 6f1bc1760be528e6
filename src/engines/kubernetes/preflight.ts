// What stands in the way, found before anything is touched.

import { at, textAt } from '../../base/json.ts';
import type { UnitSpec, Wanted } from '../../model/unit.ts';
import type { Obstacle, Preflight } from '../engine.ts';
import { namesTaken } from './foreign.ts';
import type { Kube } from './stack.ts';

export async function preflightKubernetes(
  kube: Kube,
  wanted: readonly Wanted[],
  signal: AbortSignal,
): Promise<Preflight> {
  const [rights, taken] = await Promise.all([missingRights(kube, signal), namesTaken(kube, wanted, signal)]);
  const obstacles: Obstacle[] = [...rights, ...taken];
  const notes: Record<string, readonly string[]> = {};
  const skipped: Record<string, string> = {};
  const stopFirst: Record<string, string> = {};
  for (const { unit } of wanted) {
    const workload = unit.kubernetes?.objects.find(({ kind }) => workloads.has(kind));
    if (unit.kubernetes?.written === true) obstacles.push(...misplaced(kube, unit));
    if (workload === undefined && unit.kubernetes?.written === true) continue;
    if (workload === undefined)
      skipped[unit.service] = 'Kubernetes has no use for it: its place is taken by the cluster';
    else if (workload.kind === 'StatefulSet') stopFirst[unit.service] = 'its volume must have one writer';
    if (unit.build !== undefined && unit.image === undefined)
      obstacles.push({
        service: unit.service,
        message: `${unit.service} is built, and no name says which registry the nodes have its image from`,
        hint: 'Give the service an `image` beside its `build`, and push it there.',
      });
  }
  return { obstacles, notes, skipped, stopFirst };
}

/** Pods of one stack are looked for in one namespace. */
function misplaced({ namespace }: Kube, { service, kubernetes }: UnitSpec): readonly Obstacle[] {
  const workload = kubernetes?.objects.find(({ kind }) => workloads.has(kind));
  const written = textAt(workload, 'metadata', 'namespace');
  if (workload === undefined || written === undefined || written === namespace) return [];
  const message = `${workload.kind} ${workload.metadata.name} is written for namespace ${written}, and the stack goes to ${namespace}`;
  return [{ service, message, hint: `Say --namespace ${written}, or kubernetes.namespace in the settings.` }];
}

const workloads: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'Job']);

/** What a rollout asks for, by group, resource and verb. */
const neededRights: readonly (readonly [string, string, string])[] = [
  ['apps', 'deployments', 'patch'],
  ['apps', 'statefulsets', 'patch'],
  ['apps', 'replicasets', 'list'],
  ['batch', 'jobs', 'patch'],
  ['', 'pods', 'list'],
  ['', 'pods', 'delete'],
  ['', 'services', 'patch'],
  ['', 'configmaps', 'patch'],
  ['', 'secrets', 'patch'],
  ['', 'serviceaccounts', 'patch'],
  ['coordination.k8s.io', 'leases', 'update'],
];

export async function missingRights(kube: Kube, signal: AbortSignal): Promise<readonly Obstacle[]> {
  const asked = await Promise.all(
    neededRights.map(async (right) => ((await isAllowed(kube, right, signal)) ? [] : [right])),
  );
  return asked.flat().map(([group, resource, verb]) => ({
    service: '',
    message: `you may not ${verb} ${resource}${group === '' ? '' : `.${group}`} in namespace ${kube.namespace}`,
    hint: 'Ask for a Role with this right, or choose another context or namespace.',
  }));
}

async function isAllowed(
  { client, namespace }: Kube,
  [group, resource, verb]: readonly [string, string, string],
  signal: AbortSignal,
): Promise<boolean> {
  const body = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { namespace, group, resource, verb } },
  };
  const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  const answer = await client.ask({ method: 'POST', path, body }, signal);
  // Where nobody says what is allowed, the act itself will.
  return answer.status >= 300 || at(answer.body, 'status', 'allowed') === true;
}
