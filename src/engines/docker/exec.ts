// A program run inside of a container.
import { SeaworthyError } from '../../base/errors.ts';
import { numberAt, textAt } from '../../base/json.ts';
import type { ExecResult } from '../engine.ts';
import { framesOf } from './frames.ts';
import type { Docker } from './objects.ts';

export interface ExecOptions {
  readonly user?: string | undefined;
  readonly workingDir?: string | undefined;
  readonly privileged?: boolean;
  readonly env?: readonly string[] | undefined;
}

const kept = 4096;

/** Exit codes as shells have them: 127 for what is not there, 126 for what cannot be run. */
export async function execIn(
  { client }: Docker,
  id: string,
  argv: readonly string[],
  signal: AbortSignal,
  options: ExecOptions = {},
): Promise<ExecResult> {
  const body = {
    AttachStdout: true,
    AttachStderr: true,
    Cmd: argv,
    User: options.user,
    WorkingDir: options.workingDir,
    Privileged: options.privileged,
    Env: options.env,
  };
  const made = await client.call('POST', `/containers/${encodeURIComponent(id)}/exec`, { body, signal });
  const exec = textAt(made.body, 'Id') ?? '';
  let output = '';
  try {
    const stream = await client.upgrade(`/exec/${exec}/start`, {
      body: { Detach: false, Tty: false },
      signal,
    });
    for await (const { data } of framesOf(stream, false)) output = `${output}${data.toString()}`.slice(-kept);
  } catch (error) {
    const missing = notRun(error);
    if (missing === undefined) throw error;
    return missing;
  }
  const { body: ended } = await client.call('GET', `/exec/${exec}/json`, { signal });
  const exitCode = numberAt(ended, 'ExitCode') ?? 0;
  return notRunSaid(output, exitCode) ?? { exitCode, output };
}

const notFound = /executable file not found|no such file or directory/i;
const notAllowed = /permission denied|exec format error|is a directory/i;

/** The engine refuses at once what its runtime could not run. */
function notRun(error: unknown): ExecResult | undefined {
  if (!(error instanceof SeaworthyError) || error.code !== 'ENGINE_REFUSED') return undefined;
  return notRunSaid(error.message, 126);
}

/** Old engines give 126 for both, with the runtime's sentence as the output. */
function notRunSaid(said: string, exitCode: number): ExecResult | undefined {
  if (exitCode !== 126 || !/OCI runtime exec failed|exec failed/i.test(said)) return undefined;
  if (notFound.test(said)) return { exitCode: 127, output: said };
  return notAllowed.test(said) ? { exitCode: 126, output: said } : undefined;
}
