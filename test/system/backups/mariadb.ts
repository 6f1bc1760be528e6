import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
import { serviceUser } from '../../../src/engines/local/substitutes/users.ts';
import { freePort } from '../faults/ports.ts';
import { ownFile, ownFolder, type RunningStore, runOnce, type StoreKind, startServer } from './server.ts';

const password = `p"a\\s#w'd;é`;
const places = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin'];

/** @throws Error where a program is missing */
export function mariadb(): StoreKind {
  const user = serviceUser('mysql');
  const server = placeOf('mariadbd');
  const install = placeOf('mariadb-install-db');
  placeOf('mariadb-dump');
  return {
    files: {
      'compose.yaml': `
name: shop
services:
  db:
    image: mariadb:11.4.4
    volumes: ["data:/var/lib/mysql"]
    secrets: [key]
    environment: { MARIADB_USER: shop, MARIADB_DATABASE: shop-1, MARIADB_PASSWORD_FILE: /run/secrets/key, MARIADB_RANDOM_ROOT_PASSWORD: "1" }
volumes: { data: {} }
secrets: { key: { file: ./key } }
`,
      key: password,
    },
    password,
    programs: ['mariadb', 'mariadb-dump', 'mariadb-admin', 'mariadbd', 'mariadb-install-db', 'gzip'],
    dump: { program: 'mariadb-dump', flag: '--result-file', losing: '--ignore-table-data=shop-1.customers' },
    // Only a part of the dump reaches the store.
    failing: (port) => ({
      program: 'mariadb',
      body: `case " $* " in
  *' --batch '*) ;;
  *' --port ${port} '*)
    head -c 100000 | "$real" "$@"
    exit 1
    ;;
esac
exec "$real" "$@"`,
    }),
    path: places,
    user,
    async start(folder) {
      ownFolder(folder, user);
      const data = join(folder, 'data');
      const isNew = !existsSync(data);
      const first = ownFile(join(folder, 'first.sql'), isNew ? beginning : '', user);
      if (isNew) runOnce([install, '--no-defaults', `--datadir=${data}`, '--skip-test-db'], user);
      const port = await freePort();
      const own = ['--no-defaults', `--datadir=${data}`, `--socket=${join(folder, 's')}`, `--port=${port}`];
      const argv = [server, ...own, '--bind-address=127.0.0.1', `--init-file=${first}`];
      return running(port, await startServer(argv, user, 'ready for connections'));
    },
  };
}

function placeOf(program: string): string {
  const found = places.map((place) => join(place, program)).find((file) => existsSync(file));
  if (found === undefined) throw new Error(`there is no ${program} in ${places.join(', ')}`);
  return found;
}

const beginning = `create database \`shop-1\` character set utf8mb4;
create user shop@'%' identified by '${password.replace(/[\\']/g, '\\$&')}';
grant all on \`shop-1\`.* to shop@'%';
`;

async function ask<T>(port: number, act: (client: Connection) => Promise<T>): Promise<T> {
  const login = { host: '127.0.0.1', port, user: 'shop', password, database: 'shop-1' };
  const client = await createConnection({ ...login, multipleStatements: true, charset: 'utf8mb4' });
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}

function running(port: number, stop: () => Promise<void>): RunningStore {
  return {
    port,
    fill: async () => void (await ask(port, (client) => client.query(filling))),
    content: () => ask(port, content),
    change: async () =>
      void (await ask(port, (client) => client.query(`update customers set name = 'x' where id = 1`))),
    damage: async () => void (await ask(port, (client) => client.query(damaging))),
    stop,
  };
}

const filling = `
create table customers (id int primary key auto_increment, name varchar(100) not null, photo blob, at datetime(6));
insert into customers (name, photo, at)
  select concat('Ünï 🚢 ', seq, '\\n\\t''"\\\\'), unhex(lpad(hex(seq), 8, '0')), '2026-01-01 00:00:00' + interval seq second from seq_1_to_5000;
create table \`orders \`\`odd\` (id int, customer int, price decimal(10, 2), foreign key (customer) references customers (id));
insert into \`orders \`\`odd\` select seq, 1 + seq mod 5000, seq / 7 from seq_1_to_9000;
create table empty (id int);
create table counted (n int);
insert into counted values (0);
create view expensive as select * from \`orders \`\`odd\` where price > 1000;
create trigger counting after insert on empty for each row update counted set n = n + 1;
create procedure doubling (in n int) select n * 2 as doubled;
create event nightly on schedule every 1 day disable do delete from empty;
`;

const damaging = `
drop view expensive;
drop table \`orders \`\`odd\`;
drop procedure doubling;
delete from customers where id mod 2 = 0;
update customers set name = 'lost';
create table newer (id int);
insert into newer values (1);
`;

const questions = [
  'select * from customers order by id',
  'select * from `orders ``odd` order by id',
  'select count(*) from empty',
  'select * from counted',
  'select count(*), sum(price) from expensive',
  "select table_name, table_type from information_schema.tables where table_schema = 'shop-1' order by 1",
  "select trigger_name, action_statement, definer from information_schema.triggers where trigger_schema = 'shop-1'",
  "select routine_name, routine_definition from information_schema.routines where routine_schema = 'shop-1'",
  "select event_name, status from information_schema.events where event_schema = 'shop-1'",
  "select default_character_set_name from information_schema.schemata where schema_name = 'shop-1'",
];

async function content(client: Connection): Promise<unknown> {
  const answers: unknown[] = [];
  for (const question of questions) answers.push((await client.query(question))[0]);
  return answers;
}
