// Settings of the platform as key and JSON value, in Postgres.
import pg from 'pg';
import { poolOptions, prepareDatabase, query } from '../shared/database.js';
import { required } from '../shared/env.js';
import { HttpError, readJson, sendJson } from '../shared/http.js';
import { createLog, reasonOf } from '../shared/log.js';
import { startService } from '../shared/service.js';
import { stopOnSignals } from '../shared/stop.js';

const SCHEMA_LOCK = 7002;
const TABLE = `create table if not exists settings (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now()
)`;
const PUT = `insert into settings (key, value) values ($1, $2)
  on conflict (key) do update set value = excluded.value, updated_at = now()
  returning key, value, updated_at`;

const log = createLog('config');
const pool = new pg.Pool(poolOptions(required('DATABASE_URL', log, process.env.DATABASE_URL_FILE)));
pool.on('error', (error) => log.warn('lost an idle database connection', { reason: reasonOf(error) }));
let prepared = false;

function keyFrom(params) {
  if (!/^[A-Za-z0-9._-]{1,100}$/.test(params.key)) {
    throw new HttpError(400, 'a key has 1 to 100 letters, digits, dots, dashes or underscores');
  }
  return params.key;
}

async function list({ res }) {
  const { rows } = await query(pool, 'select key, value, updated_at from settings order by key');
  sendJson(res, 200, { items: rows });
}

async function get({ res, params }) {
  const key = keyFrom(params);
  const { rows } = await query(pool, 'select key, value, updated_at from settings where key = $1', [key]);
  if (rows.length === 0) throw new HttpError(404, `no setting ${key}`);
  sendJson(res, 200, rows[0]);
}

async function put({ req, res, params }) {
  const key = keyFrom(params);
  const body = await readJson(req);
  if (body?.value === undefined) throw new HttpError(400, 'the body must be {"value": ...}');
  const { rows } = await query(pool, PUT, [key, JSON.stringify(body.value)]);
  sendJson(res, 200, rows[0]);
}

async function remove({ res, params }) {
  const key = keyFrom(params);
  const { rowCount } = await query(pool, 'delete from settings where key = $1', [key]);
  if (rowCount === 0) throw new HttpError(404, `no setting ${key}`);
  sendJson(res, 200, { removed: key });
}

async function checkPostgres() {
  await pool.query('select 1');
  if (!prepared) throw new Error('tables are not prepared yet');
}

const service = startService({
  log,
  port: 9001,
  routes: [
    ['GET', '/values', list],
    ['GET', '/values/:key', get],
    ['PUT', '/values/:key', put],
    ['DELETE', '/values/:key', remove],
  ],
  checks: { postgres: { required: true, run: checkPostgres } },
});

stopOnSignals(service, () => pool.end());

const work = (client) => client.query(TABLE);
await prepareDatabase({ pool, lockId: SCHEMA_LOCK, work, log, stopped: () => service.stopping });
prepared = true;
