// What all probes share: a time limit on the injected clock, and answers as one printable line.
import type { Clock } from '../base/clock.ts';
import { messageOf, systemCode } from '../base/errors.ts';
import { printable } from '../base/text.ts';
import { formatDuration } from '../base/units.ts';
import type { Verdict } from '../model/probe.ts';
import type { Address } from '../model/unit.ts';

/** Given, since an abort without a reason makes an error with a stack each time. */
export const ended = new Error('the time is over');

export interface Limits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** What a log or a body says, short enough for one line of a report and safe for a terminal. */
export function excerpt(text: string, length = 200): string {
  const line = printable(text.replace(/\s+/g, ' ').trim());
  return line.length <= length ? line : `${line.slice(0, length)}…`;
}

/**
 * Runs `act` with a signal that aborts when the time is over or the caller's signal aborts. Answers undefined then,
 * even when `act` ignores its signal.
 */
export async function within<T>(
  limits: Limits,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const timer = new AbortController();
  const work = new AbortController();
  // Not AbortSignal.any: Node 20 keeps every combined signal alive as long as the caller's.
  const abort = () => timer.abort(ended);
  limits.signal.addEventListener('abort', abort, { once: true });
  if (limits.signal.aborted) abort();
  const over = limits.clock.sleep(limits.timeoutMs, timer.signal).then(() => undefined);
  try {
    return await Promise.race([act(work.signal), over]);
  } finally {
    limits.signal.removeEventListener('abort', abort);
    timer.abort(ended);
    work.abort(ended);
  }
}

export function noAnswer(what: string, timeoutMs: number): Verdict {
  return { state: 'fail', reason: `${what}: no answer within ${formatDuration(timeoutMs)}` };
}

export function place(address: Address): string {
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return `${host}:${address.port}`;
}

/** `connection refused on 127.0.0.1:40123`. */
export function connectionProblem(error: unknown, address: Address): string {
  const code = systemCode(error);
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'connection refused on',
    ECONNRESET: 'connection reset by',
    EPIPE: 'connection closed by',
    EHOSTUNREACH: 'no route to',
    ENETUNREACH: 'no network to',
    ETIMEDOUT: 'connection timed out to',
    ENOTFOUND: 'name not found:',
  };
  const words = code === undefined ? undefined : known[code];
  if (words !== undefined) return `${words} ${place(address)}`;
  // A hung-up socket before the status line has no message of its own in Node.
  return `${excerpt(messageOf(error)) || code || 'connection failed'} (${place(address)})`;
}

/** The pattern, or the verdict that no service can help. */
export function compilePattern(pattern: string): RegExp | Verdict {
  try {
    return new RegExp(pattern);
  } catch (error) {
    return { state: 'bad', reason: `${excerpt(messageOf(error))}: bad check, not bad service` };
  }
}

export function notListening(port: number): Verdict {
  return { state: 'wait', reason: `no address for port ${port} yet` };
}
