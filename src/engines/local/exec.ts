// Runs a check beside an instance: same environment, same addresses, same folder. 126 and 127 are those of a shell.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { SeaworthyError, systemCode } from '../../base/errors.ts';
import type { UnitSpec } from '../../model/unit.ts';
import type { ExecResult } from '../engine.ts';
import { fieldsOf, numberMapOf } from './fields.ts';
import { checkArgv } from './launch.ts';
import { type LocalPaths, marker } from './paths.ts';
import { readEnvironmentFile, readRecords, type UnitRecord } from './record.ts';
import { substituteOf } from './substitutes/table.ts';

const keptBytes = 4096;

export async function execBeside(
  paths: LocalPaths,
  instance: string,
  unit: UnitSpec,
  argv: readonly string[],
  signal: AbortSignal,
): Promise<ExecResult> {
  const record = readRecords(paths).records.find((one) => one.launch.instance === instance);
  if (record === undefined) throw new SeaworthyError('ENGINE_REFUSED', `${instance} is not there`);
  const answered = await answerForClient(record, unit, argv, signal);
  if (answered !== undefined) return answered;
  const own = record.launch.ports;
  const words = checkArgv(unit, argv, own, readServicePorts(paths), paths, instance);
  // Without the key it is never taken for the instance itself.
  const { [marker.key]: _key, ...environment } = readEnvironmentFile(paths, instance) ?? {};
  return await run(words, record.launch.cwd, environment, signal);
}

/** Clients such as `pg_isready` are in the image and not here: the question they would ask is asked directly. */
async function answerForClient(
  record: UnitRecord,
  unit: UnitSpec,
  argv: readonly string[],
  signal: AbortSignal,
): Promise<ExecResult | undefined> {
  const substitute = substituteOf(unit);
  if (substitute === undefined) return undefined;
  const text = argv[1] === '-c' ? (argv[2] ?? '') : argv.join(' ');
  const port = record.launch.ports[substitute.port];
  if (port === undefined || !substitute.asksWhetherUp(text)) return undefined;
  const up = await substitute.isUp(port, signal);
  return {
    exitCode: up ? 0 : 1,
    output: `${substitute.name} ${up ? 'answers' : 'does not answer'} on port ${port}\n`,
  };
}

export function readServicePorts(paths: LocalPaths): Readonly<Record<string, number>> {
  try {
    return numberMapOf(fieldsOf(JSON.parse(readFileSync(paths.ports, 'utf8'))), 'ports');
  } catch {
    return {};
  }
}

function run(
  argv: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<ExecResult> {
  const [program = '', ...words] = argv;
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      cwd,
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = Buffer.alloc(0);
    const keep = (chunk: Buffer) => {
      output = Buffer.concat([output, chunk]).subarray(-keptBytes);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const stop = () => killGroup(child.pid);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    const finish = (exitCode: number, text: string) => {
      signal.removeEventListener('abort', stop);
      resolve({ exitCode, output: text });
    };
    child.once('error', (error) => finish(systemCode(error) === 'ENOENT' ? 127 : 126, `${error.message}\n`));
    // A child that keeps the pipes open must not hold the answer: the exit is what was asked for.
    child.once('exit', (code) => setImmediate(() => finish(code ?? 137, output.toString())));
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}
