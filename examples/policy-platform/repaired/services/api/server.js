// Stores policies in Postgres and serves them; Redis in front of reads is a gain, never a need.
import pg from 'pg';
import { poolOptions, prepareDatabase } from '../shared/database.js';
import { required } from '../shared/env.js';
import { readJson, sendJson } from '../shared/http.js';
import { createLog, reasonOf } from '../shared/log.js';
import { startService } from '../shared/service.js';
import { stopOnSignals } from '../shared/stop.js';
import { openCache } from './cache.js';
import { addPolicy, getPolicy, listPolicies, preparePolicies } from './policies.js';
import { idFrom, pageFrom, policyFrom } from './validate.js';

const SCHEMA_LOCK = 7001;

const log = createLog('api');
const pool = new pg.Pool(poolOptions(required('DATABASE_URL', log, process.env.DATABASE_URL_FILE)));
pool.on('error', (error) => log.warn('lost an idle database connection', { reason: reasonOf(error) }));
const cache = openCache(process.env.REDIS_URL, log);
let prepared = false;

async function checkPostgres() {
  await pool.query('select 1');
  if (!prepared) throw new Error('tables are not prepared yet');
}

const service = startService({
  log,
  port: 8000,
  routes: [
    [
      'GET',
      '/api/policies',
      async ({ res, url }) => sendJson(res, 200, await listPolicies(pool, cache, pageFrom(url))),
    ],
    [
      'POST',
      '/api/policies',
      async ({ req, res }) => {
        const policy = policyFrom(await readJson(req));
        sendJson(res, 201, await addPolicy(pool, cache, policy));
      },
    ],
    [
      'GET',
      '/api/policies/:id',
      async ({ res, params }) => sendJson(res, 200, await getPolicy(pool, cache, idFrom(params.id))),
    ],
  ],
  checks: {
    postgres: { required: true, run: checkPostgres },
    cache: { required: false, run: cache.check },
  },
});

stopOnSignals(service, async () => {
  cache.close();
  await pool.end();
});

await prepareDatabase({
  pool,
  lockId: SCHEMA_LOCK,
  work: preparePolicies,
  log,
  stopped: () => service.stopping,
});
prepared = true;
