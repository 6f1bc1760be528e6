// One service: what is wanted against what is observed, as a change with its reason.

import type { ServiceChange } from '../model/plan.ts';
import type { ReplaceMode } from '../model/settings.ts';
import { adoptedConfig, type Observed, replicasWanted, type Wanted } from '../model/unit.ts';
import { instanceNumber } from './numbers.ts';

export interface ServiceDiff {
  readonly service: string;
  readonly change: ServiceChange;
  readonly because: string;
  readonly wanted: Wanted | undefined;
  /** Instances that stay as they are, those that serve first. */
  readonly keep: readonly Observed[];
  /** Started by this run and not through their gates yet: they stay, and a resumed run proves them first. */
  readonly unproved: readonly Observed[];
  /** What was taken over and had to make room: it is started again as it is. */
  readonly revive: readonly Observed[];
  /** How many are started besides. */
  readonly starts: number;
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
  const gone = { service, wanted, keep: [], unproved: [], revive: [], starts: 0, stale: observed } as const;
  if (wanted === undefined) {
    const because = engine.leaving ?? 'it is no longer part of the stack';
    return { ...gone, change: 'remove', because, replace: undefined };
  }
  if (engine.skipped !== undefined)
    return { ...gone, change: 'skip', because: engine.skipped, replace: undefined };
  const trusted = observed.filter((one) => engine.distrusted?.has(one.instance) !== true);
  const parts = partsOf(wanted, observed, trusted, engine);
  return { service, wanted, ...parts, ...changeOf(parts, wanted, observed, trusted, engine) };
}

type Parts = Pick<ServiceDiff, 'keep' | 'unproved' | 'revive' | 'starts' | 'stale'>;

function partsOf(
  wanted: Wanted,
  observed: readonly Observed[],
  trusted: readonly Observed[],
  engine: DiffContext,
): Parts {
  const matching = trusted.filter((one) => one.config === wanted.config && isGood(one) && !isChanged(one));
  const stays = [...matching].sort(stayingFirst).slice(0, replicasWanted(wanted));
  const missing = replicasWanted(wanted) - stays.length;
  const isReturn = wanted.config === adoptedConfig;
  const revive = observed.filter((one) => isReturn && one.adopted !== undefined && !stays.includes(one));
  const again = revive.slice(0, missing);
  return {
    keep: stays.filter((one) => engine.unproved?.has(one.instance) !== true),
    unproved: stays.filter((one) => engine.unproved?.has(one.instance) === true),
    revive: again,
    starts: missing - again.length,
    stale: observed.filter((one) => !stays.includes(one) && !again.includes(one)),
  };
}

/** Who serves stays before who does not, and then whoever was first: the highest numbers go. */
function stayingFirst(a: Observed, b: Observed): number {
  if (a.routed !== b.routed) return a.routed ? -1 : 1;
  return instanceNumber(a.instance) - instanceNumber(b.instance);
}

/** How many instances of the service have to prove themselves, or serve again. */
export function newcomersOf({
  unproved,
  revive,
  starts,
}: Pick<ServiceDiff, 'unproved' | 'revive' | 'starts'>): number {
  return unproved.length + revive.length + starts;
}

function changeOf(
  parts: Parts,
  wanted: Wanted,
  observed: readonly Observed[],
  trusted: readonly Observed[],
  engine: DiffContext,
): Pick<ServiceDiff, 'change' | 'because' | 'replace'> {
  const { keep, unproved, starts } = parts;
  const living = parts.stale.filter(({ state }) => state !== 'exited');
  const running = trusted.filter((one) => one.config === wanted.config && isGood(one)).length;
  const counted = `${running} of it run, and ${replicasWanted(wanted)} are wanted`;
  if (newcomersOf(parts) === 0) {
    const isSurplus = living.length > 0 && (keep.length === 0 || running > keep.length);
    const asWanted = isSurplus ? counted : 'it runs as wanted';
    const because = keep.length === 0 ? 'none of it is wanted' : asWanted;
    return { change: isSurplus ? 'scale' : 'keep', because, replace: undefined };
  }
  const names = unproved.map(({ instance }) => instance).join(', ');
  const proof = names === '' ? undefined : `${names} has yet to pass its gate`;
  if (living.length > 0) {
    const replace = replaceMode(wanted, engine.stopFirst);
    const cause = causeOf(trusted, observed);
    const because = proof ?? becauseReplace(cause, wanted, replace, engine.stopFirst);
    return { change: 'replace', because, replace };
  }
  if (keep.length === 0) {
    const because = proof ?? becauseCreate(observed, wanted);
    return { change: 'create', because, replace: undefined };
  }
  const dead = starts > 0 && observed.some((one) => one.state === 'exited' && !keep.includes(one));
  const because = proof ?? (dead ? becauseCreate(parts.stale, wanted) : counted);
  return { change: 'scale', because, replace: undefined };
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
  if (changed.length > 0)
    return `somebody changed its ${[...new Set(changed.map(({ field }) => field))].join(', ')}`;
  const adopted = observed.find((one) => one.adopted !== undefined);
  return adopted === undefined
    ? 'its configuration or content changed'
    : `${adopted.madeBy ?? 'docker compose'} started it: it goes when the new one is good`;
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
