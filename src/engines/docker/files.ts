// Configs and secrets that are no plain file of this machine: put into the container before it starts, or, where its
// root is read-only and takes nothing, mounted from copies in the state folder. Plain files are mounts (`mounts.ts`).
import { chmodSync, chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { messageOf, SeaworthyError } from '../../base/errors.ts';
import { hashOf } from '../../base/hash.ts';
import type { GivenFile } from '../../model/container.ts';
import type { UnitSpec } from '../../model/unit.ts';
import { isMounted } from './mounts.ts';
import type { Docker } from './objects.ts';

/** Spec: services, "secrets" and "configs": world-readable unless told. */
const defaultMode = 0o444;

/** Written again on every try: the same files give the same container. @throws SeaworthyError ENGINE_REFUSED */
export async function giveFiles(
  docker: Docker,
  id: string,
  unit: UnitSpec,
  signal: AbortSignal,
): Promise<void> {
  const given = ownFiles(unit);
  if (given.length === 0) return;
  const { pack } = await import('tar-stream');
  const tar = pack();
  for (const file of given) {
    const name = posix.normalize(file.target).replace(/^\/+/, '');
    const { mode = defaultMode, uid, gid } = file;
    const head = { name, mode, uid: numberOf(uid), gid: numberOf(gid), mtime: new Date(0) };
    tar.entry(head, contentOf(docker, unit.service, file));
  }
  tar.finalize();
  const upload = await buffer(tar);
  const query = { path: '/', noOverwriteDirNonDir: true, copyUIDGID: false };
  await docker.client.call('PUT', `/containers/${id}/archive`, { query, upload, signal });
}

function ownFiles({ container }: UnitSpec): readonly GivenFile[] {
  return (container?.files ?? []).filter((file) => !isMounted(file) && !('external' in file.from));
}

/**
 * The unit as its container is made: what a read-only root would not take lies in the state folder, and is mounted.
 *
 * @throws SeaworthyError ENGINE_REFUSED
 */
export function withCopies(docker: Docker, unit: UnitSpec, instance: string): UnitSpec {
  const { container } = unit;
  const own = ownFiles(unit);
  if (container === undefined || !unit.readOnly || own.length === 0) return unit;
  if (docker.client.connection.endpoint.kind !== 'unix') {
    throw new SeaworthyError(
      'ENGINE_REFUSED',
      `${unit.service} has a read-only root, and its ${own[0]?.kind} ${own[0]?.name} cannot be put in from another machine`,
      { hint: 'Take read_only out, or give it in an environment variable.' },
    );
  }
  const folder = copiesOf(docker, instance);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files = container.files.map((file) =>
    own.includes(file) ? mountedCopy(docker, unit.service, file, folder) : file,
  );
  return { ...unit, container: { ...container, files } };
}

/** Nothing uses them any more. `instance` undefined: those of the whole stack. */
export function removeCopies(docker: Docker, instance?: string): void {
  rmSync(instance === undefined ? docker.copies : copiesOf(docker, instance), {
    recursive: true,
    force: true,
  });
}

function copiesOf({ copies }: Docker, instance: string): string {
  return join(copies, instance);
}

function mountedCopy(docker: Docker, service: string, file: GivenFile, folder: string): GivenFile {
  const path = join(folder, hashOf(file.target, 16));
  const { uid, gid } = file;
  writeFileSync(path, contentOf(docker, service, file), { mode: 0o600 });
  try {
    if (uid !== undefined || gid !== undefined) chownSync(path, numberOf(uid), numberOf(gid));
  } catch (error) {
    throw new SeaworthyError(
      'ENGINE_REFUSED',
      `the ${file.kind} ${file.name} of ${service} cannot get its owner: ${messageOf(error)}`,
      { cause: error, hint: 'A read-only root gets it from a copy that only root may give away.' },
    );
  }
  chmodSync(path, file.mode ?? defaultMode);
  return { ...file, from: { file: path }, mode: undefined, uid: undefined, gid: undefined };
}

function numberOf(id: string | undefined): number {
  return Number(id ?? 0) || 0;
}

function contentOf({ secrets }: Docker, service: string, { name, kind, from }: GivenFile): Buffer {
  if ('file' in from) return contentOfFile(from.file, `the ${kind} ${name} of ${service}`);
  const given = 'text' in from ? from.text : '';
  const text = typeof given === 'string' ? given : secrets(given.secret);
  if (text !== undefined) return Buffer.from(text);
  throw new SeaworthyError(
    'ENGINE_REFUSED',
    `the ${kind} ${name} of ${service} is no longer in the state folder`,
    {
      hint: 'Run seaworthy up again: it puts the present value in.',
    },
  );
}

function contentOfFile(path: string, what: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new SeaworthyError('ENGINE_REFUSED', `${what} cannot be read: ${messageOf(error)}`, {
      cause: error,
      hint: 'Put the file there, or name another one.',
    });
  }
}
