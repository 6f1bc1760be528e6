// An engine over plain state, for dry runs and property tests: same contract, no processes, no real time.
import type { PlannedImage } from '../../model/image.ts';
import type { Observed, Wanted } from '../../model/unit.ts';
import type {
  Applied,
  ApplyContext,
  Engine,
  EngineAction,
  ExecResult,
  ImagesHere,
  LogLine,
  LogOptions,
  Preflight,
  RouteCount,
  Sample,
} from '../engine.ts';
import { type MemoryBehaviour, MemoryWorld } from './world.ts';

export interface MemoryEngineOptions {
  /** Shared by several engines, as a host is by several deployers. */
  readonly world?: MemoryWorld;
  /** By service; a service without one runs at once and stays. */
  readonly behaviour?: Readonly<Record<string, MemoryBehaviour>>;
  /** It has images, which are to be pulled or built before a service starts. */
  readonly withImages?: boolean;
}

export function createMemoryEngine(
  options: MemoryEngineOptions = {},
): Engine & { readonly world: MemoryWorld } {
  const engine = new MemoryEngine(options.world ?? new MemoryWorld(options.behaviour ?? {}));
  if (options.withImages === true) engine.images = async (wanted) => imagesOf(engine.world, wanted);
  return engine;
}

function imagesOf(world: MemoryWorld, wanted: readonly Wanted[]): ImagesHere {
  const images = wanted.map(({ unit }): PlannedImage => {
    const name = unit.image ?? unit.service;
    const common = { name, services: [unit.service], platform: undefined, id: undefined, layers: [] };
    if (world.images.has(name))
      return { ...common, change: 'present', digest: undefined, because: 'it is here' };
    return unit.build === undefined
      ? { ...common, change: 'pull', digest: `${name}@sha256:0`, because: 'it is not here' }
      : { ...common, change: 'build', digest: undefined, because: 'it is not here' };
  });
  return { images, rate: undefined, disk: undefined, obstacles: [], warnings: [] };
}

const gibibyte = 1024 ** 3;

class MemoryEngine implements Engine {
  readonly name = 'memory';
  readonly description = 'plain state, nothing runs';
  readonly world: MemoryWorld;
  images?: (wanted: readonly Wanted[]) => Promise<ImagesHere>;

  constructor(world: MemoryWorld) {
    this.world = world;
  }

  async capacity() {
    return { memory: 64 * gibibyte, memoryTotal: 64 * gibibyte, cpus: 64 };
  }

  async preflight(wanted: readonly Wanted[]): Promise<Preflight> {
    const stopFirst: Record<string, string> = {};
    for (const { unit } of wanted) {
      const volume = unit.mounts.find((mount) => mount.kind === 'volume' && !mount.readOnly);
      if (volume !== undefined)
        stopFirst[unit.service] = `volume ${volume.source ?? ''} must have one writer`;
    }
    return { obstacles: [], notes: {}, skipped: {}, stopFirst };
  }

  async keepReleases(): Promise<readonly string[]> {
    return [];
  }

  async observe(): Promise<readonly Observed[]> {
    return this.world.observe();
  }

  async apply(action: EngineAction, context: ApplyContext): Promise<Applied> {
    context.signal.throwIfAborted();
    this.world.apply(action, context);
    context.midAct?.();
    return { detail: `${action.kind} of ${action.service}` };
  }

  async *logs(instance: string, options: LogOptions): AsyncGenerator<LogLine> {
    const lines = this.world.find(instance)?.log ?? [];
    const from = options.tail === undefined ? 0 : Math.max(0, lines.length - options.tail);
    for (const text of lines.slice(from)) yield { instance, stream: 'out', text };
  }

  async *stats(instance: string, signal: AbortSignal): AsyncGenerator<Sample> {
    const found = this.world.find(instance);
    if (found === undefined || signal.aborted) return;
    yield { atMs: 0, memory: found.memory, cpuSeconds: 0, pids: 1 };
  }

  async exec(instance: string, _unit: unknown, argv: readonly string[]): Promise<ExecResult> {
    return { exitCode: this.world.exec(instance, argv), output: '' };
  }

  async address(service: string, port: number) {
    return this.world.hasService(service) ? { host: '127.0.0.1', port } : undefined;
  }

  async counts(): Promise<readonly RouteCount[]> {
    return this.world.counts();
  }

  async teardown(options: { readonly volumes: boolean }): Promise<readonly string[]> {
    return this.world.clear(options.volumes);
  }

  async close(): Promise<void> {}
}
