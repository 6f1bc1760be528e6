// What `up --adopt` may take over and what not, and what would become of it: told before anything is touched, field by
// field with who had set each.
import { SeaworthyError } from '../../base/errors.ts';
import { textAt } from '../../base/json.ts';
import type { KubernetesObject } from '../../model/kubernetes-spec.ts';
import type { Wanted } from '../../model/unit.ts';
import type { Obstacle } from '../engine.ts';
import {
  portNotes,
  serviceObstacles,
  servingObstacles,
  stopFirstOf,
  strangersNotes,
} from './adopted-pods.ts';
import { type Adopted, adoptedInstance, readAdopted } from './adoption.ts';
import { changes, differenceOf } from './differences.ts';
import { type ApiObject, objectsAt, titleOf } from './json.ts';
import { keepingSelector, selectorClash, selectorNote } from './kept-selector.ts';
import { annotationOf, heldBy, isOurs, labelOf, ownLabels } from './labels.ts';
import { makerOf } from './maker.ts';
import { objectsOf, servingOf, workloadKinds } from './spec.ts';
import { type Kube, placed } from './stack.ts';
import { tryTakeOver } from './take-over.ts';

/** An object of somebody else under our name: taken over where that was asked for and can be, else in the way. */
export function adopting(
  kube: Kube,
  service: string,
  object: KubernetesObject,
  item: unknown,
): readonly Obstacle[] {
  const { apiVersion, kind, metadata } = object;
  const uid = textAt(item, 'metadata', 'uid') ?? '';
  const why = whyNot(kube, item);
  if (why === undefined && (kube.adoption.isAsked || kube.adoption.find(object)?.uid === uid)) {
    kube.adoption.add({ what: 'object', service, apiVersion, kind, name: metadata.name, uid });
    return [];
  }
  const message = `${titleOf(object)} exists already, and seaworthy did not make it for ${kube.stack}`;
  const elsewhere = 'remove or rename it, or choose another namespace with --namespace';
  if (why === undefined)
    return [{ service, message, hint: `seaworthy up --adopt takes it over; or ${elsewhere}.` }];
  return [{ service, message: `${message}: ${why}`, hint: `It is not taken over; ${elsewhere}.` }];
}

function whyNot({ namespace }: Kube, item: unknown): string | undefined {
  const stack = labelOf(item, ownLabels.stack);
  if (stack !== '') return `it belongs to the stack ${stack} of seaworthy`;
  if (textAt(item, 'metadata', 'namespace') !== namespace) return `it is not in namespace ${namespace}`;
  const owner = objectsAt(item, 'metadata', 'ownerReferences').find((one) => one['controller'] === true);
  if (owner !== undefined)
    return `${textAt(owner, 'kind')} ${textAt(owner, 'name')} controls it, and would set it back`;
  return textAt(item, 'metadata', 'deletionTimestamp') === undefined
    ? undefined
    : `it is being deleted${heldBy(item) === undefined ? '' : `, and ${heldBy(item)}`}`;
}

export interface TriedAdoption {
  readonly obstacles: readonly Obstacle[];
  readonly notes: Readonly<Record<string, readonly string[]>>;
  /** Why what is there cannot run beside its successor. */
  readonly stopFirst: Readonly<Record<string, string>>;
}

export async function tryAdoption(
  kube: Kube,
  wanted: readonly Wanted[],
  signal: AbortSignal,
): Promise<TriedAdoption> {
  const obstacles: Obstacle[] = [];
  const notes: Record<string, readonly string[]> = {};
  const stopFirst: Record<string, string> = {};
  for (const one of wanted) {
    const { service } = one.unit;
    if (kube.adoption.objectsOf(service).length === 0) continue;
    const tried = await tryService(kube, one, signal);
    obstacles.push(...tried.obstacles.map((found) => ({ service, ...found })));
    notes[service] = tried.notes;
    if (tried.stopFirst !== undefined) stopFirst[service] = tried.stopFirst;
  }
  return { obstacles, notes, stopFirst };
}

interface Tried {
  readonly obstacles: readonly Omit<Obstacle, 'service'>[];
  readonly notes: readonly string[];
  readonly stopFirst?: string | undefined;
}

