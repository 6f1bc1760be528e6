// The effects of the contract, each idempotent by its key: what is there is looked up first.
import { systemClock } from '../../base/clock.ts';
import { BugError } from '../../base/errors.ts';
import type { Observed } from '../../model/unit.ts';
import { type ApplyContext, type EngineAction, servingIn } from '../engine.ts';
import { drainInstance } from './drain.ts';
import { removeCopies } from './files.ts';
import type { HostFront } from './front.ts';
import type { StackImages } from './images/images.ts';
import { labelsOf, ownLabels } from './labels.ts';
import type { Looker } from './looker.ts';
import { containerName } from './names.ts';
import type { Networks } from './networks.ts';
import { type Docker, idOf } from './objects.ts';
import type { Reach } from './observe.ts';
import { routeTo } from './route.ts';
import { startInstance } from './start.ts';
import { removeInstance, stopInstance } from './stop.ts';
import type { Stops } from './stops.ts';

export interface Parts {
  readonly docker: Docker;
  readonly networks: Networks;
  readonly looker: Looker;
  readonly front: HostFront;
  readonly images: StackImages;
  readonly reach: Reach;
  /** When a container lost the name of its service, on the monotonic clock. */
  readonly unnamedAt: Map<string, number>;
  readonly stops: Stops;
  readonly observed: (container: unknown) => Observed;
}

/**
 * Who called just while a container was out of its network tries again a second later, as ARP and TCP have it: only
 * then can it be seen whether anything is under way.
 */
const settleMs = 2000;

type Of<K extends EngineAction['kind']> = Extract<EngineAction, { kind: K }>;

/** What to say of it to people, when the action itself knows more than what is there afterwards. */
export async function perform(
  parts: Parts,
  action: EngineAction,
  context: ApplyContext,
): Promise<string | undefined> {
  const { docker } = parts;
  const { signal, midAct, wanted } = context;
  const imageAct = { signal, sent: midAct, onProgress: context.onProgress };
  switch (action.kind) {
    case 'pull':
      return await parts.images.pull(action.image, action.digest, action.platform, imageAct);
    case 'build':
      if (wanted === undefined) throw new BugError(`build of ${action.image} without its unit`);
      return await parts.images.build(wanted.unit, { ...imageAct, seen: action.seen });
    case 'start':
      await start(parts, action, context);
      return undefined;
    case 'route': {
      const switched = () => pointFront(parts, action, signal);
      const unnamed = (id: string) => parts.unnamedAt.set(id, systemClock.monotonicMs());
      // Who calls it is about to go as well, or should see it gone: only new requests from outside are kept off.
      if (action.leaves === true) {
        midAct?.();
        await switched();
        return 'no instance';
      }
      const { run } = context;
      await routeTo(docker, action.service, servingIn(action), { run, signal, midAct, switched, unnamed });
      return undefined;
    }
    case 'drain': {
      const name = await nameOf(parts, action.instance, signal);
      await parts.front.drain(action.service, action.instance, action.drainMs, signal);
      midAct?.();
      const since = systemClock.monotonicMs() - (parts.unnamedAt.get(name) ?? Number.NEGATIVE_INFINITY);
      await systemClock.sleep(Math.min(settleMs - since, action.drainMs), signal);
      const seen = seenAs(parts, action.instance);
      return drainInstance(docker, { name, seen }, action.drainMs, parts.reach, signal);
    }
    case 'stop': {
      const { graceMs, signal: signalName, instance } = action;
      const name = await nameOf(parts, instance, signal);
      const seen = seenAs(parts, instance);
      const leaves = wanted === undefined;
      const { stops } = parts;
      // Its own hooks, not those of what takes its place.
      const unitOf = (container: unknown) =>
        (context.former?.(labelsOf(container)[ownLabels.config] ?? '') ?? wanted)?.unit;
      const stop = { seen, graceMs, signalName, signal, midAct, leaves, stops, unitOf };
      const state = await stopInstance(docker, name, stop);
      parts.looker.outdate(instance);
      return state;
    }
    case 'remove': {
      const name = await nameOf(parts, action.instance, signal);
      const { stops } = parts;
      await removeInstance(docker, name, { seen: seenAs(parts, action.instance), signal, midAct, stops });
      parts.looker.drop(action.instance);
      removeCopies(docker, action.instance);
      if (wanted === undefined) await parts.front.letGo(action.service, signal);
      return 'gone';
    }
  }
}

async function start(
  { docker, networks, front, images }: Parts,
  { instance, config, alone, trial }: Of<'start'>,
  { key, release, run, wanted, signal, midAct }: ApplyContext,
): Promise<void> {
  if (wanted === undefined) throw new BugError(`start of ${instance} without its unit`);
  const isHeld = wanted.unit.container?.heldPorts === true;
  if (isHeld) await front.hold(wanted.unit, signal);
  const image = await images.startFrom(wanted.unit, release, signal);
  await startInstance(docker, networks, {
    wanted,
    image,
    identity: { instance, config, key, release, run },
    // What the front leads to keeps its address through restarts, which only joining anew gives it.
    alone: alone === true && !isHeld,
    trial: trial === true,
    signal,
    midAct,
  });
}

/** Where the front holds its ports, they lead to the instances as the name inside does. */
async function pointFront(
  { looker, front, observed }: Parts,
  action: Of<'route'>,
  signal: AbortSignal,
): Promise<void> {
  const { service, leaves } = action;
  // Whose ports are held is as it was made.
  const seen = leaves === true ? looker.seenOf(service) : [];
  const containers = seen.length > 0 ? seen : await looker.ofService(service, signal);
  const own = containers.filter((one) => labelsOf(one)[ownLabels.held] === 'true').map(observed);
  if (own.length === 0) return;
  const serving = servingIn(action);
  await front.point(
    service,
    own.filter((one) => serving.includes(one.instance)),
    signal,
  );
}

/** Its container by the label, as it stood at the last look. */
function seenAs({ looker }: Pick<Parts, 'looker'>, instance: string): unknown {
  return looker.seen().find((one) => labelsOf(one)[ownLabels.instance] === instance);
}

/** Its container by the label: names may be fixed ones. */
export async function nameOf(
  { docker, looker }: Pick<Parts, 'docker' | 'looker'>,
  instance: string,
  signal: AbortSignal,
): Promise<string> {
  // Seen before is enough: an id is never another's, and what has gone since is found to be gone by who asks for it.
  const seen = seenAs({ looker }, instance);
  if (seen !== undefined) return idOf(seen);
  await looker.all(signal);
  const found = seenAs({ looker }, instance);
  return found === undefined ? containerName(docker.stack, instance) : idOf(found);
}
