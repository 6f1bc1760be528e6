// Commands that compose runs in a container after its start and before its stop.
import { SeaworthyError } from '../../base/errors.ts';
import { flagAt, listAt, textAt } from '../../base/json.ts';
import type { UnitSpec } from '../../model/unit.ts';
import { execIn } from './exec.ts';
import { textsAt, wordsAt } from './keys.ts';
import type { Docker } from './objects.ts';

/** @throws SeaworthyError ENGINE_REFUSED when a hook of the start ends otherwise than with 0. */
export async function runHooks(
  docker: Docker,
  id: string,
  unit: UnitSpec | undefined,
  when: 'post_start' | 'pre_stop',
  signal: AbortSignal,
): Promise<void> {
  for (const hook of listAt(unit?.container?.keys, when)) {
    const env = Object.entries(wordsAt(hook, 'environment') ?? {}).map(([name, value]) => `${name}=${value}`);
    const { exitCode, output } = await execIn(docker, id, textsAt(hook, 'command') ?? [], signal, {
      user: textAt(hook, 'user'),
      workingDir: textAt(hook, 'working_dir'),
      privileged: flagAt(hook, 'privileged'),
      env: env.length === 0 ? undefined : env,
    });
    // What leaves is stopped all the same.
    if (exitCode === 0 || when === 'pre_stop') continue;
    const last = output.trim().split('\n').at(-1)?.slice(-200) ?? '';
    const said = last === '' ? '' : `: ${last}`;
    throw new SeaworthyError(
      'ENGINE_REFUSED',
      `post_start of ${unit?.service} ended with ${exitCode}${said}`,
      {
        hint: 'Run the command in the container by hand to see why.',
      },
    );
  }
}
