// Making an object that has a name of its own. Without an answer, or with one of a server in trouble, nobody knows whether
// it was made; but a name is taken once, so that unlike other POSTs it may be sent again.
import { systemClock } from '../../base/clock.ts';
import { SeaworthyError } from '../../base/errors.ts';
import type { Client } from './client.ts';
import { isTrouble, waitBefore } from './retry.ts';
import type { ApiAnswer, ApiRequest } from './wire.ts';

/**
 * The final answer; `made` when an earlier try is found to have made it.
 *
 * @throws SeaworthyError ENGINE_UNREACHABLE when there is none after all tries
 */
export async function createNamed(
  client: Client,
  request: Omit<ApiRequest, 'method'>,
  isMade: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<ApiAnswer | 'made'> {
  for (let tried = 1; ; tried += 1) {
    const answer = await client.ask({ ...request, method: 'POST' }, signal).catch((error: unknown) => {
      if (error instanceof SeaworthyError && error.code === 'ENGINE_UNREACHABLE') return error;
      throw error;
    });
    if (!(answer instanceof Error) && !isTrouble(answer)) return answer;
    if (await isMade()) return 'made';
    const outcome = answer instanceof Error ? 'none' : answer;
    const waitMs = waitBefore({ ...request, method: 'PUT' }, outcome, tried, Math.random());
    if (waitMs !== undefined) await systemClock.sleep(waitMs, signal);
    else if (answer instanceof Error) throw answer;
    else return answer;
    signal.throwIfAborted();
  }
}
