import { setTimeout as sleep } from 'node:timers/promises';
import { HttpError } from './http.js';
import { reasonOf } from './log.js';

// SQLSTATE classes of a server that is absent, full or stopping; 42P01 is a table that start-up has yet to
// make.
const OUTAGE = /^(08|53|57|42P01)/;

export function poolOptions(connectionString) {
  return {
    connectionString,
    max: 5,
    connectionTimeoutMillis: 2000,
    idleTimeoutMillis: 30_000,
    query_timeout: 5000,
    application_name: 'policy-platform',
  };
}

// Runs `work` once the database answers; tries for ever, since readiness tells everybody how it stands.
// The lock lets several instances start at once on an empty database: they take turns.
export async function prepareDatabase({ pool, lockId, work, log, stopped }) {
  for (let delayMs = 100; !stopped(); delayMs = Math.min(delayMs * 2, 2000)) {
    try {
      await inTransaction(pool, async (client) => {
        await client.query('select pg_advisory_xact_lock($1)', [lockId]);
        await work(client);
      });
      log.info('database prepared');
      return;
    } catch (error) {
      log.warn('database not prepared yet', { reason: reasonOf(error), retry_ms: delayMs });
      await sleep(delayMs);
    }
  }
}

async function inTransaction(pool, work) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await work(client);
    await client.query('commit');
    client.release();
  } catch (error) {
    // Closing the connection rolls back, also when it is the connection that broke.
    client.release(error);
    throw error;
  }
}

export async function query(pool, text, values) {
  try {
    return await pool.query(text, values);
  } catch (error) {
    const isOutage = error.severity === undefined || OUTAGE.test(error.code);
    throw isOutage ? new HttpError(503, 'the database cannot be reached', { cause: error }) : error;
  }
}
