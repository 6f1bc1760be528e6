// Raw data behind evidence: what verbs that measure write, and what reports draw. JSON files; times are ms since the
// beginning of the measurement unless a name says otherwise.

/** Raw data of `load/<name>`, as far as reports draw it. */
export interface LoadRaw {
  readonly name: string;
  readonly all: {
    readonly requests: number;
    /** ms */
    readonly latency: {
      readonly p50: number;
      readonly p95: number;
      readonly p99: number;
      readonly max: number;
    };
  };
  /** Middle of a class in ms, and how many answers fell into it; ascending. */
  readonly histogram: readonly (readonly [ms: number, count: number])[];
}

/** One look at one instance while a rollout went on. */
export interface UsageSample {
  readonly atMs: number;
  readonly service: string;
  readonly instance: string;
  /** Bytes; 0 where it has ended. */
  readonly memory: number;
  /** CPU seconds a second since the sample before; undefined where the engine does not count them, or at first. */
  readonly cpus?: number | undefined;
}

/** Raw data of `rollout/usage`: what each instance used while its release was rolled out. */
export interface UsageRaw {
  readonly schema: 'seaworthy.raw.usage/1';
  readonly begunAt: string;
  readonly samples: readonly UsageSample[];
}

/** Raw data of `rollout/images`: bytes, layers that several images share counted once in `total`. */
export interface ImagesRaw {
  readonly schema: 'seaworthy.raw.images/1';
  readonly images: readonly {
    readonly service: string;
    readonly image: string;
    readonly compressed: number | undefined;
    readonly unpacked: number | undefined;
  }[];
  readonly total: number | undefined;
}
