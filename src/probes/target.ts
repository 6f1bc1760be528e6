import type { Address, Observed } from '../model/unit.ts';

/** One instance as probes see it; the rollout makes it from an engine. */
export interface ProbeTarget {
  /** Bytes that it may use, for the words of a kill for memory. */
  readonly memoryLimit?: number | undefined;
  /** Where this instance listens for the container port; undefined: not (yet) known. */
  address(port: number): Address | undefined;
  /** Its host in its own network, where this machine cannot call ports without an address; undefined: it can. */
  inside?(): string | undefined;
  exec(
    argv: readonly string[],
    signal: AbortSignal,
  ): Promise<{ readonly exitCode: number; readonly output: string }>;
  /** Lines of the instance's log from its first one, following until the signal aborts. */
  logs(signal: AbortSignal): AsyncIterable<string>;
  /** The engine's word on the instance; undefined: the engine does not know it. */
  observe(signal: AbortSignal): Promise<Observed | undefined>;
  /** Resolves with the next change of it, or when the signal ends the wait; undefined: nobody tells. */
  readonly changed?: ((signal: AbortSignal) => Promise<void>) | undefined;
}
