// When each request is due: stages as one function of time that never goes back.
import type { LoadStage, LoadTarget } from '../../model/load.ts';

/** Times of arrival in ms from the beginning, in order; the number of arrivals is the area under the rates. */
export function* arrivals(stages: readonly LoadStage[]): Generator<number, undefined> {
  let begun = 0;
  let before = 0;
  let next = 0;
  for (const { from, to, durationMs } of stages) {
    const seconds = durationMs / 1000;
    const end = before + ((from + to) / 2) * seconds;
    const slope = seconds === 0 ? 0 : (to - from) / seconds;
    // At a constant rate they are due at 0, 1/rate, 2/rate and so on; a stage goes on where the one before left off.
    for (; next < end - 1e-9; next += 1) yield begun + 1000 * timeOf(next - before, from, slope);
    before = end;
    begun += durationMs;
  }
  return undefined;
}

/** Seconds until so many have arrived: the root of `from·t + slope·t²/2 = amount`. */
function timeOf(amount: number, from: number, slope: number): number {
  if (Math.abs(slope) < 1e-12) return from === 0 ? 0 : amount / from;
  return (-from + Math.sqrt(Math.max(0, from * from + 2 * slope * amount))) / slope;
}

/** Arrivals of all stages together. */
export function plannedArrivals(stages: readonly LoadStage[]): number {
  return stages.reduce((sum, { from, to, durationMs }) => sum + ((from + to) / 2) * (durationMs / 1000), 0);
}

/** Arrivals a second that the stages ask for at this time. */
export function rateAt(stages: readonly LoadStage[], ms: number): number {
  let begun = 0;
  for (const { from, to, durationMs } of stages) {
    if (ms < begun + durationMs) return from + ((to - from) * (ms - begun)) / durationMs;
    begun += durationMs;
  }
  return 0;
}

/** Targets in turn by their weights, spread as evenly as they go and the same each time (smooth weighted round robin). */
export function turns(targets: readonly Pick<LoadTarget, 'weight'>[]): () => number {
  const credit = targets.map(() => 0);
  const sum = targets.reduce((all, { weight }) => all + weight, 0);
  return () => {
    let best = 0;
    for (const [index, { weight }] of targets.entries()) {
      const mine = (credit[index] ?? 0) + weight;
      credit[index] = mine;
      if (mine > (credit[best] ?? 0)) best = index;
    }
    credit[best] = (credit[best] ?? 0) - sum;
    return best;
  };
}
