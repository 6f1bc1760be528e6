// Functional checks against the running stack: each one measurement, pass, fail or unknown.
import type { Clock } from '../base/clock.ts';
import { messageOf, unreachable } from '../base/errors.ts';
import type { Evidence } from '../model/evidence.ts';
import type { SmokeCheck } from '../model/settings.ts';
import { excerpt } from '../probes/answer.ts';
import { measureConnect } from '../probes/tcp.ts';
import {
  addressOf,
  type ResolveAddress,
  type SmokeAnswer,
  type SmokeContext,
  unresolved,
} from './smoke-context.ts';
import { smokeHttp } from './smoke-http.ts';
import { smokePostgres } from './smoke-postgres.ts';
import { expand, redactor, type Variables } from './variables.ts';

export interface SmokeResult {
  readonly name: string;
  readonly kind: SmokeCheck['kind'];
  readonly outcome: 'pass' | 'fail' | 'unknown';
  /** The sentence a person reads; secrets are left out. */
  readonly reason: string;
  readonly ms: number;
  readonly attempts: 1;
  /** ISO time. */
  readonly at: string;
}

export interface SmokeOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What `${NAME}` stands for. */
  readonly variables: Variables;
}

/** One check after the other, in the order given: a later one may need what an earlier one made. */
export async function runSmoke(
  checks: readonly SmokeCheck[],
  resolve: ResolveAddress,
  options: SmokeOptions,
): Promise<readonly SmokeResult[]> {
  const results: SmokeResult[] = [];
  for (const check of checks) results.push(await runOne(check, resolve, options));
  return results;
}

async function runOne(
  check: SmokeCheck,
  resolve: ResolveAddress,
  options: SmokeOptions,
): Promise<SmokeResult> {
  const at = options.clock.now().toISOString();
  const begun = options.clock.monotonicMs();
  const answer = await answerOf(check, { resolve, ...options }, options.variables);
  const ms = Math.round((options.clock.monotonicMs() - begun) * 10) / 10;
  return { name: check.name, kind: check.kind, ...answer, ms, attempts: 1, at };
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
      return smokePostgres(check, context);
    default:
      return unreachable(check);
  }
}

async function smokeTcp(
  check: Extract<SmokeCheck, { kind: 'tcp' }>,
  context: SmokeContext,
): Promise<SmokeAnswer> {
  const match = /^(?:tcp:\/\/)?\[?([^\]]+?)\]?:(\d+)\/?$/.exec(check.address);
  const [, host, port] = match ?? [];
  if (host === undefined || port === undefined) {
    return { outcome: 'unknown', reason: `${excerpt(check.address)} is not host:port` };
  }
  const address = await addressOf(host, Number(port), context);
  if (address === undefined) return unresolved(host, Number(port));
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
      return { ...check, url: put(check.url), headers };
    }
    case 'tcp':
      return { ...check, address: put(check.address) };
    case 'postgres':
      return { ...check, url: put(check.url), query: put(check.query) };
    default:
      return unreachable(check);
  }
}

export function smokeEvidence(
  results: readonly SmokeResult[],
  release: string | undefined,
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
    raw: undefined,
  }));
}