async function tryService(kube: Kube, wanted: Wanted, signal: AbortSignal): Promise<Tried> {
  const { service } = wanted.unit;
  const instance = adoptedInstance(service);
  const identity = { instance, config: wanted.config, key: 'trial', release: 'trial', run: 'trial' };
  const { needed, services, workload } = objectsOf(kube, wanted, identity);
  const serving = services.map((one) => servingOf(one, instance));
  const said = [...(workload === undefined ? [] : [workload]), ...serving, ...needed];
  const parts: Tried[] = [];
  for (const object of said) {
    const adopted = kube.adoption.find(object);
    const live = adopted?.what === 'object' ? await readAdopted(kube, adopted, signal) : undefined;
    if (adopted === undefined || live === undefined || isOurs(live, kube)) continue;
    parts.push(await tryObject(kube, await placed(kube, object, signal), live, signal));
    if (live.kind === 'Service')
      parts.push({
        obstacles: await serviceObstacles(kube, live, signal),
        notes: portNotes(object, live),
      });
    if (workloadKinds.has(live.kind)) parts.push(await tryPods(kube, adopted, live, signal));
  }
  return {
    obstacles: parts.flatMap((one) => one.obstacles),
    notes: parts.flatMap((one) => one.notes),
    stopFirst: parts.find((one) => one.stopFirst !== undefined)?.stopFirst,
  };
}

async function tryPods(kube: Kube, adopted: Adopted, live: ApiObject, signal: AbortSignal): Promise<Tried> {
  return {
    obstacles: await servingObstacles(kube, adopted, live, signal),
    notes: await strangersNotes(kube, live, signal),
    stopFirst: stopFirstOf(live),
  };
}

async function tryObject(
  kube: Kube,
  object: ApiObject,
  live: ApiObject,
  signal: AbortSignal,
): Promise<Tried> {
  const title = `${live.kind} ${live.metadata.name}`;
  const release = annotationOf(live, 'meta.helm.sh/release-name');
  const notes = [
    `${title} of ${makerOf(live)} is taken over`,
    ...(release === ''
      ? []
      : [
          `helm still lists ${title} in its release ${release}: helm uninstall or upgrade would touch it again`,
        ]),
  ];
  const clash = workloadKinds.has(live.kind) ? selectorClash(object, live) : undefined;
  if (clash !== undefined)
    return {
      obstacles: [
        {
          message: `${title} has to be replaced, not taken over: it selects pods by ${clash}, which nobody can change, and ours have another value`,
          hint: `kubectl delete ${live.kind.toLowerCase()} ${live.metadata.name} -n ${kube.namespace} makes room, with a gap; or write this label as it is there.`,
        },
      ],
      notes,
    };
  const keeping = workloadKinds.has(live.kind) ? keepingSelector(object, live, true) : object;
  const stays = workloadKinds.has(live.kind) ? selectorNote(object, live) : undefined;
  try {
    const would = await tryTakeOver(kube, keeping, live, signal);
    const changed = [...changes(live, would, [])].filter((one) => one.is !== undefined);
    const told = changed.map((one) => differenceOf(one, title, live));
    const lines = told.map(({ text, by }) => `${text}${by === undefined ? '' : ` (${by})`}`);
    return { obstacles: [], notes: [...notes, ...(stays === undefined ? [] : [stays]), ...lines] };
  } catch (error) {
    if (!(error instanceof SeaworthyError) || error.code === 'ENGINE_UNREACHABLE') throw error;
    const { message, detail, hint = 'Write it as it is there, or remove it first.' } = error;
    return { obstacles: [{ message: [message, ...detail].join('; '), hint }], notes };
  }
}

/** Of an object of ours of which others own fields: with `--adopt` they are ours again. In words; undefined: refused. */
export async function fieldsToTake(
  kube: Kube,
  service: string,
  object: ApiObject,
  error: SeaworthyError,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  if (!kube.adoption.isAsked || error.code !== 'FOREIGN_OBJECT' || error.detail.length === 0)
    return undefined;
  const there = await placed(kube, object, signal);
  const live = await kube.client.read(there, signal);
  const uid = textAt(live, 'metadata', 'uid');
  if (uid === undefined || !isOurs(live, kube)) return undefined;
  await kube.client.apply(there, { dryRun: true, force: true }, signal);
  const { apiVersion, kind, metadata } = object;
  kube.adoption.add({ what: 'fields', service, apiVersion, kind, name: metadata.name, uid });
  return error.detail.map(
    (line) =>
      `${kind} ${metadata.name} ${line.replace(/: conflict with "([^"]*)".*$/, ' of $1 is taken over')}`,
  );
}
