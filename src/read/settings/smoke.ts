// Smoke checks of the settings.
import type { ReadProblem } from '../../model/artifact.ts';
import {
  type JsonExpectation,
  type Plain,
  type RetryPolicy,
  type SmokeCheck,
  smokeDefaults,
} from '../../model/smoke.ts';
import { present } from './present.ts';
import type { SmokeKeys } from './tables.ts';

const kinds = ['http', 'tcp', 'grpc', 'websocket', 'postgres', 'mysql', 'redis', 'exec', 'log'] as const;
type Kind = (typeof kinds)[number];

/** Keys that only some kinds of check have. */
const ownKeys: Readonly<Record<string, readonly Kind[]>> = {
  method: ['http'],
  headers: ['http'],
  body: ['http'],
  service: ['grpc'],
  send: ['websocket'],
  query: ['postgres', 'mysql'],
  command: ['redis'],
  in: ['exec', 'log'],
  lines: ['log'],
};
const ownExpectations: Readonly<Record<string, readonly Kind[]>> = {
  status: ['http'],
  headers: ['http'],
  json: ['http'],
  body: ['http', 'websocket', 'redis', 'exec'],
  rows: ['postgres', 'mysql'],
  value: ['postgres', 'mysql'],
  exit: ['exec'],
  log: ['log'],
};

export function smokeOf(keys: SmokeKeys, path: string, problems: ReadProblem[]): SmokeCheck | undefined {
  const [kind, second] = kinds.filter((each) => keys.keys.has(each));
  if (kind === undefined || second !== undefined) {
    const message = kind === undefined ? `${path} checks nothing` : `${path} has both ${kind} and ${second}`;
    const hint = `Give each check one of ${kinds.slice(0, -1).join(', ')} and ${kinds.at(-1)}.`;
    problems.push({ code: 'invalid-value', message, span: keys.keys.get(second ?? '') ?? keys.at, hint });
    return undefined;
  }
  reportStray(keys.keys, ownKeys, kind, path, problems);
  if (keys.expect !== undefined) {
    reportStray(keys.expect.keys, ownExpectations, kind, `${path}.expect`, problems);
  }
  const isInside = kind === 'exec' || kind === 'log';
  if (isInside && keys.in === undefined) {
    const hint = 'Name the service: `in: api`.';
    problems.push({ code: 'missing-key', message: `${path} names no service`, span: keys.at, hint });
    return undefined;
  }
  return checkOf(keys, kind);
}

/** A key that has no effect on this kind of check is a mistake. */
function reportStray(
  keys: SmokeKeys['keys'],
  own: Readonly<Record<string, readonly Kind[]>>,
  kind: Kind,
  path: string,
  problems: ReadProblem[],
): void {
  for (const [key, owners] of Object.entries(own)) {
    const span = keys.get(key);
    if (span === undefined || owners.includes(kind)) continue;
    const message = `${path}.${key} has no effect on a ${kind} check`;
    problems.push({ code: 'invalid-value', message, span, hint: `Remove ${key}.` });
  }
}

function checkOf(keys: SmokeKeys, kind: Kind): SmokeCheck | undefined {
  const { expect, name } = keys;
  const shared = {
    withinMs: expect?.within ?? smokeDefaults.withinMs,
    retry: retryOf(keys),
    span: keys.at,
  };
  const service = keys.in?.value ?? '';
  switch (kind) {
    case 'http':
      return keys.http && { ...httpCheck(keys, keys.http.value), ...shared };
    case 'tcp':
    case 'grpc': {
      const address = keys[kind]?.value;
      if (address === undefined) return undefined;
      const named = { name: name ?? `${kind} ${address}`, address, ...shared };
      return kind === 'tcp' ? { kind, ...named } : { kind, ...named, service: keys.service ?? '' };
    }
    case 'postgres':
    case 'mysql':
      return sqlCheck(keys, kind, shared);
    case 'websocket': {
      const url = keys.websocket?.value;
      const talk = { send: keys.send, reply: expect?.body };
      return url === undefined
        ? undefined
        : { kind, name: name ?? `websocket ${nameable(url)}`, url, ...talk, ...shared };
    }
    case 'redis': {
      const url = keys.redis?.value;
      const talk = { command: keys.command ?? ['PING'], reply: expect?.body };
      return url === undefined
        ? undefined
        : { kind, name: name ?? `redis ${nameable(url)}`, url, ...talk, ...shared };
    }
    case 'exec': {
      const argv = keys.exec;
      const wanted = { exit: expect?.exit ?? 0, output: expect?.body };
      return (
        argv && { kind, name: name ?? `exec ${argv[0]} in ${service}`, service, argv, ...wanted, ...shared }
      );
    }
    case 'log': {
      const { log, lines = smokeDefaults.logLines } = keys;
      const wanted = { expect: expect?.log ?? 'absent', lines } as const;
      if (log === undefined) return undefined;
      return { kind, name: name ?? `log of ${service}: ${log}`, service, pattern: log, ...wanted, ...shared };
    }
  }
}

/** Asking a log again only helps what is still to come: a line that must not be there does not go away. */
function retryOf({ retry, keys, expect }: SmokeKeys): RetryPolicy {
  const { attempts, everyMs } = smokeDefaults.retry;
  const isAbsent = keys.has('log') && expect?.log !== 'present';
  return { attempts: retry?.attempts ?? (isAbsent ? 1 : attempts), everyMs: retry?.every ?? everyMs };
}

function httpCheck(keys: SmokeKeys, url: string) {
  const method = keys.method ?? (keys.body === undefined ? 'GET' : 'POST');
  const { expect } = keys;
  return {
    kind: 'http',
    name: keys.name ?? `${method} ${nameable(url)}`,
    url,
    method,
    status: expect?.status ?? 200,
    headers: Object.fromEntries(keys.headers ?? []),
    ...present({
      body: keys.body,
      answerHeaders: expect?.headers === undefined ? undefined : Object.fromEntries(expect.headers),
    }),
    json: Object.fromEntries([...(expect?.json ?? [])].map(([at, { value }]) => [at, expectationOf(value)])),
    bodyMatch: expect?.body,
  } as const;
}

function sqlCheck(
  keys: SmokeKeys,
  kind: 'postgres' | 'mysql',
  shared: Pick<SmokeCheck, 'withinMs' | 'span'> & { readonly retry: RetryPolicy },
): SmokeCheck | undefined {
  const url = keys[kind]?.value;
  if (url === undefined) return undefined;
  return {
    kind,
    name: keys.name ?? `${kind} ${nameable(url)}`,
    url,
    query: keys.query ?? 'select 1',
    rows: keys.expect?.rows,
    ...present({ value: keys.expect?.value?.value }),
    ...shared,
  };
}

function expectationOf(value: Plain): JsonExpectation {
  return value === 'exists' ? { exists: true } : { equals: value };
}

/** A name is printed, so the user and password of a URL are left out of it. */
function nameable(url: string): string {
  return url.replace(/:\/\/[^/]*@/, '://');
}
