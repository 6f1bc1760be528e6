// Requests and limits from compose, with honest defaults where it says nothing.
import type { Service } from '../../model/service.ts';
import { cachesIn, heapsIn, holdsOptions } from '../../rules/shared/memory-settings.ts';
import { note, type Part, type World } from './part.ts';

export interface Amounts {
  readonly memoryRequest: number;
  readonly memoryLimit: number;
  readonly cpuRequest: number;
  readonly cpuLimit: number;
}

const mebibyte = 1024 ** 2;
/** What the disk of the node holds for a container: its log, and folders that are no volumes. */
export const ephemeralStorage = '512Mi';

const fallback: Amounts = {
  memoryRequest: 128 * mebibyte,
  memoryLimit: 512 * mebibyte,
  cpuRequest: 0.1,
  cpuLimit: 1,
};

/**
 * What a pod asks for. Memory that it holds cannot be taken back but by killing it, so all that it may use is asked
 * for. CPU can: where an autoscaler adds pods by what is used of the request, there is room above it.
 */
export function amountsOf(part: Part): Amounts {
  const { memoryLimit, cpuRequest, cpuLimit } = statedAmounts(part);
  const isGuess = part.service.resources.cpuLimit === undefined;
  const steady = isGuess ? Math.max(cpuRequest, steadyCpus) : cpuLimit;
  return part.scales
    ? { memoryRequest: memoryLimit, memoryLimit, cpuRequest, cpuLimit }
    : { memoryRequest: memoryLimit, memoryLimit, cpuRequest: steady, cpuLimit: steady };
}

/** Of what no autoscaler helps, where compose sets no limit. */
const steadyCpus = 0.5;

/** As compose has it. */
export function statedAmounts({ service }: Pick<Part, 'service'>): Amounts {
  const { memoryRequest, memoryLimit, cpuRequest, cpuLimit } = service.resources;
  const guess = guessedMemory(service);
  // With a limit alone Kubernetes requests as much; with a request alone twice of it is room for peaks.
  const memory = pair(memoryRequest?.value, memoryLimit?.value, guess);
  const cpu = pair(cpuRequest?.value, cpuLimit?.value, [fallback.cpuRequest, fallback.cpuLimit]);
  return { memoryRequest: memory[0], memoryLimit: memory[1], cpuRequest: cpu[0], cpuLimit: cpu[1] };
}

/** Twice of what a virtual machine is told to take as heap, and of what a cache may hold. */
function guessedMemory(service: Service): readonly [number, number] {
  const heaps = [...service.environment.values()].flatMap(({ name, value }) =>
    value !== undefined && holdsOptions(name) ? heapsIn(value) : [],
  );
  const words = service.command?.words ?? [];
  const stated = [...heaps, ...words.flatMap(heapsIn), ...cachesIn(words)].map(({ bytes }) => bytes * 2);
  const most = Math.max(0, ...stated);
  return most > fallback.memoryLimit ? [most, most] : [fallback.memoryRequest, fallback.memoryLimit];
}

function pair(
  request: number | undefined,
  limit: number | undefined,
  other: readonly [number, number],
): readonly [number, number] {
  if (isSet(request) && isSet(limit)) return [Math.min(request, limit), limit];
  if (isSet(limit)) return [limit, limit];
  if (isSet(request)) return [request, Math.max(request * 2, other[1])];
  return other;
}

/** Compose reads 0 as "no limit". */
function isSet(amount: number | undefined): amount is number {
  return amount !== undefined && amount > 0;
}

export function tellResources(parts: readonly Part[], world: World): void {
  const more = parts.filter((part) => amountsOf(part).memoryRequest > statedAmounts(part).memoryRequest);
  if (more.length > 0)
    note(
      world,
      'know',
      `what compose lets ${more.map(({ service }) => service.name).join(', ')} use of memory is requested, not what it reserves: pods that need more than nodes have left are killed`,
    );
  const guessed = parts
    .filter(
      ({ service: { resources } }) =>
        resources.memoryLimit === undefined && resources.memoryRequest === undefined,
    )
    .map(({ service }) => service.name);
  if (guessed.length > 0)
    note(
      world,
      'decide',
      `compose gives ${guessed.join(', ')} no memory: what is requested, and the limit of ${memoryText(fallback.memoryLimit)} or twice a stated heap, are a guess: measure it`,
    );
}

/** `96Mi`, `1Gi`, or bytes where it comes out even in neither. */
export function memoryText(bytes: number): string {
  const gibibyte = 1024 * mebibyte;
  if (bytes % gibibyte === 0) return `${bytes / gibibyte}Gi`;
  if (bytes % mebibyte === 0) return `${bytes / mebibyte}Mi`;
  return bytes % 1024 === 0 ? `${bytes / 1024}Ki` : String(Math.ceil(bytes));
}

/** `250m`, `"2"`. */
export function cpuText(cpus: number): string {
  const milli = Math.max(1, Math.round(cpus * 1000));
  return milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`;
}
