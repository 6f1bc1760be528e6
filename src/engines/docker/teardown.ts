// Taking everything of the stack away that is ours, and proving that nothing of it is left.
import { SeaworthyError } from '../../base/errors.ts';
import { count } from '../../base/text.ts';
import { isOurs, labelsOf, ownLabels } from './labels.ts';
import { type Docker, idOf, listContainers } from './objects.ts';

/** @throws SeaworthyError ENGINE_REFUSED when something is left. */
export async function removeContainers(docker: Docker, signal: AbortSignal): Promise<readonly string[]> {
  const ours = await oursIn(docker, signal);
  if (ours.length === 0) return [];
  await Promise.all(
    ours.map((one) =>
      docker.client.call('DELETE', `/containers/${idOf(one)}`, {
        query: { force: true, v: true },
        accept: [404, 409],
        signal,
      }),
    ),
  );
  for (let turn = 0; ; turn++) {
    const left = await oursIn(docker, signal);
    if (left.length === 0) break;
    // The engine removes what another call removes already, a moment later.
    if (turn < 50) await new Promise((resolve) => setTimeout(resolve, 100));
    else
      throw new SeaworthyError('ENGINE_REFUSED', `${count(left.length, 'container')} could not be removed`);
  }
  return ours.map((one) => `instance ${labelsOf(one)[ownLabels.instance]}`);
}

async function oursIn(docker: Docker, signal: AbortSignal): Promise<readonly unknown[]> {
  return (await listContainers(docker, signal)).filter((one) => isOurs(labelsOf(one)));
}
