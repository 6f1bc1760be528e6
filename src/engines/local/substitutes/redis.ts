// Redis and its relatives: the server on PATH, with a configuration file so that a password is no argument.
import { existsSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { SeaworthyError } from '../../../base/errors.ts';
import type { UnitSpec } from '../../../model/unit.ts';
import { makeFolder, makeMountFolders, mountPlace, workFolder } from '../volumes.ts';
import { askTcp } from './ask.ts';
import { runProgram } from './run.ts';
import type { Preparation, Prepared, Program, Substitute } from './substitute.ts';

const servers = ['redis-server', 'valkey-server', 'keydb-server'];

export const redis: Substitute = {
  name: 'Redis',
  families: ['redis', 'valkey', 'keydb', 'redis-stack', 'redis-stack-server'],
  port: 6379,
  program: 'redis-server',
  find,
  prepare,
  doesNotProve,
  asksWhetherUp: (check) => /^\s*(?:redis|valkey|keydb)-cli\b[^;&]*\bping\b/i.test(check),
  async isUp(port, signal) {
    const answer = (await askTcp(port, Buffer.from('*1\r\n$4\r\nPING\r\n'), signal))?.toString('latin1');
    // NOAUTH: it is up and wants a password, which the check need not know.
    return answer !== undefined && (answer.startsWith('+PONG') || answer.startsWith('-NOAUTH'));
  },
};

async function find(): Promise<Program | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of servers) {
      const file = join(folder, name);
      if (folder === '' || !existsSync(file)) continue;
      const signal = AbortSignal.timeout(5000);
      const run = { argv: [file, '--version'], cwd: '/', user: undefined, environment: {}, signal };
      const version = /v=(\S+)/.exec((await runProgram(run)).output)?.[1] ?? 'unknown';
      return { bin: file, version };
    }
  }
  return undefined;
}

async function prepare(program: Program, preparation: Preparation): Promise<Prepared> {
  const { unit, paths, instance, port } = preparation;
  const work = workFolder(paths, instance);
  makeFolder(work);
  makeMountFolders(paths, instance, unit);
  const mount = unit.mounts.find((one) => one.target === '/data');
  const folder = mount === undefined ? work : mountPlace(paths, instance, mount);
  const lines = ['bind 127.0.0.1', `port ${port}`, `dir ${quote(folder)}`, 'daemonize no'];
  if (mount?.kind !== 'volume') lines.push('save ""');
  // A title is written over the environment, in which our marker stands. The setting came with 6.2.
  if (isAtLeast(program.version, 6, 2)) lines.push('set-proc-title no');
  lines.push(...settingsOf(unit, preparation.environment));
  const file = join(work, 'redis.conf');
  try {
    writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  } catch (error) {
    throw new SeaworthyError('FILE_SYSTEM', `${file} could not be written`, { cause: error });
  }
  return {
    argv: [program.bin, file],
    cwd: folder,
    user: undefined,
    environment: {},
    stopSignal: 'SIGTERM',
    scratch: [],
  };
}

function isAtLeast(version: string, major: number, minor: number): boolean {
  const [first = 0, second = 0] = version.split('.').map(Number);
  return first > major || (first === major && second >= minor);
}

const safe =
  /^(?:save|appendonly|appendfsync|maxmemory|maxmemory-policy|maxmemory-samples|requirepass|databases|timeout|tcp-keepalive|notify-keyspace-events|loglevel|maxclients|lazyfree-[\w-]+)$/;

/** `--name value …` of the unit's command as lines of a configuration file, as far as they are harmless here. */
export function settingsOf(unit: UnitSpec, environment: Readonly<Record<string, string>>): readonly string[] {
  const lines: string[] = [];
  let name = '';
  let values: string[] = [];
  const flush = () => {
    if (safe.test(name)) lines.push([name, ...values.map(quote)].join(' '));
    values = [];
  };
  for (const word of commandWords(unit, environment)) {
    if (!word.startsWith('--')) values.push(word);
    else {
      flush();
      name = word.slice(2);
    }
  }
  flush();
  return lines;
}

function commandWords(unit: UnitSpec, environment: Readonly<Record<string, string>>): readonly string[] {
  const [shell, flag, text] = unit.command;
  if (shell !== '/bin/sh' || flag !== '-c' || text === undefined) return unit.command;
  const expanded = text.replace(/\$\{?(\w+)\}?/g, (_whole, name: string) => environment[name] ?? '');
  return expanded.split(/\s+/).map((word) => word.replace(/^(["'])(.*)\1$/, '$2'));
}

function quote(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

function doesNotProve(unit: UnitSpec, program: Program): readonly string[] {
  const notes = [`${unit.image} is replaced by ${program.bin} ${program.version}`];
  const wanted = /:(\d+(?:\.\d+)?)/.exec(unit.image ?? '')?.[1];
  if (wanted !== undefined && !program.version.startsWith(wanted)) {
    notes.push(`not proved: that it works with version ${wanted}`);
  }
  if (/stack/.test(unit.image ?? '')) notes.push('not proved: the modules of the image');
  return notes;
}
