// Whether a backup can be restored: the declared command brings it back into a store of its own, and says what came.
import { spawn } from 'node:child_process';
import type { Clock } from '../base/clock.ts';
import { messageOf, systemCode } from '../base/errors.ts';
import { formatDuration } from '../base/units.ts';
import type { BackupSetting } from '../model/backup.ts';
import type { Evidence } from '../model/evidence.ts';

export interface RestoreResult {
  readonly service: string;
  readonly outcome: 'pass' | 'fail' | 'unknown';
  /** The sentence a person reads; secrets are left out. */
  readonly reason: string;
  /** ISO time at which it began. */
  readonly at: string;
  readonly ms: number;
  readonly argv: readonly string[];
  readonly exitCode: number | undefined;
  /** The last of what the command said, on both streams. */
  readonly output: string;
}

export interface RestoreOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly redact: (text: string) => string;
}

const outputLimit = 64 * 1024;
/** From TERM to KILL: the command may have a server of its own to end. */
const graceMs = 10_000;
/** What our own scripts say, and what others say in like words; "0 rows restored" and "not restored" prove nothing. */
const proof =
  /^(?!.*\b(?:not|nothing|never|cannot|no|none|0)\b[^,;.:]*\brestored\b).*(?:\brestored\b(?! (?:0|no|nothing)\b)|\bholds what it held\b).*$/im;

/** Runs one command, as it stands and without a shell. Never rejects. */
export async function tryRestore(
  { service, restore, withinMs, restored }: BackupSetting & { readonly restore: readonly string[] },
  { clock, signal, cwd, env, redact }: RestoreOptions,
): Promise<RestoreResult> {
  const at = clock.now().toISOString();
  const begun = clock.monotonicMs();
  const over = new AbortController();
  const late = clock.sleep(withinMs, over.signal).then(() => !over.signal.aborted);
  const ended = run(restore, { cwd, env, over: AbortSignal.any([signal, over.signal]) });
  const isLate = await Promise.race([late, ended.then(() => false)]);
  // Ends the wait, and the command where it is not over yet.
  over.abort();
  const { exitCode, output, problem } = await ended;
  const said = redact(output);
  const base = {
    service,
    at,
    ms: Math.round(clock.monotonicMs() - begun),
    argv: restore.map(redact),
    exitCode,
    output: said,
  };
  if (signal.aborted) return { ...base, outcome: 'unknown', reason: 'interrupted' };
  if (isLate) return { ...base, outcome: 'fail', reason: `not done within ${formatDuration(withinMs)}` };
  if (problem !== undefined) return { ...base, outcome: 'fail', reason: redact(problem) };
  return { ...base, ...judged(exitCode, said, restored) };
}

/** That a command ended well is no proof that anything came back: it must say so. */
function judged(exitCode: number | undefined, said: string, pattern: string | undefined) {
  const lines = said.trim().split('\n');
  if (exitCode !== 0) {
    const last = lines.at(-1) ?? '';
    return { outcome: 'fail', reason: `ended with ${exitCode ?? 'a signal'}: ${last}` } as const;
  }
  const line = (pattern === undefined ? proof : new RegExp(pattern, 'm')).exec(said)?.[0].trim();
  if (line === undefined || line === '') {
    const wanted = pattern === undefined ? 'that something was restored' : `anything like ${pattern}`;
    return { outcome: 'unknown', reason: `ended with 0 and did not say ${wanted}` } as const;
  }
  return { outcome: 'pass', reason: line } as const;
}

interface Ended {
  readonly exitCode: number | undefined;
  readonly output: string;
  /** Why it could not be run at all. */
  readonly problem: string | undefined;
}

interface Where {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly over: AbortSignal;
}

function run([program = '', ...words]: readonly string[], { cwd, env, over }: Where): Promise<Ended> {
  return new Promise((resolve) => {
    // A group of its own, so that what it has started can be ended with it.
    const child = spawn(program, words, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let killing: ReturnType<typeof setTimeout> | undefined;
    const stop = () => {
      endGroup(child.pid, 'SIGTERM');
      killing = setTimeout(() => endGroup(child.pid, 'SIGKILL'), graceMs);
    };
    const finish = (exitCode: number | undefined, problem?: string) => {
      clearTimeout(killing);
      over.removeEventListener('abort', stop);
      resolve({ exitCode, output, problem });
    };
    const hear = (chunk: string) => {
      output = (output + chunk).slice(-outputLimit);
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    child.once('error', (error) => finish(undefined, startProblem(program, error)));
    // What it left behind may keep the pipes open: the exit is what was asked for.
    child.once('exit', (code) => setImmediate(() => finish(code ?? undefined)));
    over.addEventListener('abort', stop, { once: true });
    if (over.aborted) stop();
  });
}

function endGroup(pid: number | undefined, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has just ended by itself.
  }
}

function startProblem(program: string, error: Error): string {
  return systemCode(error) === 'ENOENT' ? `there is no program ${program}` : messageOf(error);
}

export function restoreEvidence(
  { service, outcome, reason, ms, at }: RestoreResult,
  about: { readonly by: string; readonly release: string | undefined; readonly raw: string },
): Evidence {
  return { name: `backup/${service}`, outcome, what: reason, value: ms, unit: 'ms', at, ...about };
}
