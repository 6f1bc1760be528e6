// A program run inside of a pod.
import { Writable } from 'node:stream';
import { SeaworthyError } from '../../base/errors.ts';
import { textAt } from '../../base/json.ts';
import type { ExecResult } from '../engine.ts';
import { objectsAt } from './json.ts';
import { containerOf, podOf } from './pods.ts';
import type { Kube } from './stack.ts';

const kept = 4096;

/** Exit codes as shells have them: 127 for what is not there, 126 for what cannot be run. */
export async function execIn(
  kube: Kube,
  instance: string,
  argv: readonly string[],
  signal: AbortSignal,
): Promise<ExecResult> {
  const pod = await podOf(kube, instance, signal);
  const { exec } = await kube.client.connection.streams();
  let output = '';
  const out = () =>
    new Writable({
      write(chunk, _encoding, done) {
        output = `${output}${String(chunk)}`.slice(-kept);
        done();
      },
    });
  const status = await new Promise<unknown>((answer, fail) => {
    const stop = () => fail(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    const { name } = pod.metadata;
    exec
      .exec(kube.namespace, name, containerOf(pod), [...argv], out(), out(), null, false, answer)
      .then((socket) => {
        socket.onclose = () => answer(undefined);
        signal.addEventListener('abort', () => socket.close(), { once: true });
      })
      .catch((cause) => fail(unreachable(instance, cause)));
  });
  return resultOf(status, output, instance);
}

function resultOf(status: unknown, output: string, instance: string): ExecResult {
  if (textAt(status, 'status') === 'Success') return { exitCode: 0, output };
  const said = textAt(status, 'message') ?? '';
  const code = objectsAt(status, 'details', 'causes').find((one) => textAt(one, 'reason') === 'ExitCode');
  const exitCode = Number(textAt(code, 'message') ?? Number.NaN);
  if (/executable file not found|no such file or directory/i.test(said))
    return { exitCode: 127, output: said };
  if (/permission denied|exec format error|is a directory/i.test(said))
    return { exitCode: 126, output: said };
  if (Number.isNaN(exitCode)) throw unreachable(instance, new Error(said || 'the connection was closed'));
  return { exitCode, output };
}

function unreachable(instance: string, cause: unknown): SeaworthyError {
  const why = cause instanceof Error ? cause.message : 'the connection was refused';
  return new SeaworthyError('ENGINE_UNREACHABLE', `nothing can be run in ${instance}: ${why}`, { cause });
}
