// Databases: the real server where there is one, with a real query.

import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { safeSettings } from '../../src/engines/local/substitutes/postgres.ts';
import { settingsOf } from '../../src/engines/local/substitutes/redis.ts';
import { runProgram } from '../../src/engines/local/substitutes/run.ts';
import { serviceUser } from '../../src/engines/local/substitutes/users.ts';
import { volumeFolder } from '../../src/engines/local/volumes.ts';
import type { UnitSpec } from '../../src/model/unit.ts';
import {
  contextOf,
  type LocalStack,
  look,
  makeLocalStack,
  route,
  start,
  stop,
  unitOf,
  until,
} from './local-stack.ts';

const never = new AbortController().signal;
let stack: LocalStack;

function database(change: Partial<UnitSpec> = {}): UnitSpec {
  return unitOf('db', '/', {
    image: 'postgres:16-alpine',
    build: undefined,
    command: ['postgres', '-c', 'max_connections=21', '-c', 'listen_addresses=*'],
    environment: { POSTGRES_USER: 'app', POSTGRES_PASSWORD: { secret: "it's" }, POSTGRES_DB: 'shop' },
    mounts: [
      { kind: 'volume', source: 'db-data', target: '/var/lib/postgresql/data', readOnly: false },
      {
        kind: 'bind',
        source: join(stack.folder, 'init'),
        target: '/docker-entrypoint-initdb.d',
        readOnly: true,
      },
    ],
    peers: { db: [5432] },
    stopGraceMs: 10_000,
    ...change,
  });
}

async function query(port: number, text: string): Promise<unknown[]> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'app',
    database: 'shop',
    password: "value of it's",
  });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

async function ready(instance: string, unit: UnitSpec): Promise<void> {
  const check = ['/bin/sh', '-c', 'pg_isready -U $POSTGRES_USER -d $POSTGRES_DB || exit 1'];
  await until(
    async () => (await stack.engine.exec(instance, unit, check, never)).exitCode,
    (code) => code === 0,
    20_000,
  );
}

describe('PostgreSQL', () => {
  beforeAll(() => {
    stack = makeLocalStack();
    const folder = join(stack.folder, 'init');
    mkdirSync(folder);
    writeFileSync(
      join(folder, '1.sql'),
      'create table item (name text);\n\n\ninsert into item values ($$a;\n\nb$$);\n',
    );
  });
  afterAll(async () => await stack.end());

  test('starts as the image would: user, password, database, scripts, settings; and keeps its data', async () => {
    const unit = database();
    const begun = await start(stack.engine, 'db-1', unit);
    await ready('db-1', unit);
    const port = begun.ports['5432']?.port ?? 0;
    expect(await query(port, 'show max_connections')).toEqual([{ max_connections: '21' }]);
    expect(await query(port, 'select count(*)::int as n from item')).toEqual([{ n: 1 }]);
    await query(port, "insert into item values ('second')");
    await stop(stack.engine, 'db', 'db-1', 10_000);
    expect(await look(stack.engine, 'db-1')).toMatchObject({ state: 'exited', exitCode: 0 });
    const again = await start(stack.engine, 'db-2', unit);
    await ready('db-2', unit);
    await route(stack.engine, 'db', 'db-2');
    expect(again.ports['5432']?.port).not.toBe(port);
    const address = await stack.engine.address('db', 5432);
    expect(await query(address?.port ?? 0, 'select count(*)::int as n from item')).toEqual([{ n: 2 }]);
  });

  test('a half-made folder of a killed deployer is made anew', async () => {
    const unit = database({
      mounts: [{ kind: 'volume', source: 'half', target: '/var/lib/postgresql', readOnly: false }],
    });
    const folder = volumeFolder(stack.paths, 'half', serviceUser('postgres')?.uid);
    mkdirSync(join(folder, 'pgdata.draft-1', 'base'), { recursive: true });
    await start(stack.engine, 'half-1', { ...unit, service: 'half', peers: { half: [5432] } });
    await ready('half-1', unit);
    expect(readdirSync(folder)).toEqual(['pgdata']);
  });

  test('data of another version is refused with a way out', async () => {
    const folder = volumeFolder(stack.paths, 'old', serviceUser('postgres')?.uid);
    mkdirSync(join(folder, 'pgdata'), { recursive: true });
    writeFileSync(join(folder, 'pgdata', 'PG_VERSION'), '9\n');
    const mounts = [
      { kind: 'volume', source: 'old', target: '/var/lib/postgresql/data', readOnly: false },
    ] as const;
    await expect(start(stack.engine, 'old-1', database({ mounts }))).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
      hint: expect.stringContaining('PostgreSQL 9'),
    });
    expect(await look(stack.engine, 'old-1')).toBeUndefined();
  });

  test('without a volume its data goes with the instance', async () => {
    const unit = database({ mounts: [] });
    await start(stack.engine, 'tmp-1', { ...unit, service: 'tmp', peers: { tmp: [5432] } });
    await ready('tmp-1', unit);
    await stack.engine.apply({ kind: 'remove', service: 'tmp', instance: 'tmp-1' }, contextOf('rm'));
    const folder = volumeFolder(stack.paths, 'x', serviceUser('postgres')?.uid);
    expect(existsSync(dirname(folder)) ? readdirSync(dirname(folder)) : []).not.toContain('tmp-1.work');
  });
});

test('settings of a postgres command are kept, those that would move it are not', () => {
  const command = [
    'postgres',
    '-c',
    'work_mem=8MB',
    '-c',
    'port=1',
    '--max-connections=7',
    '-cshared_preload_libraries=x',
  ];
  expect(safeSettings(unitOf('db', '/', { command }))).toEqual([
    '-c',
    'work_mem=8MB',
    '-c',
    'max-connections=7',
  ]);
});

test.each([
  [
    ['redis-server', '--save', '', '--maxmemory', '24mb', '--dir', '/x'],
    ['save ""', 'maxmemory "24mb"'],
  ],
  [
    ['/bin/sh', '-c', 'redis-server --requirepass "$PASS" --appendonly yes'],
    ['requirepass "s3"', 'appendonly "yes"'],
  ],
])('options of redis: %j', (command, expected) => {
  expect(settingsOf(unitOf('r', '/', { command }), { PASS: 's3' })).toEqual(expected);
});

describe('a tool of a substitute', () => {
  const run = (script: string, quietMs?: number) =>
    runProgram({
      argv: ['/bin/sh', '-c', script],
      cwd: '/',
      user: undefined,
      environment: {},
      signal: new AbortController().signal,
      ...(quietMs === undefined ? {} : { quietMs }),
    });

  test('that says nothing for too long is ended, and says so', async () => {
    const { exitCode, output } = await run('echo begun; exec sleep 60', 300);
    expect([exitCode, output]).toEqual([137, expect.stringContaining('said nothing for 300ms')]);
  });

  test('is over when it has ended, whatever a child of it still holds open', async () => {
    expect(await run('sleep 3 & echo done')).toEqual({ exitCode: 0, output: 'done\n' });
  });
});
