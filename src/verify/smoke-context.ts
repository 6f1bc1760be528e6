// What the kinds of smoke check share: addresses of services, and the answers that all may give.
import type { Clock } from '../base/clock.ts';
import { formatDuration } from '../base/units.ts';
import type { Address } from '../model/unit.ts';
import { excerpt } from '../probes/answer.ts';

/** Where a service's port is reached from here; undefined: no such service or port. */
export type ResolveAddress = (service: string, port: number) => Promise<Address | undefined>;

/** What one kind of check answers. */
export interface SmokeAnswer {
  readonly outcome: 'pass' | 'fail' | 'unknown';
  readonly reason: string;
}

/** What a kind of check is given besides the check. */
export interface SmokeContext {
  readonly resolve: ResolveAddress;
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

export function unresolved(service: string, port: number): SmokeAnswer {
  return { outcome: 'unknown', reason: `no running service ${excerpt(service)} with port ${port}` };
}

export function tooLate(what: string, withinMs: number): SmokeAnswer {
  return { outcome: 'fail', reason: `${what}: no answer within ${formatDuration(withinMs)}` };
}
