// What differs between the releases that are recorded as current and what really runs, and who did it where that shows.
import type { Difference, Engine, Told, ToldAct } from '../engines/engine.ts';
import type { StateStore } from '../journal/store.ts';
import type { Plan } from '../model/plan.ts';
import { type Observed, replicasWanted, type Wanted } from '../model/unit.ts';
import { isCalled } from '../plan/step.ts';
import { readRun } from './history.ts';

export interface Drift extends Difference {
  /** Undefined when it concerns the service as a whole. */
  readonly instance: string | undefined;
}

export interface DriftInput {
  readonly store: StateStore;
  readonly observed: readonly Observed[];
  readonly told?: Told | undefined;
}

/** With what the engine alone can compare. While a run is at work, or was left half-way, that differs of course. */
export async function driftNow(
  engine: Engine,
  input: DriftInput,
  isSettled: boolean,
  signal: AbortSignal,
): Promise<readonly Drift[]> {
  const fields = isSettled ? await engine.differences?.(currentWanted(input.store), signal) : [];
  return [...driftOf(input), ...(fields ?? []).map((one) => ({ ...one, instance: undefined }))];
}

/** What is recorded as current, service by service. */
function currentWanted(store: StateStore): readonly Wanted[] {
  return Object.entries(store.current()).flatMap(
    ([service, number]) => store.release(number)?.plan.wanted[service] ?? [],
  );
}

export function driftOf(input: DriftInput): readonly Drift[] {
  const { store, observed } = input;
  const plans = new Map<number, Plan | undefined>();
  const drift: Drift[] = [];
  const current = Object.entries(store.current());
  for (const [service, number] of current) {
    if (!plans.has(number)) plans.set(number, store.release(number)?.plan);
    const plan = plans.get(number);
    const left = plan?.phases.some((phase) =>
      phase.services.some((one) => one.service === service && one.change === 'skip'),
    );
    const wanted = plan?.wanted[service];
    if (wanted === undefined || left === true) continue;
    const own = observed.filter((one) => one.service === service);
    drift.push(...ofState(service, number, wanted, own), ...own.flatMap(ofFields));
  }
  drift.push(...unknownTo(new Set(current.map(([service]) => service)), observed));
  return input.told === undefined ? drift : attributed(drift, input.told, actsOfOthers(input));
}

function ofState(
  service: string,
  number: number,
  wanted: Wanted,
  own: readonly Observed[],
): readonly Drift[] {
  const good = own.filter(
    (one) => one.config === wanted.config && (one.state !== 'exited' || (one.oneShot && one.exitCode === 0)),
  );
  const told = (field: string, wish: string, found: string, text: string): readonly Drift[] => [
    { service, instance: undefined, field, wanted: wish, found, by: undefined, text: `${service} ${text}` },
  ];
  const replicas = replicasWanted(wanted);
  if (good.length === 0 && replicas > 0)
    return own.length === 0
      ? told('state', 'running', 'not there', 'does not run')
      : told('state', 'running', stateWords(own), `does not run as release r${number} wants`);
  if (good.length !== replicas && (replicas !== 1 || good.length === 0))
    return told(
      'instances',
      String(replicas),
      String(good.length),
      `runs ${good.length} ${good.length === 1 ? 'instance' : 'instances'}, not ${replicas}`,
    );
  if (own.some((one) => one.config !== wanted.config && one.state !== 'exited'))
    return told(
      'instances',
      `release r${number}`,
      'another, too',
      'also runs an instance of another release',
    );
  const idle = good.filter((one) => !one.oneShot && !one.routed);
  if (isCalled(wanted.unit) && idle.length > 0 && (replicas > 1 || idle.length === good.length))
    return idle.length === good.length
      ? told('traffic', 'all of it', 'none', 'runs but gets no traffic')
      : told(
          'traffic',
          'all instances',
          'some',
          `gives no traffic to ${idle.map(({ instance }) => instance).join(', ')}`,
        );
  return [];
}

function stateWords(own: readonly Observed[]): string {
  return own
    .map(({ state, exitCode }) => (exitCode === undefined ? state : `${state} (exit ${exitCode})`))
    .join(', ');
}

function ofFields({ service, instance, changed = [], misplaced = [] }: Observed): readonly Drift[] {
  return [...changed, ...misplaced].map(({ field, wanted, found }) => ({
    service,
    instance,
    field,
    wanted,
    found,
    by: undefined,
    text: `${instance}: ${field} ${found}, not ${wanted}`,
  }));
}

function unknownTo(known: ReadonlySet<string>, observed: readonly Observed[]): readonly Drift[] {
  const services = new Set(observed.filter((one) => one.state !== 'exited').map((one) => one.service));
  return [...services]
    .filter((service) => !known.has(service))
    .map((service) => ({
      service,
      instance: undefined,
      field: 'state',
      wanted: 'not there',
      found: 'running',
      by: undefined,
      text: `${service} runs but belongs to no finished release`,
    }));
}

/** What is done while a run of ours is under way, and shortly after, is taken for its own. */
const ownMs = 2000;
/** An engine finishes what a killed deployer had asked for. */
const abandonedMs = 60_000;
/** Further back no engine remembers. */
const mostRuns = 50;

/** What was done to instances that none of our runs did. */
export function actsOfOthers({ store, told }: DriftInput): readonly ToldAct[] {
  if (told === undefined || told.acts.length === 0) return [];
  const ours = [...store.runs()].slice(-mostRuns).flatMap((entry) => {
    const { state } = readRun(store, entry);
    if (state === undefined) return [];
    const end = Date.parse(state.lastAt) + (state.ended === undefined ? abandonedMs : ownMs);
    return [{ begin: Date.parse(state.begunAt) - ownMs, end }];
  });
  return told.acts.filter(({ at }) => {
    const ms = Date.parse(at);
    return !ours.some(({ begin, end }) => ms >= begin && ms <= end);
  });
}

function attributed(drift: readonly Drift[], { foreign }: Told, acts: readonly ToldAct[]): readonly Drift[] {
  return drift.map((one) => {
    const instead =
      one.field === 'state' ? foreign.find(({ service }) => service === one.service) : undefined;
    if (instead !== undefined)
      return { ...one, by: `${instead.by} started ${instead.name} at ${secondOf(instead.since)}` };
    const last = acts.filter((act) => act.service === one.service && explains(act, one)).at(-1);
    return last === undefined ? one : { ...one, by: actWords(last) };
  });
}

function explains({ what, instance }: ToldAct, drift: Drift): boolean {
  if (drift.instance !== undefined && instance !== drift.instance) return false;
  if (drift.field.startsWith('network '))
    return what.startsWith('network ') && what.endsWith(drift.field.slice(8));
  if (drift.field === 'state' || drift.field === 'instances')
    return ['stop', 'kill', 'destroy'].includes(what);
  if (drift.field === 'traffic') return what.startsWith('network ');
  return what === 'update';
}

/** `docker stop at 12:03:11Z`. */
export function actWords({ what, at }: ToldAct): string {
  const command = what === 'destroy' ? 'rm' : what;
  return `docker ${command} at ${secondOf(at)}`;
}

function secondOf(time: string): string {
  return `${time.slice(11, 19)}Z`;
}
