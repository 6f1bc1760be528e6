export interface SteadyCount {
  requests: number;
  lost: number;
  /** The longest time without a good answer so far. */
  gapMs: number;
  readonly failures: Map<string, number>;
}

export interface SteadyClient {
  readonly count: SteadyCount;
  stop(options?: { readonly atLeast?: number }): Promise<SteadyCount>;
}

export function steadyClient(
  url: string,
  options?: { readonly connections?: number; readonly pauseMs?: number },
): SteadyClient;
