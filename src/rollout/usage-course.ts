// The course of what instances used, in few enough samples to be kept, with sums and peaks over all of them.
import type { Sample } from '../engines/engine.ts';
import type { UsageSample } from '../model/measurement.ts';

export interface RecordedUsage {
  /** Ascending by time within an instance; few enough to be kept, whatever the run took. */
  readonly samples: readonly UsageSample[];
  /** Bytes of all instances together, at the one time when they were most; undefined where nothing was sampled. */
  readonly memoryPeak: number | undefined;
  /** Bytes of each service at its own peak, its older and newer instance together. */
  readonly memoryPeaks: ReadonlyMap<string, number>;
  /** CPU seconds that were used while the run went on; undefined where the engine does not count them. */
  readonly cpuSeconds: number | undefined;
  /** From the beginning of the run to the end of the recording. */
  readonly lastedMs: number;
  /** Samples that were taken: more than are kept after a long run. */
  readonly taken: number;
}

/** CPU seconds that an instance had used at a time of the run. */
export interface Counted {
  readonly atMs: number;
  readonly cpuSeconds: number;
}

type Place = Pick<UsageSample, 'service' | 'instance' | 'atMs'>;

/** A sample takes some hundred bytes in the raw file. */
const keptLimit = 4096;

export class UsageCourse {
  readonly #keptLimit: number;
  #samples: UsageSample[] = [];
  /** Samples of one instance that are nearer together than this become one when there are too many. */
  #widthMs = 500;
  #taken = 0;
  #cpuSeconds: number | undefined;
  #memoryPeak: number | undefined;
  /** What each instance used last. */
  readonly #latest = new Map<string, { readonly service: string; readonly memory: number }>();
  readonly #memoryPeaks = new Map<string, number>();

  constructor(limit = keptLimit) {
    this.#keptLimit = limit;
  }

  add(place: Place, { memory, cpuSeconds }: Sample, before: Counted | undefined): void {
    this.#taken += 1;
    this.#latest.set(place.instance, { service: place.service, memory });
    const all = [...this.#latest.values()];
    const sum = (some: readonly { readonly memory: number }[]) =>
      some.reduce((total, one) => total + one.memory, 0);
    const own = sum(all.filter(({ service }) => service === place.service));
    this.#memoryPeak = Math.max(this.#memoryPeak ?? 0, sum(all));
    this.#memoryPeaks.set(place.service, Math.max(this.#memoryPeaks.get(place.service) ?? 0, own));
    this.#keep({ ...place, memory, cpus: this.#cpus(place.atMs, cpuSeconds, before) });
  }

  #cpus(atMs: number, cpuSeconds: number | undefined, before: Counted | undefined): number | undefined {
    if (cpuSeconds === undefined || before === undefined) return undefined;
    // A restart begins to count anew.
    const used = cpuSeconds >= before.cpuSeconds ? cpuSeconds - before.cpuSeconds : cpuSeconds;
    this.#cpuSeconds = (this.#cpuSeconds ?? 0) + used;
    const seconds = (atMs - before.atMs) / 1000;
    return seconds <= 0 ? undefined : used / seconds;
  }

  /** From then on it uses nothing. */
  end(instance: string, atMs: number): void {
    const known = this.#latest.get(instance);
    if (known === undefined) return;
    this.#latest.delete(instance);
    this.#keep({ service: known.service, instance, atMs, memory: 0, cpus: 0 });
  }

  #keep(sample: UsageSample): void {
    this.#samples.push(sample);
    while (this.#samples.length > this.#keptLimit) {
      this.#widthMs *= 2;
      this.#samples = coarser(this.#samples, this.#widthMs);
    }
  }

  recorded(lastedMs: number): RecordedUsage {
    return {
      samples: [...this.#samples],
      memoryPeak: this.#memoryPeak,
      memoryPeaks: this.#memoryPeaks,
      cpuSeconds: this.#cpuSeconds,
      lastedMs,
      taken: this.#taken,
    };
  }
}

/** One sample an instance and width: its most memory, since a peak must not be lost, and the mean of its CPU. */
function coarser(samples: readonly UsageSample[], widthMs: number): UsageSample[] {
  const kept = new Map<string, UsageSample & { readonly weight: number }>();
  for (const sample of samples) {
    const key = `${sample.instance} ${Math.floor(sample.atMs / widthMs)}`;
    const other = kept.get(key);
    if (other === undefined) kept.set(key, { ...sample, weight: 1 });
    else {
      const weight = other.weight + 1;
      const { cpus = other.cpus } = sample;
      const mean =
        other.cpus === undefined || cpus === undefined ? cpus : other.cpus + (cpus - other.cpus) / weight;
      // Where it ended it must end, or it would seem to use its last amount for ever.
      const memory = sample.memory === 0 ? 0 : Math.max(other.memory, sample.memory);
      kept.set(key, { ...sample, memory, cpus: mean, weight });
    }
  }
  return [...kept.values()].map(({ weight: _weight, ...sample }) => sample);
}
