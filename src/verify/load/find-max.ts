// Searches for the rate at which thresholds break: doubling until they do, then halving the gap.
import type { LoadSetting } from '../../model/load.ts';
import { type LoadResult, lacksArrivals } from './result.ts';

export interface FindMaxOptions {
  /** The first rate that is tried. */
  readonly from: number;
  /** No rate above this is tried. */
  readonly most: number;
  /** How long each rate is held. */
  readonly stepMs: number;
  readonly signal: AbortSignal;
  readonly run: (setting: LoadSetting) => Promise<LoadResult>;
}

export interface RateTried {
  readonly rate: number;
  readonly outcome: LoadResult['outcome'];
  readonly why: string;
  readonly result: LoadResult;
}

export interface MaxFound {
  /** The highest rate that held; undefined: none did. */
  readonly held: number | undefined;
  /** The lowest rate that broke a threshold; undefined: none did. */
  readonly broke: number | undefined;
  /** What ended the search. */
  readonly because: 'found' | 'generator' | 'most' | 'interrupted' | 'inconclusive';
  readonly tried: readonly RateTried[];
}

/** The gap between what holds and what breaks, as a share of what holds, at which the search is over. */
const precision = 0.05;
/** Ends the search of a server whose answers are a matter of luck. */
const mostSteps = 24;

export async function findMax(setting: LoadSetting, options: FindMaxOptions): Promise<MaxFound> {
  const tried: RateTried[] = [];
  let held: number | undefined;
  let broke: number | undefined;
  const end = (because: MaxFound['because']): MaxFound => ({ held, broke, because, tried });
  for (let rate = options.from; tried.length < mostSteps; rate = nextRate(rate, held, broke, options.most)) {
    const result = await options.run(atRate(setting, rate, options.stepMs));
    tried.push({ rate, outcome: result.outcome, why: whyOf(result), result });
    if (options.signal.aborted) return end('interrupted');
    if (result.outcome === 'fail') broke = rate;
    else if (lacksArrivals(result)) return end('generator');
    else if (result.outcome === 'inconclusive') return end('inconclusive');
    else held = rate;
    if (held === options.most) return end('most');
    if (isClose(held, broke)) return end('found');
  }
  return end('found');
}

/** The first second of each rate is for the connections to open. */
function atRate(setting: LoadSetting, rate: number, stepMs: number): LoadSetting {
  const warmUpMs = Math.min(1000, stepMs / 5);
  return { ...setting, stages: [{ from: rate, to: rate, durationMs: stepMs + warmUpMs }], warmUpMs };
}

function nextRate(rate: number, held: number | undefined, broke: number | undefined, most: number): number {
  if (broke === undefined) return Math.min(most, rate * 2);
  return held === undefined ? rate / 2 : Math.round(((held + broke) / 2) * 10) / 10;
}

function isClose(held: number | undefined, broke: number | undefined): boolean {
  if (broke === undefined) return false;
  // Below one request in two seconds nothing is left to find.
  return held === undefined ? broke < 1 : broke - held <= Math.max(0.5, held * precision);
}

function whyOf(result: LoadResult): string {
  if (lacksArrivals(result)) {
    return `${result.missed} of ${result.due} requests were never sent`;
  }
  const decisive =
    result.thresholds.find(({ outcome }) => outcome === result.outcome) ?? result.thresholds[0];
  return decisive === undefined ? 'no threshold is set' : `${decisive.threshold}: ${decisive.reason}`;
}
