// What `generate backup` writes, run at real servers: copies come back row for row, and a bad one is never kept.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { Job, type Outcome } from './job.ts';
import { mariadb } from './mariadb.ts';
import { postgres } from './postgres.ts';
import { redis } from './redis.ts';
import type { RunningStore, StoreKind } from './server.ts';

const kinds: readonly (readonly [string, () => StoreKind])[] = [
  ['PostgreSQL', postgres],
  ['MariaDB', mariadb],
  ['Redis', redis],
];

function kindOrReason(find: () => StoreKind): StoreKind | string {
  try {
    return find();
  } catch (error) {
    return String(error);
  }
}

for (const [name, find] of kinds) {
  const kind = kindOrReason(find);
  if (typeof kind === 'string') {
    console.warn(`NOT TESTED: the backup of ${name}: ${kind}`);
    describe.skip(`the backup of ${name}`, () => test('runs at a real server', () => {}));
  } else {
    describe(`the backup of ${name}`, () => backupOf(kind));
    describe(`the backup of ${name} with the tools of Alpine`, () => withBusybox(kind));
  }
}

type Case = readonly [string, RegExp, () => Outcome];

/** A row of a table whose rows are not all for every store. */
function row(...values: Case): Case {
  return values;
}

function backupOf(kind: StoreKind): void {
  let job: Job;
  let store: RunningStore;
  let content: unknown;
  let made: Outcome;
  const { dump } = kind;
  const good = () => job.copies().filter((name) => name.endsWith('Z'));

  beforeAll(async () => {
    job = new Job(kind);
    await job.generate();
    store = await kind.start(join(job.folder, '1'));
    await store.fill();
    content = await store.content();
    const log = join(job.folder, 'arguments');
    spawnSync('sh', ['-c', ': >"$1"; chmod 666 "$1"', 'sh', log]);
    for (const program of kind.programs)
      job.wrap(program, `printf '%s\\n' "\${0##*/} $*" >>'${log}'\nexec "$real" "$@"`);
    made = job.run(store);
    job.unwrap();
  });

  afterEach(() => job.unwrap());

  afterAll(async () => {
    await store.stop();
    job.remove();
  });

  test('a copy is for its owner alone, and the password is in no arguments', () => {
    expect(made).toEqual({ code: 0, stdout: expect.stringMatching(/restored and counted\n$/), stderr: '' });
    const [name = ''] = good();
    const copy = join(job.backups, 'copies', name);
    const files = readdirSync(copy);
    expect(files).toEqual(expect.arrayContaining(['counts', 'sha256']));
    const modes = [copy, ...files.map((file) => join(copy, file))].map((path) => statSync(path).mode & 0o777);
    expect(modes).toEqual([0o700, ...files.map(() => 0o600)]);
    const words = readFileSync(join(job.folder, 'arguments'), 'utf8');
    expect(words).toContain(`${dump.program} `);
    expect(words).not.toContain(kind.password);
    expect(readdirSync(job.backups)).toEqual(['copies']);
  });

  test('what was lost and changed comes back row for row, and what came later goes', async () => {
    await store.damage();
    expect(await store.content().catch(() => 'damaged')).not.toEqual(content);
    expect(job.run(store, ['restore', 'latest'])).toMatchObject({ code: 0, stderr: '' });
    expect(await store.content()).toEqual(content);
  });

  test('what is restored outlives the server', async () => {
    await store.stop();
    store = await kind.start(join(job.folder, '1'));
    expect(await store.content()).toEqual(content);
  });

  test('a new server takes the copy', async () => {
    const other = await kind.start(join(job.folder, '2'));
    try {
      expect(job.run(other, ['restore', good()[0] ?? ''])).toMatchObject({ code: 0, stderr: '' });
      expect(await other.content()).toEqual(content);
    } finally {
      await other.stop();
    }
  });

  describe('nothing is kept, and nothing is lost, when', () => {
    const cut = `"$real" "$@" || exit
for word; do
  [ "$last" != ${dump.flag} ] || file=$word
  last=$word
done
[ -z "$file" ] || { size=$(wc -c <"$file"); head -c $((size / 2)) "$file" >"$file.half"; mv "$file.half" "$file"; }`;
    const dying = `case " $* " in *' ${dump.flag} '*) "$real" "$@"; kill -KILL $$ ;; esac\nexec "$real" "$@"`;
    const failing = `head -c 100\nexit 1`;
    const losing = `exec "$real" "$@" ${dump.losing}`;
    const cases: readonly Case[] = [
      [
        'the password is wrong',
        /it could not be saved$/m,
        () => job.run(store, [], { STORE_PASSWORD: 'x', STORE_PASSWORD_FILE: '' }),
      ],
      ['the store is away', /it could not be saved$/m, () => job.run({ ...store, port: 1 })],
      ['the dump is cut', /could not be (?:saved|restored)$/m, () => wrapped(dump.program, cut)],
      ['the dump is killed', /it could not be saved$/m, () => wrapped(dump.program, dying)],
      ['there is no room', /it could not be saved$/m, () => job.runWithoutRoom(store)],
      ...(dump.losing === undefined
        ? []
        : [row('the dump leaves rows out', / has 0 rows in the copy/, () => wrapped(dump.program, losing))]),
      ...(kind.programs.includes('gzip')
        ? [row('the packer fails', /it could not be saved$/m, () => wrapped('gzip', failing))]
        : []),
    ];

    function wrapped(program: string, body: string): Outcome {
      job.wrap(program, `file=\nlast=\n${body}`);
      return job.run(store);
    }

    test.each(cases)('%s', (_what, why, run) => {
      const before = job.copies();
      expect(run()).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(why) });
      expect(job.copies()).toEqual(before);
    });
  });

  test('of two at once one is turned away, and one that is killed leaves nothing in the way', async () => {
    const [reached, go] = [join(job.folder, 'reached'), join(job.folder, 'go')];
    spawnSync('mkfifo', ['-m', '666', reached, go]);
    job.wrap(
      dump.program,
      `case " $* " in *' ${dump.flag} '*) echo >'${reached}'; read -r line <'${go}' ;; esac\nexec "$real" "$@"`,
    );
    const before = good().length;
    const first = job.start(store);
    await readFile(reached);
    expect(job.run(store).code).toBe(75);
    writeFileSync(go, '\n');
    expect(await first.ended).toMatchObject({ code: 0 });
    expect(good()).toHaveLength(before + 1);
    const killed = job.start(store);
    await readFile(reached);
    process.kill(-(killed.child.pid ?? 0), 'SIGKILL');
    expect((await killed.ended).code).toBeNull();
    job.unwrap();
    expect(job.run(store).code).toBe(0);
    expect(good()).toHaveLength(before + 2);
    expect(job.copies().filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('old copies go after a good run only, and never the newest', () => {
    for (const name of job.copies()) utimesSync(join(job.backups, 'copies', name), 0, 0);
    const before = job.copies();
    expect(job.run({ ...store, port: 1 }).code).toBe(1);
    expect(job.copies()).toEqual(before);
    expect(job.run(store, [], { BACKUP_KEEP_DAYS: '14' }).code).toBe(0);
    expect(job.copies()).toHaveLength(1);
    expect(job.run(store, ['verify'])).toMatchObject({ code: 0, stderr: '' });
  });

  test('a restore that fails is undone, or can be', async () => {
    await store.change();
    const changed = await store.content();
    expect(changed).not.toEqual(content);
    const { program, body, environment } = kind.failing(store.port);
    if (program !== undefined) job.wrap(program, body ?? '');
    const failed = job.run(store, ['restore', 'latest'], environment);
    job.unwrap();
    expect(failed.code).toBe(1);
    const [, present] = /what it held is kept as (\S+)/.exec(failed.stdout) ?? [];
    if (present !== undefined) expect(job.run(store, ['restore', present]).code).toBe(0);
    expect(await store.content()).toEqual(changed);
    expect(job.run(store, ['restore', 'latest']).code).toBe(0);
    expect(await store.content()).toEqual(content);
  });

  const { connect } = kind;
  if (connect !== undefined)
    test('a store that an application still uses is left alone', async () => {
      const disconnect = await connect(store.port);
      const restored = job.run(store, ['restore', 'latest']);
      await disconnect();
      expect(restored).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('is the application stopped?'),
      });
      expect(await store.content()).toEqual(content);
    });

  test('a copy that was damaged since is not restored', async () => {
    const [name = ''] = good();
    const copy = join(job.backups, 'copies', name);
    const file = readdirSync(copy).find((one) => one.startsWith('dump')) ?? '';
    const bytes = readFileSync(join(copy, file));
    const at = bytes.length >> 1;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    writeFileSync(join(copy, file), bytes);
    expect(job.run(store, ['verify']).code).toBe(1);
    const restored = job.run(store, ['restore', name]);
    expect(restored).toMatchObject({ code: 1, stderr: expect.stringContaining('its sums are others') });
    expect(await store.content()).toEqual(content);
  });

  test('wrong calls are told so', () => {
    for (const args of [['restore'], ['other'], ['restore', 'none'], ['verify', '../x'], ['save', 'x']])
      expect(job.run(store, args).code, args.join(' ')).toBe(2);
    expect(job.run(store, ['list'])).toEqual({ code: 0, stdout: `${job.copies().join('\n')}\n`, stderr: '' });
  });
}

