// Configs and secrets that are no file of this machine, put into the container before it starts. Files of this machine
// are mounts (`mounts.ts`).
import { posix } from 'node:path';
import { SeaworthyError } from '../../base/errors.ts';
import type { GivenFile } from '../../model/container.ts';
import type { UnitSpec } from '../../model/unit.ts';
import type { Docker } from './objects.ts';
import { tarOf } from './tar.ts';

/** Spec: services, "secrets" and "configs": world-readable unless told. */
const defaultMode = 0o444;

/** Written again on every try: the same files give the same container. @throws SeaworthyError ENGINE_REFUSED */
export async function giveFiles(
  docker: Docker,
  id: string,
  unit: UnitSpec,
  signal: AbortSignal,
): Promise<void> {
  const given = (unit.container?.files ?? []).filter(({ from }) => 'text' in from);
  if (given.length === 0) return;
  const upload = tarOf(
    given.map((file) => ({
      path: posix.normalize(file.target).replace(/^\/+/, ''),
      content: Buffer.from(textOf(docker, unit.service, file)),
      mode: file.mode ?? defaultMode,
      uid: Number(file.uid ?? 0) || 0,
      gid: Number(file.gid ?? 0) || 0,
    })),
  );
  const query = { path: '/', noOverwriteDirNonDir: true, copyUIDGID: false };
  await docker.client.call('PUT', `/containers/${id}/archive`, { query, upload, signal });
}

function textOf({ secrets }: Docker, service: string, { name, kind, from }: GivenFile): string {
  const given = 'text' in from ? from.text : '';
  const text = typeof given === 'string' ? given : secrets(given.secret);
  if (text !== undefined) return text;
  throw new SeaworthyError(
    'ENGINE_REFUSED',
    `the ${kind} ${name} of ${service} is no longer in the state folder`,
    {
      hint: 'Run seaworthy up again: it puts the present value in.',
    },
  );
}
