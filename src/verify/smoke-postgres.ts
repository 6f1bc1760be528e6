import { messageOf } from '../base/errors.ts';
import { count } from '../base/text.ts';
import { formatDuration } from '../base/units.ts';
import type { SmokeCheck } from '../model/settings.ts';
import type { Address } from '../model/unit.ts';
import { connectionProblem, excerpt, within } from '../probes/answer.ts';
import { addressOf, type SmokeAnswer, type SmokeContext, tooLate, unresolved } from './smoke-context.ts';

type PostgresCheck = Extract<SmokeCheck, { kind: 'postgres' }>;

const defaultPort = 5432;

export async function smokePostgres(check: PostgresCheck, context: SmokeContext): Promise<SmokeAnswer> {
  const url = URL.canParse(check.url) ? new URL(check.url) : undefined;
  if (url === undefined || !/^postgres(?:ql)?:$/.test(url.protocol)) {
    return { outcome: 'unknown', reason: `not a postgres address (check ${excerpt(check.name)})` };
  }
  const port = url.port === '' ? defaultPort : Number(url.port);
  const address = await addressOf(url.hostname, port, context);
  if (address === undefined) return unresolved(url.hostname, port);
  const library = await import('pg').catch(() => undefined);
  if (library === undefined) return { outcome: 'unknown', reason: 'the pg library is not installed' };
  const client = new library.default.Client(clientOptions(url, address, check.withinMs));
  // An error after the answer (the server hangs up) is of no interest and must not end the process.
  client.on('error', () => undefined);
  const answer = await query(client, check, address, context);
  // Not awaited: a client whose server hangs says good-bye for as long as the server likes.
  client.end().catch(() => undefined);
  return answer;
}

interface Client {
  connect(): Promise<unknown>;
  query(text: string): Promise<{ readonly rows: readonly unknown[] }>;
}

async function query(
  client: Client,
  check: PostgresCheck,
  address: Address,
  context: SmokeContext,
): Promise<SmokeAnswer> {
  const begun = context.clock.monotonicMs();
  let connected = false;
  try {
    const result = await within({ ...context, timeoutMs: check.withinMs }, async () => {
      await client.connect();
      connected = true;
      return client.query(check.query);
    });
    if (result === undefined) return tooLate(connected ? 'query' : 'connect', check.withinMs);
    const rows = result.rows.length;
    if (check.rows !== undefined && rows !== check.rows) {
      return { outcome: 'fail', reason: `query gave ${count(rows, 'row')}, expected ${check.rows}` };
    }
    const took = formatDuration(context.clock.monotonicMs() - begun);
    return { outcome: 'pass', reason: `query gave ${count(rows, 'row')} in ${took}` };
  } catch (error) {
    const why = connected ? `query: ${excerpt(messageOf(error))}` : connectionProblem(error, address);
    return { outcome: 'fail', reason: why };
  }
}

function clientOptions(url: URL, address: Address, withinMs: number) {
  const database = decodeURIComponent(url.pathname.slice(1));
  return {
    host: address.host,
    port: address.port,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    ...(database === '' ? {} : { database }),
    connectionTimeoutMillis: withinMs,
    query_timeout: withinMs,
  };
}
