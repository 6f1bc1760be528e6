// The front before containers: it holds fixed host ports, so that a replacement is a switch and no gap. It is the same
// process that keeps local stacks, and outlives the deployer.
import { SeaworthyError } from '../../base/errors.ts';
import type { Observed, UnitSpec } from '../../model/unit.ts';
import type { RouteCount } from '../engine.ts';
import { KeeperClient } from '../local/client.ts';
import { ensureKeeper } from '../local/ensure-keeper.ts';
import { isFields, numberOf, textOf } from '../local/fields.ts';
import { type LocalPaths, localPaths } from '../local/paths.ts';
import { type Request, refuseFewer } from '../local/wire.ts';
import { publishedPorts } from './published.ts';

export interface FrontOptions {
  readonly stateDir: string;
  readonly stack: string;
  /** Starts the keeper's program. */
  readonly keeper: readonly string[];
}

export class HostFront {
  readonly #options: FrontOptions;
  readonly #paths: LocalPaths;
  #client: Promise<KeeperClient> | undefined;

  constructor(options: FrontOptions) {
    this.#options = options;
    this.#paths = localPaths(options.stateDir, options.stack);
  }

  /** @throws SeaworthyError ENGINE_REFUSED when a port is taken. */
  async hold(unit: UnitSpec, signal: AbortSignal): Promise<void> {
    const listeners = publishedPorts(unit).map(({ target, published, host }) => ({
      target,
      port: published,
      // As compose has it: no address is all of them.
      hosts: host === undefined ? ['0.0.0.0', '::'] : [host],
      http: unit.ports.some((port) => port.target === target && port.http),
      published: true,
    }));
    await this.#act({ op: 'hold', service: unit.service, listeners }, signal);
  }

  async letGo(service: string, signal: AbortSignal): Promise<void> {
    await this.#look({ op: 'hold', service, listeners: [] }, signal);
  }

  /** What comes in goes to these in turn. @throws SeaworthyError ENGINE_REFUSED by a keeper that knows of one only */
  async point(service: string, to: readonly Observed[], signal: AbortSignal): Promise<void> {
    const [target, ...beside] = to.map(({ instance, ports }) => ({ instance, ports }));
    const answer = await this.#act({ op: 'point', service, target, beside }, signal);
    refuseFewer(answer, service, to.length);
  }

  async drain(service: string, instance: string, drainMs: number, signal: AbortSignal): Promise<number> {
    const left = await this.#look({ op: 'drain', service, instance, drainMs }, signal);
    return typeof left === 'number' ? left : 0;
  }

  /** Service -> the instances that its held ports lead to; a service that is not held is absent. */
  async targets(signal: AbortSignal): Promise<ReadonlyMap<string, readonly string[]>> {
    const held = await this.#look({ op: 'held' }, signal);
    const entries = isFields(held) ? Object.entries(held) : [];
    return new Map(
      entries.map(([service, to]) => [service, [to].flat().filter((one) => typeof one === 'string')]),
    );
  }

  async counts(signal: AbortSignal): Promise<readonly RouteCount[]> {
    const answer = await this.#look({ op: 'counts' }, signal);
    return (Array.isArray(answer) ? answer : []).filter(isFields).map((from) => ({
      service: textOf(from, 'service'),
      requests: numberOf(from, 'requests'),
      lost: numberOf(from, 'lost'),
    }));
  }

  async teardown(signal: AbortSignal): Promise<readonly string[]> {
    const ended = await this.#look({ op: 'teardown' }, signal).catch((error: unknown) => {
      if (error instanceof SeaworthyError && error.code === 'ENGINE_UNREACHABLE') return undefined;
      throw error;
    });
    await this.close();
    return Array.isArray(ended) ? [...ended.map(String), 'front'] : [];
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    client?.close();
  }

  /** None is started just to look. */
  async #look(request: Request, signal: AbortSignal): Promise<unknown> {
    const known = await this.#client?.catch(() => undefined);
    if (known !== undefined && !known.closed) return await known.ask(request, signal);
    const found = await KeeperClient.open(this.#paths.socket);
    if (found === undefined) return undefined;
    this.#client = Promise.resolve(found);
    return await found.ask(request, signal);
  }

  async #act(request: Request, signal: AbortSignal): Promise<unknown> {
    const known = await this.#client?.catch(() => undefined);
    if (known !== undefined && !known.closed) return await known.ask(request, signal);
    const { stack, keeper } = this.#options;
    this.#client = ensureKeeper({ paths: this.#paths, stack, command: keeper }, signal);
    return await (await this.#client).ask(request, signal);
  }
}
