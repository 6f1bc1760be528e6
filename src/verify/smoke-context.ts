// What the kinds of smoke check share: addresses of services, and the answers that all may give.
import type { Clock } from '../base/clock.ts';
import { formatDuration } from '../base/units.ts';
import type { Address } from '../model/unit.ts';
import { compilePattern, excerpt } from '../probes/answer.ts';

/** Where a service's port is reached from here; undefined: no such service or port. */
export type ResolveAddress = (service: string, port: number) => Promise<Address | undefined>;

/** What checks may ask inside of the stack; undefined answers: the service has no running instance. */
export interface SmokeInside {
  exec(
    service: string,
    argv: readonly string[],
    signal: AbortSignal,
  ): Promise<{ readonly exitCode: number; readonly output: string } | undefined>;
  /** The newest lines of the service's log, oldest first. */
  logs(service: string, lines: number, signal: AbortSignal): Promise<readonly string[] | undefined>;
  /** How a one-shot service ended; undefined exit code: it runs still. */
  completed(
    service: string,
    signal: AbortSignal,
  ): Promise<{ readonly exitCode: number | undefined } | undefined>;
}

/** What one kind of check answers. */
export interface SmokeAnswer {
  readonly outcome: 'pass' | 'fail' | 'unknown';
  readonly reason: string;
}

/** What a kind of check is given besides the check. */
export interface SmokeContext {
  readonly resolve: ResolveAddress;
  readonly inside?: SmokeInside;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A service of the stack, or a host outside of it that is named by its address. */
export async function addressOf(
  host: string,
  port: number,
  context: SmokeContext,
): Promise<Address | undefined> {
  const bare = host.replace(/^\[|\]$/g, '');
  const known = await context.resolve(bare, port);
  if (known !== undefined) return known;
  const isOutside = bare.includes('.') || bare.includes(':') || bare === 'localhost';
  return isOutside ? { host: bare, port } : undefined;
}

/** Host and port of `api:50051` and `tcp://api:50051/`. */
export function hostAndPort(text: string): { readonly host: string; readonly port: number } | undefined {
  const [, host, port] = /^(?:tcp:\/\/)?\[?([^\]]+?)\]?:(\d+)\/?$/.exec(text) ?? [];
  return host === undefined || port === undefined ? undefined : { host, port: Number(port) };
}

export function unresolved(service: string, port: number): SmokeAnswer {
  return { outcome: 'unknown', reason: `no running service ${excerpt(service)} with port ${port}` };
}

export function notRunning(service: string): SmokeAnswer {
  return { outcome: 'unknown', reason: `service ${excerpt(service)} has no running instance` };
}

export function tooLate(what: string, withinMs: number): SmokeAnswer {
  return { outcome: 'fail', reason: `${what}: no answer within ${formatDuration(withinMs)}` };
}

/** What is wrong with a text that must match; undefined when it does, or nothing is asked. */
export function patternMismatch(what: string, text: string, pattern: string | undefined): string | undefined {
  if (pattern === undefined) return undefined;
  const compiled = compilePattern(pattern);
  if (!(compiled instanceof RegExp)) return compiled.reason;
  return compiled.test(text) ? undefined : `${what} does not match ${compiled}: ${excerpt(text)}`;
}
