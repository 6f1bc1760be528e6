// Smoke checks of the settings.
import type { ReadProblem } from '../../model/artifact.ts';
import type { JsonExpectation, SmokeCheck } from '../../model/settings.ts';
import type { Plain } from './scalars.ts';
import type { SmokeKeys } from './tables.ts';

/** What an answer may take where nothing is said. */
const defaultWithinMs = 5000;
const kinds = ['http', 'tcp', 'postgres'] as const;
/** Keys that only one kind of check has. */
const ownKeys: Readonly<Record<string, (typeof kinds)[number]>> = {
  method: 'http',
  headers: 'http',
  query: 'postgres',
};

export function smokeOf(keys: SmokeKeys, path: string, problems: ReadProblem[]): SmokeCheck | undefined {
  const [kind, second] = kinds.filter((each) => keys.keys.has(each));
  if (kind === undefined || second !== undefined) {
    const message = kind === undefined ? `${path} checks nothing` : `${path} has both ${kind} and ${second}`;
    const hint = 'Give each check one of http, tcp and postgres.';
    problems.push({ code: 'invalid-value', message, span: keys.keys.get(second ?? '') ?? keys.at, hint });
    return undefined;
  }
  for (const [key, owner] of Object.entries(ownKeys)) {
    const span = keys.keys.get(key);
    if (span === undefined || owner === kind) continue;
    const message = `${path}.${key} has no effect on a ${kind} check`;
    problems.push({ code: 'invalid-value', message, span, hint: `Remove ${key}.` });
  }
  const span = keys.at;
  const withinMs = keys.expect?.within ?? defaultWithinMs;
  if (keys.http !== undefined) return httpCheck(keys, keys.http.value, withinMs);
  if (keys.tcp !== undefined) {
    const address = keys.tcp.value;
    return { kind: 'tcp', name: keys.name ?? `tcp ${address}`, address, withinMs, span };
  }
  return keys.postgres === undefined ? undefined : postgresCheck(keys, keys.postgres.value, withinMs);
}

function httpCheck(keys: SmokeKeys, url: string, withinMs: number): SmokeCheck {
  const method = keys.method ?? 'GET';
  return {
    kind: 'http',
    name: keys.name ?? `${method} ${nameable(url)}`,
    url,
    method,
    status: keys.expect?.status ?? 200,
    headers: Object.fromEntries(keys.headers ?? []),
    json: Object.fromEntries(
      [...(keys.expect?.json ?? [])].map(([at, { value }]) => [at, expectationOf(value)]),
    ),
    bodyMatch: keys.expect?.body,
    withinMs,
    span: keys.at,
  };
}

function postgresCheck(keys: SmokeKeys, url: string, withinMs: number): SmokeCheck {
  return {
    kind: 'postgres',
    name: keys.name ?? `postgres ${nameable(url)}`,
    url,
    query: keys.query ?? 'select 1',
    rows: keys.expect?.rows,
    withinMs,
    span: keys.at,
  };
}

function expectationOf(value: Plain): JsonExpectation {
  return value === 'exists' ? { exists: true } : { equals: value };
}

/** A name is printed, so the user and password of a URL are left out of it. */
function nameable(url: string): string {
  return url.replace(/:\/\/[^/]*@/, '://');
}
