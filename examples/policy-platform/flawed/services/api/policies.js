import { query } from '../shared/database.js';
import { HttpError } from '../shared/http.js';
import { FIRST_PAGE } from './validate.js';

const COLUMNS = 'id, name, effect, subjects, actions, resources, created_at';
// A policy never changes once stored, the list does: another instance may serve a list this old.
const POLICY_SECONDS = 60;
const LIST_SECONDS = 5;
const LIST_KEY = 'policies:first-page';

const TABLE = `create table if not exists policies (
  id integer generated always as identity primary key,
  name text not null,
  effect text not null check (effect in ('allow', 'deny')),
  subjects text[] not null,
  actions text[] not null,
  resources text[] not null,
  created_at timestamptz not null default now()
)`;

const EXAMPLES = [
  { name: 'staff may read', effect: 'allow', subjects: ['staff:*'], actions: ['read'], resources: ['*'] },
  {
    name: 'nobody deletes audit logs',
    effect: 'deny',
    subjects: ['*'],
    actions: ['delete'],
    resources: ['audit:*'],
  },
];

const INSERT =
  'insert into policies (name, effect, subjects, actions, resources) values ($1, $2, $3, $4, $5)';

// Called with the schema lock held, so that two instances cannot both find the table empty.
export async function preparePolicies(client) {
  await client.query(TABLE);
  const { rowCount } = await client.query('select 1 from policies limit 1');
  if (rowCount > 0) return;
  for (const policy of EXAMPLES) await client.query(INSERT, valuesOf(policy));
}

// `next` is the cursor of the following page, null on the last one.
export async function listPolicies(pool, cache, { after, limit }) {
  const isFirstPage = after === FIRST_PAGE.after && limit === FIRST_PAGE.limit;
  const read = async () => {
    const text = `select ${COLUMNS} from policies where id > $1 order by id limit $2`;
    const { rows } = await query(pool, text, [after, limit + 1]);
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? items[items.length - 1].id : null };
  };
  return isFirstPage ? cache.through(LIST_KEY, LIST_SECONDS, read) : read();
}

export async function getPolicy(pool, cache, id) {
  return cache.through(`policy:${id}`, POLICY_SECONDS, async () => {
    const { rows } = await query(pool, `select ${COLUMNS} from policies where id = $1`, [id]);
    if (rows.length === 0) throw new HttpError(404, `no policy ${id}`);
    return rows[0];
  });
}

export async function addPolicy(pool, cache, policy) {
  const { rows } = await query(pool, `${INSERT} returning ${COLUMNS}`, valuesOf(policy));
  await cache.forget(LIST_KEY);
  return rows[0];
}

function valuesOf({ name, effect, subjects, actions, resources }) {
  return [name, effect, subjects, actions, resources];
}
