// Load that was shed and not brought back: told from the journals, which hold the way back.
import type { StateStore } from '../journal/store.ts';
import type { Plan } from '../model/plan.ts';
import type { Wanted } from '../model/unit.ts';
import { type KnownRun, readRun } from './history.ts';

export interface Shed {
  /** Service -> number of the release that it was on. */
  readonly releases: Readonly<Record<string, number>>;
  /** ISO time of the newest shedding. */
  readonly since: string;
}

/** Undefined when everything that is rolled out may run. */
export function shedNow(store: StateStore): Shed | undefined {
  const current = store.current();
  const releases: Record<string, number> = {};
  let since: string | undefined;
  for (const entry of [...store.runs()].reverse()) {
    const run = readRun(store, entry);
    if (isOver(run)) break;
    const load = run.state?.kind === 'shed' ? store.runPlan(entry.run)?.load : undefined;
    if (load === undefined) continue;
    const own = Object.entries(load.releases).filter(([service]) => current[service] === undefined);
    if (own.length > 0) since ??= run.state?.lastAt;
    for (const [service, release] of own) releases[service] ??= release;
  }
  return since === undefined ? undefined : { releases, since };
}

/** Service -> number of the release that it is on, or comes back to. */
export function rolledOut(store: StateStore): Readonly<Record<string, number>> {
  return { ...store.current(), ...shedNow(store)?.releases };
}

/** From here on nothing is shed of what was before: everything was brought up, or taken away. */
function isOver({ state }: KnownRun): boolean {
  return state !== undefined && state.kind !== 'shed' && state.ended?.outcome === 'done';
}

/** How a run of this kind is told to have ended well; undefined for one that rolls a release out. */
export function loadMessage({ load, stack, phases }: Plan): string | undefined {
  if (load === undefined) return undefined;
  const services = phases.flatMap((phase) => phase.services.map((one) => one.service)).join(', ');
  return load.kind === 'shed'
    ? `${stack} has shed ${services}; seaworthy restore-load brings them back`
    : `${stack} runs ${services} again`;
}

/** Each of these services as its release wants it. */
export function wantedOn(store: StateStore, releases: Readonly<Record<string, number>>): readonly Wanted[] {
  const plans = new Map(
    [...new Set(Object.values(releases))].map((number) => [number, store.release(number)?.plan]),
  );
  return Object.entries(releases).flatMap(([service, number]) => plans.get(number)?.wanted[service] ?? []);
}
