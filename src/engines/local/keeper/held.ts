// Services that another engine runs and whose published ports the front holds: what it listens on, and where to, kept
// so that a restarted keeper goes on.
import { readFileSync } from 'node:fs';
import type { Front, Target } from '../../front/front.ts';
import { writeAtomically } from '../atomic.ts';
import { fieldsOf, listOf } from '../fields.ts';
import type { LocalPaths } from '../paths.ts';
import { type LaunchListener, parseListener } from '../record.ts';
import { parseBeside, parseTarget } from '../target.ts';
import { openPublished } from './listeners.ts';

const schema = 'seaworthy.held-ports/1';

interface HeldService {
  readonly listeners: readonly LaunchListener[];
  readonly target: Target | undefined;
  /** Others that take their share. */
  readonly beside: readonly Target[];
}

export class HeldPorts {
  readonly #front: Front;
  readonly #path: string;
  readonly #services = new Map<string, HeldService>();

  constructor(front: Front, paths: LocalPaths) {
    this.#front = front;
    this.#path = paths.held;
  }

  async restore(log: (message: string) => void): Promise<void> {
    for (const [service, held] of readHeld(this.#path)) {
      this.#services.set(service, held);
      await this.#open(service, held).catch((error: unknown) => log(String(error)));
    }
  }

  /** Opens what is not open, closes what is no longer wanted. @throws SeaworthyError ENGINE_REFUSED */
  async hold(service: string, listeners: readonly LaunchListener[]): Promise<void> {
    const known = this.#services.get(service);
    const held = { listeners, target: known?.target, beside: known?.beside ?? [] };
    const ports = new Set(listeners.map((one) => one.port));
    await this.#front.unlisten(service, ({ port }) => ports.has(port));
    await this.#open(service, held);
    if (listeners.length === 0) this.#services.delete(service);
    else this.#services.set(service, held);
    this.#keep();
  }

  /** The answer: how many take what comes in. */
  point(service: string, target: Target | undefined, beside: readonly Target[] = []): number {
    const known = this.#services.get(service);
    if (known === undefined) return 0;
    this.#services.set(service, { ...known, target, beside });
    this.#keep();
    this.#front.route(service, target, beside);
    return target === undefined ? 0 : 1 + beside.length;
  }

  /** Service -> the instance that its port leads to, or a list of several. */
  targets(): Readonly<Record<string, string | readonly string[] | null>> {
    return Object.fromEntries(
      [...this.#services].map(([name, { target, beside }]) => {
        const several = beside.length > 0 && target !== undefined;
        const names = several ? [target, ...beside].map(({ instance }) => instance) : target?.instance;
        return [name, names ?? null];
      }),
    );
  }

  async #open(service: string, { listeners, target, beside }: HeldService): Promise<void> {
    this.#front.route(service, target, beside);
    for (const listener of listeners) await openPublished(this.#front, service, listener);
  }

  #keep(): void {
    writeAtomically(this.#path, JSON.stringify({ schema, services: Object.fromEntries(this.#services) }));
  }
}

function readHeld(path: string): readonly (readonly [string, HeldService])[] {
  try {
    const services = fieldsOf(JSON.parse(readFileSync(path, 'utf8')), 'services');
    return Object.keys(services).map((name) => {
      const from = fieldsOf(services, name);
      return [
        name,
        {
          listeners: listOf(from, 'listeners').map(parseListener),
          target: parseTarget(from),
          beside: parseBeside(from),
        },
      ] as const;
    });
  } catch {
    // None were held.
    return [];
  }
}
