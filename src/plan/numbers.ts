// Numbers of instances: a name is never used again in a stack, or logs would mix.
import type { Observed } from '../model/unit.ts';

/** Gives so many numbers for new instances of a service. */
export type NextNumbers = (service: string, count: number) => readonly number[];

export interface UsedNumbers {
  readonly observed: readonly Observed[];
  /** Highest number ever used, by service. */
  readonly numbers: Readonly<Record<string, number>>;
  /** What this run has asked for already: where the engine does not show it, it is asked for again by its name. */
  readonly asked?: ReadonlySet<string>;
}

/** More than was ever used, in order. */
export function numbersFrom({ observed, numbers, asked = new Set() }: UsedNumbers): NextNumbers {
  const seen = new Set(observed.map((one) => one.instance));
  return (service, count) => {
    const unseen = [...asked]
      .filter((instance) => !seen.has(instance) && serviceOf(instance) === service)
      .map(instanceNumber)
      .sort((a, b) => a - b);
    const own = observed.filter((one) => one.service === service);
    const highest = Math.max(numbers[service] ?? 0, ...own.map((one) => instanceNumber(one.instance)));
    const given = unseen.slice(0, count);
    for (let next = highest + 1; given.length < count; next++) if (!unseen.includes(next)) given.push(next);
    return given;
  };
}

export function instanceNumber(instance: string): number {
  return Number(/-(\d+)$/.exec(instance)?.[1] ?? 0);
}

/** `shop-api-2` is one of `shop-api`. */
export function serviceOf(instance: string): string {
  return instance.replace(/-\d+$/, '');
}
