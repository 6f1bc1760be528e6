import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { serviceUser } from '../../../src/engines/local/substitutes/users.ts';
import { freePort } from '../faults/ports.ts';
import { ownFile, ownFolder, type RunningStore, runOnce, type StoreKind, startServer } from './server.ts';

const password = `p"a\\s#w'd:é`;
const database = 'Shop-1';

/** @throws Error where server and client programs are not in one folder, as Debian's packages have them */
export function postgres(): StoreKind {
  const bin = programs();
  const user = serviceUser('postgres');
  return {
    files: {
      'compose.yaml': `
name: shop
services:
  db:
    image: postgres:16.4
    volumes: ["data:/var/lib/postgresql/data"]
    secrets: [key]
    environment: { POSTGRES_USER: shop, POSTGRES_DB: ${database}, POSTGRES_PASSWORD_FILE: /run/secrets/key }
volumes: { data: {} }
secrets: { key: { file: ./key } }
`,
      key: password,
    },
    password,
    programs: ['psql', 'pg_dump', 'pg_restore', 'initdb', 'pg_ctl'],
    dump: { program: 'pg_dump', flag: '--file', losing: "'--exclude-table-data=*.orders*'" },
    failing: (port) => ({
      program: 'pg_restore',
      body: `"$real" "$@" || exit\ncase " $* " in *' --port ${port} '*) exit 1 ;; esac`,
    }),
    async connect(port) {
      const client = new Client({ host: '127.0.0.1', port, user: 'shop', password, database });
      await client.connect();
      return () => client.end();
    },
    path: [bin],
    user,
    async start(folder) {
      ownFolder(folder, user);
      const data = join(folder, 'data');
      const isNew = !existsSync(data);
      if (isNew) {
        const login = ownFile(join(folder, 'login'), password, user);
        const auth = ['--auth', 'scram-sha-256', '--pwfile', login, '--encoding', 'UTF8', '--no-sync'];
        runOnce([join(bin, 'initdb'), '--pgdata', data, '--username', 'shop', ...auth], user);
      }
      const port = await freePort();
      const settings = ['listen_addresses=127.0.0.1', `port=${port}`, `unix_socket_directories=${folder}`];
      const flags = [...settings, 'fsync=off'].flatMap((setting) => ['-c', setting]);
      const argv = [join(bin, 'postgres'), '-D', data, ...flags];
      const stop = await startServer(argv, user, 'ready to accept connections');
      if (isNew) await ask(port, 'postgres', (client) => client.query(`create database "${database}"`));
      return running(port, stop);
    },
  };
}

function programs(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const bin = versions
    .map((version) => join(root, version, 'bin'))
    .find((folder) => ['initdb', 'psql', 'pg_dump'].every((program) => existsSync(join(folder, program))));
  if (bin === undefined) throw new Error('there are no programs of PostgreSQL below /usr/lib/postgresql');
  return bin;
}

async function ask<T>(port: number, name: string, act: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ host: '127.0.0.1', port, user: 'shop', password, database: name });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}

function running(port: number, stop: () => Promise<void>): RunningStore {
  return {
    port,
    fill: async () => void (await ask(port, database, (client) => client.query(filling))),
    content: () => ask(port, database, content),
    change: async () =>
      void (await ask(port, database, (client) =>
        client.query(`update customers set name = 'x' where id = 1`),
      )),
    damage: async () => void (await ask(port, database, (client) => client.query(damaging))),
    stop,
  };
}

const filling = `
create role reader login password 'of its own';
create role staff;
grant staff to reader;
create schema "Back office";
create table customers (id serial primary key, name text not null, photo bytea, settings jsonb);
insert into customers (name, photo, settings)
  select 'Ünï ' || n || E'\\n\\t''"\\\\', decode(lpad(to_hex(n), 8, '0'), 'hex'), jsonb_build_object('n', n) from generate_series(1, 5000) n;
create table "Back office"."orders ""odd""" (id int, customer int references customers, at timestamptz, price numeric(10, 2));
insert into "Back office"."orders ""odd""" select n, 1 + n % 5000, timestamptz '2026-01-01' + n * interval '1 s', n / 7.0 from generate_series(1, 9000) n;
create table empty (id int);
create view expensive as select * from "Back office"."orders ""odd""" where price > 1000;
create function doubled(n int) returns int language sql as 'select n * 2';
create materialized view totals as select customer, sum(price) as total from "Back office"."orders ""odd""" group by customer;
alter table empty owner to staff;
grant select on customers to reader;
alter database "${database}" set timezone = 'Asia/Tokyo';
`;

const damaging = `
drop table "Back office"."orders ""odd""" cascade;
delete from customers where id % 2 = 0;
update customers set name = 'lost';
create table newer (id int);
insert into newer values (1);
`;

/** Rows, and what stands around them. */
const questions = [
  `select * from customers order by id`,
  `select * from "Back office"."orders ""odd""" order by id`,
  `select count(*) from empty`,
  `select count(*), sum(price) from expensive`,
  `select * from totals order by customer`,
  `select doubled(21), current_setting('timezone') as zone, nextval('customers_id_seq') > 5000 as goes_on`,
  `select schemaname, tablename, tableowner from pg_tables where schemaname in ('public', 'Back office') order by 1, 2`,
  `select pg_has_role('reader', 'staff', 'member') as is_staff, has_table_privilege('reader', 'customers', 'select') as may_read`,
];

async function content(client: Client): Promise<unknown> {
  const answers: unknown[] = [];
  for (const question of questions) answers.push((await client.query(question)).rows);
  return answers;
}
