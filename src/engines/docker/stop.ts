// The end of an instance.
import type { UnitSpec } from '../../model/unit.ts';
import { runHooks } from './hooks.ts';
import { type Docker, idOf, inspectOurs } from './objects.ts';
import { stateOf } from './observe.ts';
import type { Stops } from './stops.ts';
import { isAtLeast } from './version.ts';

export interface Stop {
  /** The container at the last look, if there was one. */
  readonly seen: unknown;
  readonly graceMs: number;
  /** Undefined: the one that the container was made with. */
  readonly signalName: string | undefined;
  readonly signal: AbortSignal;
  readonly midAct: (() => void) | undefined;
  /** Nobody takes its place: whoever waits for it waits for its programs to end, and not for its ports and names. */
  readonly leaves: boolean;
  readonly stops: Stops;
  /** What the container was started from. */
  readonly unitOf: (container: unknown) => UnitSpec | undefined;
}

/** As it was seen, or else as it is: an id that was ours is never another's. Seen as ended, it may have been started again. */
async function known(docker: Docker, name: string, seen: unknown, signal: AbortSignal): Promise<unknown> {
  const isSeen = seen !== undefined && stateOf(seen) !== 'exited';
  return isSeen ? seen : await inspectOurs(docker, name, signal);
}

/** Over when nothing of it runs: the engine sends the polite signal, waits for the grace, and kills. The answer: its state. */
export async function stopInstance(docker: Docker, name: string, stop: Stop): Promise<string> {
  const { client } = docker;
  const { graceMs, signalName, signal, midAct } = stop;
  const found = await known(docker, name, stop.seen, signal);
  if (found === undefined) return 'gone';
  if (stateOf(found) === 'exited') return 'exited';
  await runHooks(docker, idOf(found), stop.unitOf(found), 'pre_stop', signal);
  const version = await client.engine(signal);
  // Whole seconds are all that the engine knows; 0 would be no grace at all.
  const t = Math.max(1, Math.ceil(graceMs / 1000));
  const isNamed = signalName !== undefined && isAtLeast(version, '1.42');
  const query = isNamed ? { t, signal: signalName } : { t };
  const idleMs = graceMs + 60_000;
  const options = { query, accept: [404], idleMs, signal, sent: midAct };
  const stopped = client.call('POST', `/containers/${idOf(found)}/stop`, options);
  if (stop.leaves) {
    await stop.stops.ended(found, stopped, signal);
    return 'exited';
  }
  return (await stopped).status === 404 ? 'gone' : 'exited';
}

/** Removes it and what the engine keeps of it; its named volumes stay. */
export async function removeInstance(
  docker: Docker,
  name: string,
  { seen, signal, midAct, stops }: Pick<Stop, 'seen' | 'signal' | 'midAct' | 'stops'>,
): Promise<void> {
  const found = seen ?? (await inspectOurs(docker, name, signal));
  if (found === undefined) return;
  await stops.over(idOf(found));
  const query = { force: true };
  await docker.client.call('DELETE', `/containers/${idOf(found)}`, {
    query,
    accept: [404, 409],
    signal,
    sent: midAct,
  });
}