/** Its shell and its tools are what most images have that the scripts run in. */
function withBusybox(kind: StoreKind): void {
  const { stdout } = spawnSync('busybox', ['--list'], { encoding: 'utf8' });
  const tools = (stdout ?? '').split('\n').filter((tool) => tool !== '');
  if (!tools.includes('sh')) console.warn('NOT TESTED: backups with busybox, which is not here');

  test.skipIf(!tools.includes('sh'))('a copy is made and comes back', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sw-busybox-')));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    chmodSync(folder, 0o755);
    const busybox = spawnSync('sh', ['-c', 'command -v busybox'], { encoding: 'utf8' }).stdout.trim();
    for (const tool of tools) symlinkSync(busybox, join(folder, tool));
    const job = new Job(kind, { argv: [join(folder, 'sh')], tools: [folder] });
    onTestFinished(() => job.remove());
    await job.generate();
    const store = await kind.start(join(job.folder, '1'));
    onTestFinished(() => store.stop());
    await store.fill();
    const content = await store.content();
    expect(job.run(store)).toMatchObject({ code: 0, stderr: '' });
    await store.damage();
    expect(job.run(store, ['restore', 'latest'])).toMatchObject({ code: 0, stderr: '' });
    expect(await store.content()).toEqual(content);
    expect(job.run({ ...store, port: 1 }).code).toBe(1);
  });
}
