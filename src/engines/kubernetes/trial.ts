// A trial of what is to be applied: the API server goes through all of it, admission included, and keeps nothing. What it
// would refuse is known before anything is touched, and what it warns of is told.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run
import { mapBounded } from '../../base/bounded.ts';
import { SeaworthyError } from '../../base/errors.ts';
import { textAt } from '../../base/json.ts';
import type { Wanted } from '../../model/unit.ts';
import type { Obstacle } from '../engine.ts';
import { fieldsToTake } from './adoptable.ts';
import { kindsOf } from './foreign.ts';
import type { ApiObject } from './json.ts';
import { type Instance, lookAt } from './looker.ts';
import { objectsOf, servingOf } from './spec.ts';
import { applyOurs, atOnce, type Kube, placed } from './stack.ts';
import { keeping } from './start.ts';
import { heldBack } from './stateful.ts';

export interface Trial {
  readonly obstacles: readonly Obstacle[];
  /** By service: what the server warns of, such as a version that a later one will not serve. */
  readonly warnings: Readonly<Record<string, readonly string[]>>;
}

/** Refused by nothing but a right, and rights are asked for by themselves; a namespace is tried by what is in it. */
const harmless: ReadonlySet<string> = new Set(['ConfigMap', 'Secret', 'ServiceAccount', 'Namespace']);

/** Services that run as they are wanted are left out: nothing is applied for them. */
export async function tryObjects(kube: Kube, wanted: readonly Wanted[], signal: AbortSignal): Promise<Trial> {
  if (!(await isThere(kube, signal))) return { obstacles: [], warnings: {} };
  const there = await lookAt(kube, signal);
  const current = new Set(there.map((one) => (one.isCurrent ? one.config : '')));
  const defined = new Set(wanted.flatMap(({ unit }) => (unit.kubernetes?.objects ?? []).flatMap(kindsOf)));
  const changed = wanted.filter(({ config, unit }) => unit.kubernetes !== undefined && !current.has(config));
  const trials = changed
    .flatMap((one) =>
      objectsToTry(kube, one, there).map((tried) => ({ service: one.unit.service, ...tried })),
    )
    .filter(
      ({ object }) => !defined.has(`${object.apiVersion} ${object.kind}`) && !kube.adoption.isObject(object),
    );
  const outcomes = await mapBounded(trials, atOnce, (one) => tryOne(kube, one, signal));
  const obstacles: Obstacle[] = changed.flatMap((one) => heldBack(one, there));
  const warnings: Record<string, readonly string[]> = {};
  for (const [index, { service }] of trials.entries()) {
    const { refused, warned = [] } = outcomes[index] ?? {};
    if (refused !== undefined) obstacles.push({ service, ...refused });
    if (warned.length > 0) warnings[service] = [...new Set([...(warnings[service] ?? []), ...warned])];
  }
  return { obstacles, warnings };
}

interface Outcome {
  readonly refused: Omit<Obstacle, 'service'> | undefined;
  readonly warned: readonly string[];
}

/** Without its namespace an object cannot be tried; the rollout makes one. */
async function isThere({ client, namespace }: Kube, signal: AbortSignal): Promise<boolean> {
  const { status, body } = await client.ask(
    { method: 'GET', path: `/api/v1/namespaces/${namespace}` },
    signal,
  );
  return status !== 404 && textAt(body, 'status', 'phase') !== 'Terminating';
}

interface ToTry {
  readonly object: ApiObject;
  /** Where it is there as this says, nothing of it is applied. */
  readonly said: ApiObject;
}

function objectsToTry(kube: Kube, wanted: Wanted, there: readonly Instance[]): readonly ToTry[] {
  const { service } = wanted.unit;
  const { config } = wanted;
  const identity = { instance: `${service}-0`, config, key: 'trial', release: 'trial', run: 'trial' };
  const { needed, services, workload } = objectsOf(kube, wanted, identity);
  const others = [...needed, ...(workload === undefined ? [] : [keeping(kube, workload, there)])];
  return [
    ...others.filter(({ kind }) => !harmless.has(kind)).map((one) => ({ object: one, said: one })),
    ...services.map((one) => ({ object: servingOf(one, null), said: one })),
  ];
}

async function tryOne(
  kube: Kube,
  { service, object, said }: ToTry & { readonly service: string },
  signal: AbortSignal,
): Promise<Outcome> {
  const warned: string[] = [];
  const onWarning = (text: string) => void warned.push(`the cluster warns: ${text}`);
  try {
    if (await kube.unchanged?.holds(kube, await placed(kube, said, signal), signal))
      return { refused: undefined, warned };
    await applyOurs(kube, await placed(kube, object, signal), signal, { dryRun: true, onWarning });
    return { refused: undefined, warned };
  } catch (error) {
    if (!(error instanceof SeaworthyError) || error.code === 'ENGINE_UNREACHABLE') throw error;
    // A namespace that is made before it.
    if (/namespaces "[^"]*" not found/.test(error.message)) return { refused: undefined, warned };
    const taken = await fieldsToTake(kube, service, object, error, signal);
    if (taken !== undefined) return { refused: undefined, warned: [...warned, ...taken] };
    const { message, detail, hint = 'kubectl apply --dry-run=server says the same of it' } = error;
    return { refused: { message: [message, ...detail].join('; '), hint }, warned };
  }
}
