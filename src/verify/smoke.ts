// Functional checks against the running stack: each one measurement, pass, fail or unknown.
import type { Clock } from '../base/clock.ts';
import { messageOf, unreachable } from '../base/errors.ts';
import type { Evidence } from '../model/evidence.ts';
import type { SmokeCheck } from '../model/smoke.ts';
import { excerpt } from '../probes/answer.ts';
import { measureConnect } from '../probes/tcp.ts';
import {
  addressOf,
  hostAndPort,
  type ResolveAddress,
  type SmokeAnswer,
  type SmokeContext,
  type SmokeInside,
  unresolved,
} from './smoke-context.ts';
import { smokeGrpc } from './smoke-grpc.ts';
import { smokeHttp } from './smoke-http.ts';
import { smokeCompleted, smokeExec, smokeLog } from './smoke-inside.ts';
import { smokeRedis } from './smoke-redis.ts';
import { smokeSql } from './smoke-sql.ts';
import { smokeWebSocket } from './smoke-websocket.ts';
import { expand, redactor, type Variables } from './variables.ts';

export interface SmokeResult {
  readonly name: string;
  readonly kind: SmokeCheck['kind'];
  readonly outcome: 'pass' | 'fail' | 'unknown';
  /** The sentence a person reads; secrets are left out. */
  readonly reason: string;
  readonly ms: number;
  /** How often it was asked; more than once only after a failure. */
  readonly attempts: number;
  /** Worked out from the stack, not declared. */
  readonly derived: boolean;
  /** ISO time. */
  readonly at: string;
}

export interface SmokeOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What `${NAME}` stands for. */
  readonly variables: Variables;
  /** For checks inside of services; without it they are unknown. */
  readonly inside?: SmokeInside;
  /** Called as each check is done. */
  readonly onResult?: (result: SmokeResult) => void;
}

/** One check after the other, in the order given: a later one may need what an earlier one made. */
export async function runSmoke(
  checks: readonly SmokeCheck[],
  resolve: ResolveAddress,
  options: SmokeOptions,
): Promise<readonly SmokeResult[]> {
  const results: SmokeResult[] = [];
  for (const check of checks) {
    const result = await runOne(check, resolve, options);
    results.push(result);
    options.onResult?.(result);
  }
  return results;
}

async function runOne(
  check: SmokeCheck,
  resolve: ResolveAddress,
  options: SmokeOptions,
): Promise<SmokeResult> {
  const at = options.clock.now().toISOString();
  const begun = options.clock.monotonicMs();
  const { attempts, everyMs } = check.retry ?? { attempts: 1, everyMs: 0 };
  let asked = 0;
  let answer: SmokeAnswer;
  do {
    if (asked > 0) await options.clock.sleep(everyMs, options.signal);
    asked += 1;
    answer = await answerOf(check, { resolve, ...options }, options.variables);
  } while (answer.outcome === 'fail' && asked < attempts && !options.signal.aborted);
  const ms = Math.round((options.clock.monotonicMs() - begun) * 10) / 10;
  const derived = check.derived ?? false;
  return { name: check.name, kind: check.kind, ...answer, ms, attempts: asked, derived, at };
}

async function answerOf(
  check: SmokeCheck,
  context: SmokeContext,
  variables: Variables,
): Promise<SmokeAnswer> {
  if (context.signal.aborted) return { outcome: 'unknown', reason: 'interrupted before it began' };
  const ready = expandCheck(check, variables);
  if ('unset' in ready) return { outcome: 'unknown', reason: `variable ${ready.unset} is not set` };
  const redact = redactor(variables, 'url' in ready.check ? [ready.check.url] : []);
  try {
    const answer = await dispatch(ready.check, context);
    const reason = redact(answer.reason);
    return context.signal.aborted ? { outcome: 'unknown', reason: 'interrupted' } : { ...answer, reason };
  } catch (error) {
    return { outcome: 'fail', reason: redact(excerpt(messageOf(error))) };
  }
}

function dispatch(check: SmokeCheck, context: SmokeContext): Promise<SmokeAnswer> {
  switch (check.kind) {
    case 'http':
      return smokeHttp(check, context);
    case 'tcp':
      return smokeTcp(check, context);
    case 'postgres':
    case 'mysql':
      return smokeSql(check, context);
    case 'grpc':
      return smokeGrpc(check, context);
    case 'websocket':
      return smokeWebSocket(check, context);
    case 'redis':
      return smokeRedis(check, context);
    case 'exec':
      return smokeExec(check, context);
    case 'log':
      return smokeLog(check, context);
    case 'completed':
      return smokeCompleted(check, context);
    default:
      return unreachable(check);
  }
}

async function smokeTcp(
  check: Extract<SmokeCheck, { kind: 'tcp' }>,
  context: SmokeContext,
): Promise<SmokeAnswer> {
  const place = hostAndPort(check.address);
  if (place === undefined)
    return { outcome: 'unknown', reason: `${excerpt(check.address)} is not host:port` };
  const address = await addressOf(place.host, place.port, context);
  if (address === undefined) return unresolved(place.host, place.port);
  const verdict = await measureConnect(address, { ...context, timeoutMs: check.withinMs });
  return { outcome: verdict.state === 'pass' ? 'pass' : 'fail', reason: verdict.reason };
}

type Expanded = { readonly check: SmokeCheck } | { readonly unset: string };

/** The check with variables put in wherever a value may depend on the environment. */
function expandCheck(check: SmokeCheck, variables: Variables): Expanded {
  let unset: string | undefined;
  const put = (text: string) => {
    const expanded = expand(text, variables);
    if ('text' in expanded) return expanded.text;
    unset ??= expanded.unset;
    return '';
  };
  const ready = withTexts(check, put);
  return unset === undefined ? { check: ready } : { unset };
}

function withTexts(check: SmokeCheck, put: (text: string) => string): SmokeCheck {
  switch (check.kind) {
    case 'http': {
      const headers = Object.fromEntries(
        Object.entries(check.headers).map(([name, value]) => [name, put(value)]),
      );
      const body = check.body === undefined ? {} : { body: put(check.body) };
      return { ...check, url: put(check.url), headers, ...body };
    }
    case 'tcp':
    case 'grpc':
      return { ...check, address: put(check.address) };
    case 'postgres':
    case 'mysql':
      return { ...check, url: put(check.url), query: put(check.query) };
    case 'websocket':
      return { ...check, url: put(check.url), send: check.send === undefined ? undefined : put(check.send) };
    case 'redis':
      return { ...check, url: put(check.url), command: check.command.map(put) };
    case 'exec':
      return { ...check, argv: check.argv.map(put) };
    case 'log':
    case 'completed':
      return check;
    default:
      return unreachable(check);
  }
}

export function smokeEvidence(
  results: readonly SmokeResult[],
  release: string | undefined,
  raw?: string,
): readonly Evidence[] {
  return results.map((result) => ({
    name: `smoke/${result.name}`,
    outcome: result.outcome,
    what: result.reason,
    value: result.ms,
    unit: 'ms',
    at: result.at,
    by: `smoke ${result.kind}`,
    release,
    raw,
  }));
}
