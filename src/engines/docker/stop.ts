// The end of an instance.
import type { UnitSpec } from '../../model/unit.ts';
import { runHooks } from './hooks.ts';
import { type Docker, idOf, inspectOurs } from './objects.ts';
import { stateOf } from './observe.ts';
import { isAtLeast } from './version.ts';

export interface Stop {
  /** The container at the last look, if there was one. */
  readonly seen: unknown;
  readonly graceMs: number;
  readonly signalName: string;
  readonly signal: AbortSignal;
  readonly midAct: (() => void) | undefined;
}

/** As it was seen, or else as it is: an id that was ours is never another's. Seen as ended, it may have been started again. */
async function known(docker: Docker, name: string, seen: unknown, signal: AbortSignal): Promise<unknown> {
  const isSeen = seen !== undefined && stateOf(seen) !== 'exited';
  return isSeen ? seen : await inspectOurs(docker, name, signal);
}

/** Over when nothing of it runs: the engine sends the polite signal, waits for the grace, and kills. */
export async function stopInstance(
  docker: Docker,
  name: string,
  unit: UnitSpec | undefined,
  stop: Stop,
): Promise<void> {
  const { client } = docker;
  const { graceMs, signalName, signal, midAct } = stop;
  const found = await known(docker, name, stop.seen, signal);
  if (found === undefined || stateOf(found) === 'exited') return;
  await runHooks(docker, idOf(found), unit, 'pre_stop', signal);
  const version = await client.engine(signal);
  // Whole seconds are all that the engine knows; 0 would be no grace at all.
  const t = Math.max(1, Math.ceil(graceMs / 1000));
  const query = isAtLeast(version, '1.42') ? { t, signal: signalName } : { t };
  const idleMs = graceMs + 60_000;
  await client.call('POST', `/containers/${idOf(found)}/stop`, {
    query,
    accept: [404],
    idleMs,
    signal,
    sent: midAct,
  });
}

/** Removes it and what the engine keeps of it; its named volumes stay. */
export async function removeInstance(
  docker: Docker,
  name: string,
  { seen, signal, midAct }: Pick<Stop, 'seen' | 'signal' | 'midAct'>,
): Promise<void> {
  const found = seen ?? (await inspectOurs(docker, name, signal));
  if (found === undefined) return;
  const query = { force: true };
  await docker.client.call('DELETE', `/containers/${idOf(found)}`, {
    query,
    accept: [404, 409],
    signal,
    sent: midAct,
  });
}
