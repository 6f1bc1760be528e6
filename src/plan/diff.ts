// One service: what is wanted against what is observed, as a change with its reason.

import type { ServiceChange } from '../model/plan.ts';
import type { ReplaceMode } from '../model/settings.ts';
import { adoptedConfig, type Observed, type Wanted } from '../model/unit.ts';

export interface ServiceDiff {
  readonly service: string;
  readonly change: ServiceChange;
  readonly because: string;
  readonly wanted: Wanted | undefined;
  /** The instance that stays, when one matches. */
  readonly keep: Observed | undefined;
  /** The kept instance was started by this run but has not passed its gate yet: a resumed run proves it first. */
  readonly unproved: boolean;
  /** What was taken over and had to make room: it is started again as it is. */
  readonly revive?: Observed | undefined;
  /** Instances that have to go. */
  readonly stale: readonly Observed[];
  readonly replace: ReplaceMode | undefined;
}

export interface DiffContext {
  /** The engine's reason for leaving the service out. */
  readonly skipped?: string | undefined;
  /** The engine's reason for not running two side by side. */
  readonly stopFirst?: string | undefined;
  /** Why it has to go, when it has to. */
  readonly leaving?: string | undefined;
  /** Instances that run but have not passed their gate. */
  readonly unproved?: ReadonlySet<string>;
  /** Instances that a failed run left behind unproved: whatever they claim to be, they are not kept. */
  readonly distrusted?: ReadonlySet<string> | undefined;
}

/** Compares one service. `wanted` undefined: it has to go. */
export function diffService(
  service: string,
  wanted: Wanted | undefined,
  observed: readonly Observed[],
  engine: DiffContext,
): ServiceDiff {
  const base = { service, wanted, keep: undefined, unproved: false, replace: undefined } as const;
  if (wanted === undefined) {
    const because = engine.leaving ?? 'it is no longer part of the stack';
    return { ...base, change: 'remove', because, stale: observed };
  }
  if (engine.skipped !== undefined)
    return { ...base, change: 'skip', because: engine.skipped, stale: observed };
  const trusted = observed.filter((one) => engine.distrusted?.has(one.instance) !== true);
  const matching = trusted.filter((one) => one.config === wanted.config && isGood(one) && !isChanged(one));
  const keep = matching.find((one) => one.routed) ?? matching[0];
  const isReturn = keep === undefined && wanted.config === adoptedConfig;
  const revive = isReturn ? observed.find((one) => one.adopted !== undefined) : undefined;
  const stale = observed.filter((one) => one !== keep && one !== revive);
  const others = stale.some((one) => one.state !== 'exited');
  if (keep !== undefined && engine.unproved?.has(keep.instance) === true) {
    const replace = others ? replaceMode(wanted, engine.stopFirst) : undefined;
    const change = others ? 'replace' : 'create';
    return {
      ...base,
      change,
      because: `${keep.instance} has yet to pass its gate`,
      keep,
      unproved: true,
      stale,
      replace,
    };
  }
  if (keep !== undefined) return { ...base, change: 'keep', because: 'it runs as wanted', keep, stale };
  const alive = observed.filter((one) => one.state !== 'exited');
  if (alive.length === 0)
    return { ...base, change: 'create', because: becauseCreate(observed, wanted), revive, stale };
  const replace = replaceMode(wanted, engine.stopFirst);
  return {
    ...base,
    change: 'replace',
    because: becauseReplace(causeOf(trusted, observed), wanted, replace, engine.stopFirst),
    revive,
    stale,
    replace,
  };
}

/** Somebody has changed it since it was started, in a way that only a new instance puts right. */
function isChanged({ changed, state }: Observed): boolean {
  return changed !== undefined && changed.length > 0 && state !== 'exited';
}

/** Running, or a one-shot that ended well. */
function isGood(one: Observed): boolean {
  return (
    one.state === 'running' ||
    one.state === 'starting' ||
    (one.oneShot && one.state === 'exited' && one.exitCode === 0)
  );
}

function becauseCreate(observed: readonly Observed[], wanted: Wanted): string {
  const dead = observed.find((one) => one.config === wanted.config) ?? observed[0];
  if (dead === undefined) return 'it does not exist yet';
  const how = dead.exitCode === undefined ? (dead.signal ?? 'an unknown cause') : `exit ${dead.exitCode}`;
  return `${dead.instance} is no longer running (${how})`;
}

function causeOf(trusted: readonly Observed[], observed: readonly Observed[]): string {
  if (trusted.length < observed.length) return 'what runs has never passed its gate';
  const changed = trusted.filter(isChanged).flatMap((one) => one.changed ?? []);
  if (changed.length > 0) return `somebody changed its ${changed.map(({ field }) => field).join(', ')}`;
  const isAdopted = observed.some((one) => one.adopted !== undefined);
  return isAdopted
    ? 'docker compose started it: it goes when the new one is good'
    : 'its configuration or content changed';
}

function becauseReplace(
  cause: string,
  wanted: Wanted,
  mode: ReplaceMode,
  engineReason: string | undefined,
): string {
  const why =
    mode === 'stop-first' ? ` (stop-first: ${engineReason ?? stopFirstReason(wanted) ?? 'as set'})` : '';
  return `${cause}${why}`;
}

function replaceMode(wanted: Wanted, engineReason: string | undefined): ReplaceMode {
  return engineReason !== undefined || stopFirstReason(wanted) !== undefined ? 'stop-first' : wanted.replace;
}

/** Two writers on one data volume are never allowed (a declared gap is). */
function stopFirstReason(wanted: Wanted): string | undefined {
  const volume = wanted.unit.mounts.find((mount) => mount.kind === 'volume' && !mount.readOnly);
  return volume === undefined ? undefined : `it writes to the volume ${volume.source ?? volume.target}`;
}
