// PostgreSQL: the real server, with the data folder made as the image's entry point would make it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SeaworthyError } from '../../../base/errors.ts';
import type { UnitSpec } from '../../../model/unit.ts';

import { askTcp } from './ask.ts';
import { dataDirectory } from './data-directory.ts';
import { makeCluster } from './postgres-cluster.ts';
import { findPostgres, majorOf } from './postgres-programs.ts';
import type { Preparation, Prepared, Program, Substitute } from './substitute.ts';
import { serviceUser } from './users.ts';

/** Protocol 3.0 start-up of a user that need not exist: any answer but "starting up" proves that it takes connections. */
const startUp = startUpPacket('seaworthy');

export const postgres: Substitute = {
  name: 'PostgreSQL',
  families: ['postgres', 'postgresql', 'postgis', 'timescaledb', 'timescale', 'pgvector'],
  port: 5432,
  program: 'postgres',
  find: async (unit) => choose(unit, await findPostgres(serviceUser('postgres')?.uid)),
  prepare,
  doesNotProve,
  asksWhetherUp: (check) => /^\s*(?:exec\s+)?pg_isready\b[^;&]*$/.test(check.replace(/\|\|.*$/, '')),
  async isUp(port, signal) {
    const answer = await askTcp(port, startUp, signal);
    if (answer === undefined) return false;
    // 57P03: cannot_connect_now, while it starts up, recovers or shuts down.
    return answer[0] === 0x52 || (answer[0] === 0x45 && !answer.includes('57P03'));
  },
};

/** The version that the image names, where there is one; else the first found. */
function choose(unit: Pick<UnitSpec, 'image'>, programs: readonly Program[]): Program | undefined {
  const wanted = tagMajor(unit.image);
  return programs.find((program) => majorOf(program.version) === wanted) ?? programs[0];
}

function tagMajor(image: string | undefined): string | undefined {
  return /:(?:pg)?(\d+)/.exec(image?.split('@')[0] ?? '')?.[1];
}

async function prepare(chosen: Program, preparation: Preparation): Promise<Prepared> {
  const user = serviceUser('postgres');
  const { port } = preparation;
  const { folder, scratch } = dataDirectory(preparation, '/var/lib/postgresql', user?.uid);
  const data = join(folder, 'pgdata');
  const there = clusterVersion(data);
  const program = there === undefined ? chosen : await matching(chosen, there, preparation);
  if (there === undefined) await makeCluster({ program, folder, data, user, preparation });
  const own = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', ''];
  return {
    argv: [join(program.bin, 'postgres'), ...own, ...safeSettings(preparation.unit)],
    cwd: data,
    user,
    environment: { PGHOST: '127.0.0.1', PGPORT: String(port), HOME: data },
    // Fast shutdown; the image says the same with STOPSIGNAL.
    stopSignal: 'SIGINT',
    scratch: scratch ? [folder] : [],
  };
}

function clusterVersion(data: string): string | undefined {
  try {
    return readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  } catch {
    return undefined;
  }
}

async function matching(chosen: Program, version: string, { unit }: Preparation): Promise<Program> {
  if (majorOf(chosen.version) === version) return chosen;
  const programs = await findPostgres(serviceUser('postgres')?.uid);
  const found = programs.find((program) => majorOf(program.version) === version);
  if (found !== undefined) return found;
  const message = `The data of ${unit.service} was written by PostgreSQL ${version}, here is ${chosen.version}`;
  throw new SeaworthyError('ENGINE_REFUSED', message, {
    hint: `Install PostgreSQL ${version}, or dump the data with it and restore it into a new volume.`,
  });
}

const ownSettings =
  /^(?:port|listen_addresses|unix_socket_\w+|config_file|hba_file|ident_file|data_directory|ssl\w*|shared_preload_libraries|logging_collector|log_directory)$/;

/** `-c name=value` of the unit's command, without what would move or unload the substitute. */
export function safeSettings(unit: UnitSpec): readonly string[] {
  const words = unit.command;
  const kept: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const setting = word === '-c' ? words[at + 1] : /^(?:-c|--)(.+=.*)$/.exec(word)?.[1];
    if (setting === undefined) continue;
    const name = (setting.split('=')[0] ?? '').replaceAll('-', '_');
    if (!ownSettings.test(name)) kept.push('-c', setting);
  }
  return kept;
}

function doesNotProve(unit: UnitSpec, program: Program): readonly string[] {
  const notes = [`${unit.image} is replaced by PostgreSQL ${program.version} of this host`];
  const wanted = tagMajor(unit.image);
  if (wanted !== undefined && wanted !== majorOf(program.version)) {
    notes.push(`not proved: that it works with PostgreSQL ${wanted}`);
  }
  const family = unit.image ?? '';
  if (/postgis|timescale|pgvector/.test(family)) notes.push(`not proved: the extensions of ${unit.image}`);
  if (unit.mounts.some((mount) => mount.target.startsWith('/etc/postgresql'))) {
    notes.push('not proved: its mounted configuration file');
  }
  notes.push('not proved: locale and collation of the image (here: C, UTF-8)');
  return notes;
}

function startUpPacket(user: string): Buffer {
  const body = Buffer.from(`\0\x03\0\0user\0${user}\0database\0${user}\0\0`, 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return Buffer.concat([length, body]);
}
