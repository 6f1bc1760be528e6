// Many gates look at one engine: looks that come close together share one answer.
import type { Clock } from '../base/clock.ts';
import type { Engine } from '../engines/engine.ts';
import type { Observed, Wanted } from '../model/unit.ts';
import type { ProbeTarget } from '../probes/target.ts';

export interface View {
  /** All instances, at most `freshMs` old. */
  all(signal: AbortSignal): Promise<readonly Observed[]>;
  /** The last answer about one instance, for what needs no fresh look. */
  last(instance: string): Observed | undefined;
}

// Short against what a gate waits for, long against what a look costs with dozens of gates.
const freshMs = 50;

export function createView(engine: Engine, clock: Clock): View {
  let at = Number.NEGATIVE_INFINITY;
  let pending: Promise<readonly Observed[]> | undefined;
  let latest: readonly Observed[] = [];
  return {
    all(signal) {
      if (pending !== undefined && clock.monotonicMs() - at < freshMs) return pending;
      at = clock.monotonicMs();
      const look = engine.observe(signal).then((observed) => {
        latest = observed;
        return observed;
      });
      pending = look;
      look.catch(() => {
        if (pending === look) pending = undefined;
      });
      return look;
    },
    last: (instance) => latest.find((one) => one.instance === instance),
  };
}

/** An instance as probes see it. */
export function probeTarget(engine: Engine, view: View, instance: string, wanted: Wanted): ProbeTarget {
  return {
    memoryLimit: wanted.unit.memoryLimit,
    address: (port) => view.last(instance)?.ports[String(port)],
    exec: (argv, signal) => engine.exec(instance, wanted.unit, argv, signal),
    async *logs(signal) {
      for await (const line of engine.logs(instance, { follow: true, tail: undefined }, signal))
        yield line.text;
    },
    observe: async (signal) => (await view.all(signal)).find((one) => one.instance === instance),
  };
}
