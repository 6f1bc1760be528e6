// One query to a database, through its own protocol: Postgres by `pg`, MySQL and MariaDB by `mysql2`, loaded when asked for.
import { messageOf } from '../base/errors.ts';
import { count } from '../base/text.ts';
import { formatDuration } from '../base/units.ts';
import type { SmokeCheck } from '../model/smoke.ts';
import type { Address } from '../model/unit.ts';
import { connectionProblem, excerpt, within } from '../probes/answer.ts';
import { addressOf, type SmokeAnswer, type SmokeContext, tooLate, unresolved } from './smoke-context.ts';

type SqlCheck = Extract<SmokeCheck, { kind: 'postgres' | 'mysql' }>;

/** A database client, whichever it is; rows are lists of columns. */
interface Client {
  connect(): Promise<unknown>;
  query(text: string): Promise<readonly (readonly unknown[])[]>;
  /** Not awaited: a client whose server hangs says good-bye for as long as the server likes. */
  end(): void;
}

interface Login {
  readonly address: Address;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly timeoutMs: number;
}

const databases = {
  postgres: { schemes: /^postgres(?:ql)?:$/, port: 5432, open: openPostgres },
  mysql: { schemes: /^(?:mysql|mariadb):$/, port: 3306, open: openMysql },
} as const;

export async function smokeSql(check: SqlCheck, context: SmokeContext): Promise<SmokeAnswer> {
  const database = databases[check.kind];
  const url = URL.canParse(check.url) ? new URL(check.url) : undefined;
  if (url === undefined || !database.schemes.test(url.protocol)) {
    return { outcome: 'unknown', reason: `not a ${check.kind} address (check ${excerpt(check.name)})` };
  }
  const port = url.port === '' ? database.port : Number(url.port);
  const address = await addressOf(url.hostname, port, context);
  if (address === undefined) return unresolved(url.hostname, port);
  const client = await database.open({
    address,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    timeoutMs: check.withinMs,
  });
  const answer = await ask(client, check, address, context);
  client.end();
  return answer;
}

async function ask(
  client: Client,
  check: SqlCheck,
  address: Address,
  context: SmokeContext,
): Promise<SmokeAnswer> {
  const begun = context.clock.monotonicMs();
  let connected = false;
  try {
    const rows = await within({ ...context, timeoutMs: check.withinMs }, async () => {
      await client.connect();
      connected = true;
      return client.query(check.query);
    });
    if (rows === undefined) return tooLate(connected ? 'query' : 'connect', check.withinMs);
    const wrong = mismatch(check, rows);
    if (wrong !== undefined) return { outcome: 'fail', reason: wrong };
    const took = formatDuration(context.clock.monotonicMs() - begun);
    return { outcome: 'pass', reason: `query gave ${count(rows.length, 'row')} in ${took}` };
  } catch (error) {
    const why = connected ? `query: ${excerpt(messageOf(error))}` : connectionProblem(error, address);
    return { outcome: 'fail', reason: why };
  }
}

function mismatch(check: SqlCheck, rows: readonly (readonly unknown[])[]): string | undefined {
  if (check.rows !== undefined && rows.length !== check.rows) {
    return `query gave ${count(rows.length, 'row')}, expected ${check.rows}`;
  }
  if (check.value === undefined) return undefined;
  const found = rows[0]?.[0];
  // Databases give large numbers and decimals as texts, lest they lose digits.
  const isSame = found !== undefined && String(found) === String(check.value);
  return isSame
    ? undefined
    : `query gave ${excerpt(String(found ?? 'nothing'), 80)}, expected ${check.value}`;
}

async function openPostgres({ address, timeoutMs, database, ...login }: Login): Promise<Client> {
  const library = await import('pg');
  const client = new library.default.Client({
    ...address,
    ...login,
    ...(database === '' ? {} : { database }),
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  });
  // An error after the answer (the server hangs up) is of no interest and must not end the process.
  client.on('error', () => undefined);
  return {
    connect: () => client.connect(),
    query: async (text) => (await client.query({ text, rowMode: 'array' })).rows,
    end: () => void client.end().catch(() => undefined),
  };
}

async function openMysql({ address, timeoutMs, ...login }: Login): Promise<Client> {
  const library = await import('mysql2/promise');
  let connection: Awaited<ReturnType<typeof library.createConnection>> | undefined;
  return {
    async connect() {
      connection = await library.createConnection({
        ...address,
        ...login,
        connectTimeout: timeoutMs,
        rowsAsArray: true,
      });
      connection.on('error', () => undefined);
    },
    async query(text) {
      const [rows] = (await connection?.query(text)) ?? [];
      return Array.isArray(rows) ? rows.map((row) => (Array.isArray(row) ? row : [row])) : [];
    },
    end: () => connection?.destroy(),
  };
}
