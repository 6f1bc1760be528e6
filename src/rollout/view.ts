// Many gates look at one engine: at their own service where it tells of changes, else looks that come close together share
// one answer.
import type { Clock } from '../base/clock.ts';
import type { Engine } from '../engines/engine.ts';
import type { Observed, Wanted } from '../model/unit.ts';
import type { ProbeTarget } from '../probes/target.ts';

export interface View {
  /** All instances, at most `freshMs` old. */
  all(signal: AbortSignal): Promise<readonly Observed[]>;
  /** Those of one service; of others, too, where the engine can only be asked for all. */
  of(service: string, signal: AbortSignal): Promise<readonly Observed[]>;
  /** The last answer about one instance, for what needs no fresh look. */
  last(instance: string): Observed | undefined;
}

// Short against what a gate waits for, long against what a look costs with dozens of gates.
const freshMs = 50;

export function createView(engine: Engine, clock: Clock): View {
  const { follow } = engine;
  const latest = new Map<string, Observed>();
  const keep = (observed: readonly Observed[]) => {
    for (const one of observed) latest.set(one.instance, one);
    return observed;
  };
  let current: Look | undefined;
  let next: Look | undefined;
  const begin = (): Look => {
    const look = newLook(clock, (signal) => engine.observe(signal));
    look.answer.then(
      (observed) => {
        latest.clear();
        keep(observed);
      },
      () => {
        if (current === look) current = undefined;
      },
    );
    return look;
  };
  const view: View = {
    all(signal) {
      if (current === undefined || (!current.isOpen() && !current.isFresh())) current = begin();
      if (current.isFresh()) return current.join(signal);
      // One at a time: a slow engine would only be slowed down by more. Who comes late gets an answer of its own age.
      next ??= newLook(clock, async (all) => {
        await current?.answer.catch(() => undefined);
        next = undefined;
        current = begin();
        // As one of its askers: another one that gives up must not end it for those who wait here.
        return current.join(all);
      });
      return next.join(signal);
    },
    of: async (service, signal) =>
      follow === undefined ? view.all(signal) : keep(await follow.look(service, signal)),
    last: (instance) => latest.get(instance),
  };
  return view;
}

interface Look {
  readonly answer: Promise<readonly Observed[]>;
  isOpen(): boolean;
  isFresh(): boolean;
  /** The answer for one who may give up; when all have, the look ends. */
  join(signal: AbortSignal): Promise<readonly Observed[]>;
}

function newLook(clock: Clock, observe: (signal: AbortSignal) => Promise<readonly Observed[]>): Look {
  const at = clock.monotonicMs();
  const all = new AbortController();
  let askers = 0;
  let isOpen = true;
  const answer = observe(all.signal).finally(() => {
    isOpen = false;
  });
  answer.catch(() => undefined);
  return {
    answer,
    isOpen: () => isOpen,
    isFresh: () => clock.monotonicMs() - at < freshMs && !all.signal.aborted,
    join(signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      askers += 1;
      return new Promise((resolve, fail) => {
        const leave = () => {
          askers -= 1;
          if (askers === 0) all.abort();
          fail(signal.reason);
        };
        signal.addEventListener('abort', leave, { once: true });
        answer.then(resolve, fail).finally(() => signal.removeEventListener('abort', leave));
      });
    },
  };
}

/** An instance as probes see it. */
export function probeTarget(engine: Engine, view: View, instance: string, wanted: Wanted): ProbeTarget {
  const { follow } = engine;
  const { service } = wanted.unit;
  return {
    changed: follow === undefined ? undefined : (signal) => follow.changed(service, signal),
    memoryLimit: wanted.unit.memoryLimit,
    address: (port) => view.last(instance)?.ports[String(port)],
    inside: () => view.last(instance)?.inside,
    exec: (argv, signal) => engine.exec(instance, wanted.unit, argv, signal),
    async *logs(signal) {
      for await (const line of engine.logs(instance, { follow: true, tail: undefined }, signal))
        yield line.text;
    },
    observe: async (signal) => (await view.of(service, signal)).find((one) => one.instance === instance),
  };
}
