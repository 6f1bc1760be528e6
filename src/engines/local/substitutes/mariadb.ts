// MySQL and MariaDB: the MariaDB server on PATH, which speaks MySQL's protocol but is not MySQL.
import { chownSync, existsSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { SeaworthyError } from '../../../base/errors.ts';
import type { UnitSpec } from '../../../model/unit.ts';
import { draftOf, makeFolder } from '../volumes.ts';
import { askTcp } from './ask.ts';
import { dataDirectory } from './data-directory.ts';
import { runProgram } from './run.ts';
import { textIn } from './secret-file.ts';
import type { Preparation, Prepared, Program, Substitute } from './substitute.ts';
import { type HostUser, serviceUser } from './users.ts';

const places = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];

export const mariadb: Substitute = {
  name: 'MariaDB',
  families: ['mariadb', 'mysql'],
  port: 3306,
  program: 'mariadbd',
  find,
  prepare,
  doesNotProve,
  asksWhetherUp: (check) =>
    /^\s*(?:(?:\/\S*\/)?healthcheck\.sh\b|(?:mysqladmin|mariadb-admin)\b[^;&]*\b(?:ping|status)\b)/.test(
      check,
    ),
  async isUp(port, signal) {
    // The server speaks first: a greeting of protocol 10.
    return (await askTcp(port, Buffer.alloc(0), signal))?.[4] === 10;
  },
};

async function find(): Promise<Program | undefined> {
  const folder = places.find((place) => place !== '' && existsSync(join(place, 'mariadbd')));
  if (folder === undefined) return undefined;
  const bin = join(folder, 'mariadbd');
  const signal = AbortSignal.timeout(5000);
  const run = { argv: [bin, '--version'], cwd: '/', user: undefined, environment: {}, signal };
  return { bin, version: /Ver (\d+\.\d+\.\d+)/.exec((await runProgram(run)).output)?.[1] ?? 'unknown' };
}

async function prepare(program: Program, preparation: Preparation): Promise<Prepared> {
  const user = serviceUser('mysql');
  const { folder, scratch } = dataDirectory(preparation, '/var/lib/mysql', user?.uid);
  const data = join(folder, 'mysql-data');
  if (!existsSync(data)) await makeData(program, preparation, folder, data, user);
  const words = ['--no-defaults', `--datadir=${data}`, '--bind-address=127.0.0.1'];
  const socket = `--socket=${join(data, 'server.sock')}`;
  return {
    argv: [program.bin, ...words, `--port=${preparation.port}`, socket],
    cwd: data,
    user,
    environment: { HOME: data },
    stopSignal: 'SIGTERM',
    scratch: scratch ? [folder] : [],
  };
}

async function makeData(
  program: Program,
  preparation: Preparation,
  folder: string,
  data: string,
  user: HostUser | undefined,
): Promise<void> {
  makeFolder(folder);
  const draft = draftOf(data, preparation.instance);
  rmSync(draft, { recursive: true, force: true });
  makeFolder(draft);
  if (user !== undefined) for (const own of [folder, draft]) chownSync(own, user.uid, user.gid);
  const installer = [dirname(program.bin), ...places]
    .map((place) => join(place, 'mariadb-install-db'))
    .find((file) => existsSync(file));
  const base = { cwd: draft, user, environment: preparation.markers, signal: preparation.signal };
  const install = [
    installer ?? 'mariadb-install-db',
    '--no-defaults',
    `--datadir=${draft}`,
    '--skip-test-db',
  ];
  const steps = [
    { ...base, argv: [...install, '--auth-root-authentication-method=normal'] },
    {
      ...base,
      argv: [program.bin, '--no-defaults', '--bootstrap', `--datadir=${draft}`],
      input: statements(preparation),
    },
  ];
  for (const step of steps) {
    const outcome = await runProgram(step);
    if (outcome.exitCode === 0) continue;
    rmSync(draft, { recursive: true, force: true });
    const message = `The database of ${preparation.unit.service} could not be made`;
    throw new SeaworthyError('ENGINE_REFUSED', message, { detail: [`exit ${outcome.exitCode}`] });
  }
  renameSync(draft, data);
}

/** One statement a line, as the bootstrap mode wants it. */
function statements({ environment }: Preparation): string {
  const plain = (name: string) => environment[`MARIADB_${name}`] ?? environment[`MYSQL_${name}`];
  const value = (name: string) => plain(name) ?? textIn(plain(`${name}_FILE`));
  const text = (words: string) => `'${words.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;
  const name = (words: string) => `\`${words.replaceAll('`', '``')}\``;
  const lines = ['FLUSH PRIVILEGES;'];
  const root = value('ROOT_PASSWORD');
  const [database, user, password] = [value('DATABASE'), value('USER'), value('PASSWORD')];
  if (database !== undefined) lines.push(`CREATE DATABASE ${name(database)};`);
  if (user !== undefined) {
    lines.push(`CREATE USER ${text(user)}@'%' IDENTIFIED BY ${text(password ?? '')};`);
    if (database !== undefined) lines.push(`GRANT ALL ON ${name(database)}.* TO ${text(user)}@'%';`);
  }
  lines.push(`CREATE USER 'root'@'%' IDENTIFIED BY ${text(root ?? '')};`);
  lines.push("GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;");
  if (root !== undefined) lines.push(`ALTER USER 'root'@'localhost' IDENTIFIED BY ${text(root)};`);
  return `${lines.join('\n')}\n`;
}

function doesNotProve(unit: UnitSpec, program: Program): readonly string[] {
  const notes = [`${unit.image} is replaced by MariaDB ${program.version} of this host`];
  if (/mysql/.test(unit.image ?? '')) notes.push('not proved: that it works with MySQL itself');
  if (unit.command.length > 0) notes.push('not proved: the options of its command');
  return notes;
}
