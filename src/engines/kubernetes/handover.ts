// The traffic and the objects of a service that is taken over: those that serve keep it until the new ones are good, and
// get all back when they are not.
import { deadline, systemClock } from '../../base/clock.ts';
import { SeaworthyError } from '../../base/errors.ts';
import { at, isObject, numberAt, textAt } from '../../base/json.ts';
import { adoptedConfig, type Wanted } from '../../model/unit.ts';
import { adoptedInstance, readAdopted, servingKinds } from './adoption.ts';
import { type ApiObject, isApiObject } from './json.ts';
import { type Identity, labelOf } from './labels.ts';
import { type Instance, lookAt } from './looker.ts';
import { observedOf } from './observe.ts';
import { restore } from './originals.ts';
import { held, objectsOf, servingOf, surging } from './spec.ts';
import { type Kube, merge, placed, untilSo } from './stack.ts';
import { takeOver } from './take-over.ts';

/** By this label of the Deployment's controller a Service tells the pods of one template from those of the next. */
const templateHash = 'pod-template-hash';

/** New pods may bear all that the Service asks for: from now on it asks for what only those have that serve. */
export async function narrow(
  kube: Kube,
  service: ApiObject,
  there: readonly Instance[],
  signal: AbortSignal,
): Promise<void> {
  const hash = hashOf(there);
  if (hash === undefined || textAt(service, 'spec', 'selector', templateHash) === hash) return;
  await merge(kube, service, { spec: { selector: { [templateHash]: hash } } }, signal);
}

function hashOf(there: readonly Instance[]): string | undefined {
  const set = there.find(({ config }) => config === adoptedConfig)?.replicaSet;
  return set === undefined ? undefined : labelOf(set, templateHash);
}

/** Back to those that served before, and to none else. */
export async function routeBack(
  kube: Kube,
  service: ApiObject,
  there: readonly Instance[],
  signal: AbortSignal,
): Promise<void> {
  const adopted = kube.adoption.find(service);
  if (adopted === undefined) return;
  const hash = hashOf(there);
  const selector = hash === undefined ? {} : { [templateHash]: hash };
  await restore(kube, adopted, signal, (original) =>
    withSpec(original, { selector: { ...selectorIn(original), ...selector } }),
  );
}

function selectorIn(service: ApiObject): Readonly<Record<string, unknown>> {
  const found = at(service, 'spec', 'selector');
  return isObject(found) ? found : {};
}

/** Its ports and who answers change in one write. */
export async function routeForward(
  kube: Kube,
  service: ApiObject,
  { wanted, identity }: { readonly wanted: Wanted; readonly identity: Identity },
  signal: AbortSignal,
): Promise<void> {
  const { services } = objectsOf(kube, wanted, identity);
  const said = services.find(({ metadata }) => metadata.name === service.metadata.name);
  if (said === undefined) return;
  await takeOver(kube, servingOf(await placed(kube, said, signal), identity.instance), signal);
}

/**
 * What had to make room serves again. Beside a Deployment's newer pods, which serve meanwhile, it proves that its own are
 * ready first, as everything that gets traffic does; with the last of the newer ones it becomes wholly what it was.
 */
export async function revive(kube: Kube, service: string, signal: AbortSignal): Promise<void> {
  const there = await lookAt(kube, signal, service);
  const isBeside = there.some((one) => one.workload.kind === 'Deployment' && one.pods.length > 0);
  for (const one of kube.adoption.objectsOf(service)) {
    if (!servingKinds.has(one.kind)) continue;
    await restore(kube, one, signal, (original) => (isBeside ? heldBeside(original) : original));
  }
  if (!isBeside) return;
  const limit = deadline(readyMs, signal);
  const isReady = async () =>
    (await lookAt(kube, limit.signal, service)).some(
      (one) => one.config === adoptedConfig && observedOf(one).state === 'running',
    );
  try {
    await untilSo(kube, service, isReady, limit.signal);
  } catch (error) {
    if (!limit.signal.aborted || signal.aborted) throw error;
    throw new SeaworthyError(
      'ENGINE_REFUSED',
      `${adoptedInstance(service)} is what it was, and not ready again`,
      {
        hint: 'Its pods say why (kubectl describe pods); those of the release that leaves serve on.',
      },
    );
  } finally {
    limit.done();
  }
}

/** The newer pods go as soon as the Deployment is what it was: those of before are there still. */
export async function restoreServing(kube: Kube, service: string, signal: AbortSignal): Promise<void> {
  for (const one of kube.adoption.objectsOf(service))
    if (servingKinds.has(one.kind)) await restore(kube, one, signal);
}

/** What ran before is not waited for longer than this. */
const readyMs = 120_000;

function heldBeside(original: ApiObject): ApiObject {
  return original.kind === 'Deployment' ? withSpec(surging(original), held) : original;
}

/** Undone: everything that was taken over is what it was, and somebody else's. */
export async function giveAllBack(
  kube: Kube,
  service: string,
  wanted: Wanted | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (wanted !== undefined && wanted.config !== adoptedConfig) return;
  for (const one of kube.adoption.objectsOf(service)) {
    // One that has no pods yet is started by a step of its own.
    const live = servingKinds.has(one.kind) ? await readAdopted(kube, one, signal) : undefined;
    const isEmpty = live !== undefined && numberAt(live, 'spec', 'replicas') === 0;
    if (!isEmpty) await restore(kube, one, signal);
  }
}

/** The workload of an instance that goes, as it was before but without pods: what serves again is started by itself. */
export async function restoreEmpty(kube: Kube, workload: ApiObject, signal: AbortSignal): Promise<void> {
  const adopted = kube.adoption.find(workload);
  if (adopted !== undefined)
    await restore(kube, adopted, signal, (original) => withSpec(original, { replicas: 0 }));
}

function withSpec(object: ApiObject, more: Readonly<Record<string, unknown>>): ApiObject {
  const spec = at(object, 'spec');
  const whole = { ...object, spec: { ...(isObject(spec) ? spec : {}), ...more } };
  return isApiObject(whole) ? whole : object;
}

/** Pods of others may end the moment that they are told to, while nodes still learn that others answer by now. */
export async function drainTheirs(
  {
    service,
    instance,
    drainMs,
  }: { readonly service: string; readonly instance: string; readonly drainMs: number },
  signal: AbortSignal,
): Promise<void> {
  if (instance !== adoptedInstance(service)) return;
  await systemClock.sleep(drainMs, signal);
  signal.throwIfAborted();
}
