// What a pull has done so far, layer by layer.
import { numberAt, textAt } from '../../../base/json.ts';

interface LayerState {
  readonly status: string;
  readonly done: number;
  readonly total: number;
}

export interface PullState {
  readonly layers: number;
  readonly layersDone: number;
  /** Bytes that have come, and that are known to come. */
  readonly bytes: number;
  readonly total: number;
}

export class PullProgress {
  readonly #layers = new Map<string, LayerState>();

  /** True when the line tells of something new. The engine's own waits between its tries do not count as such. */
  take(line: unknown): boolean {
    const id = textAt(line, 'id');
    const status = textAt(line, 'status') ?? '';
    if (id === undefined || !/^[0-9a-f]{12}$/.test(id)) return true;
    if (status.startsWith('Retrying')) return false;
    const before = this.#layers.get(id);
    const done = numberAt(line, 'progressDetail', 'current') ?? 0;
    const total = numberAt(line, 'progressDetail', 'total') ?? 0;
    const isDownload = status === 'Downloading';
    const next: LayerState = {
      status,
      done: isDownload ? done : isComplete(status) ? (before?.total ?? 0) : (before?.done ?? 0),
      total: isDownload ? Math.max(total, before?.total ?? 0) : (before?.total ?? 0),
    };
    this.#layers.set(id, next);
    const hasMoved = status === 'Extracting' ? true : before?.done !== next.done;
    return before?.status !== status || hasMoved;
  }

  state(): PullState {
    const all = [...this.#layers.values()];
    return {
      layers: all.length,
      layersDone: all.filter(({ status }) => status === 'Pull complete' || status === 'Already exists')
        .length,
      bytes: all.reduce((sum, layer) => sum + layer.done, 0),
      total: all.reduce((sum, layer) => sum + layer.total, 0),
    };
  }
}

function isComplete(status: string): boolean {
  return ['Verifying Checksum', 'Download complete', 'Extracting', 'Pull complete'].includes(status);
}
