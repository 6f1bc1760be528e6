// What stands in the way, found before anything is touched.

import { SeaworthyError } from '../../base/errors.ts';
import { at, textAt } from '../../base/json.ts';
import { count } from '../../base/text.ts';
import { placeholderRegistry, placeholderTag } from '../../model/kubernetes-spec.ts';
import type { UnitSpec, Wanted } from '../../model/unit.ts';
import type { Obstacle, Preflight } from '../engine.ts';
import { tryAdoption } from './adoptable.ts';
import { idOf } from './adoption.ts';
import { namesTaken } from './foreign.ts';
import type { Kube } from './stack.ts';
import { stopFirstReason } from './stateful.ts';
import { tryObjects } from './trial.ts';

export async function preflightKubernetes(
  kube: Kube,
  wanted: readonly Wanted[],
  signal: AbortSignal,
): Promise<Preflight> {
  const [rights, taken] = await Promise.all([
    // Who holds the stack was asked for them a moment ago.
    kube.live === undefined ? missingRights(kube, signal) : [],
    namesTaken(kube, wanted, signal),
  ]);
  const obstacles: Obstacle[] = [...rights, ...taken];
  const skipped: Record<string, string> = {};
  const stopFirst: Record<string, string> = {};
  for (const { unit } of wanted) {
    const workload = unit.kubernetes?.objects.find(({ kind }) => workloads.has(kind));
    if (unit.kubernetes?.written === true) obstacles.push(...misplaced(kube, unit));
    if (workload === undefined && unit.kubernetes?.written === true) continue;
    if (workload === undefined)
      skipped[unit.service] = 'Kubernetes has no use for it: its place is taken by the cluster';
    else if (workload.kind === 'StatefulSet') stopFirst[unit.service] = stopFirstReason(workload);
    obstacles.push(...namelessImage(unit));
  }
  // Where a right or a name is missing, a trial would only say so again.
  if (obstacles.length > 0) return { obstacles, notes: {}, skipped, stopFirst };
  const adoption = await tryAdoption(kube, wanted, signal);
  const trial = await tryObjects(kube, wanted, signal);
  return {
    obstacles: [...adoption.obstacles, ...trial.obstacles],
    notes: joinedNotes(adoption.notes, trial.warnings),
    skipped,
    stopFirst: { ...adoption.stopFirst, ...stopFirst },
    adopted: kube.adoption.all.map((one) => ({ service: one.service, id: idOf(one) })),
  };
}

type Notes = Preflight['notes'];

function joinedNotes(first: Notes, second: Notes): Notes {
  const services = new Set([...Object.keys(first), ...Object.keys(second)]);
  return Object.fromEntries(
    [...services].map((service) => [service, [...(first[service] ?? []), ...(second[service] ?? [])]]),
  );
}

/** Nodes have images from a registry: what is built must be there, under a name that somebody says. */
function namelessImage({ service, image = '' }: UnitSpec): readonly Obstacle[] {
  const lacks = [
    ...(image.startsWith(`${placeholderRegistry}/`) ? ['registry'] : []),
    ...(image.endsWith(`:${placeholderTag}`) ? ['tag'] : []),
  ];
  if (lacks.length === 0) return [];
  const settings = lacks.map((one) => `SEAWORTHY_${one.toUpperCase()}`).join(' and ');
  return [
    {
      service,
      message: `${service} is built, and nothing says which ${lacks.join(' and ')} the nodes have its image from`,
      hint: `Build and push it, and give it an \`image\` beside its \`build\`, or set ${settings}`,
    },
  ];
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
  ['apps', 'deployments', 'list'],
  ['apps', 'deployments', 'watch'],
  ['apps', 'statefulsets', 'patch'],
  ['apps', 'statefulsets', 'list'],
  ['apps', 'statefulsets', 'watch'],
  ['apps', 'replicasets', 'list'],
  ['apps', 'replicasets', 'watch'],
  ['batch', 'jobs', 'patch'],
  ['batch', 'jobs', 'list'],
  ['batch', 'jobs', 'watch'],
  ['', 'pods', 'list'],
  ['', 'pods', 'watch'],
  ['', 'pods', 'delete'],
  ['', 'services', 'patch'],
  ['', 'services', 'list'],
  ['', 'services', 'watch'],
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

/** @throws SeaworthyError PREFLIGHT with all that are missing */
export function demandRights([first, ...others]: readonly Obstacle[]): void {
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` (and ${count(others.length, 'more right')})`;
  const detail = others.map(({ message }) => message);
  throw new SeaworthyError('PREFLIGHT', `${first.message}${more}`, { hint: first.hint, detail });
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
