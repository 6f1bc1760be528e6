// A build context as a tar that is the same for the same content, byte for byte, on every machine.
import { createReadStream, statSync } from 'node:fs';
import { relative } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';
import { SeaworthyError } from '../../../base/errors.ts';
import type { BuildContext, ContextEntry } from './build-context.ts';
import type { BuildRequest } from './build-request.ts';

export interface ContextTar {
  readonly stream: Readable;
  /** Path of the Dockerfile in it. */
  readonly dockerfile: string;
}

/** Put beside a Dockerfile that is not part of its context, as the Docker client does. */
const ownName = '.seaworthy.Dockerfile';

export function contextTar(
  context: BuildContext,
  request: Pick<BuildRequest, 'context' | 'dockerfile' | 'inline' | 'contentHash'>,
  dockerfileText: string,
): ContextTar {
  const place = relative(request.context, request.dockerfile);
  const isInside = request.inline === undefined && place !== '' && !place.startsWith('..');
  const time = timeOf(request.contentHash);
  const tar = pack();
  const extra = isInside ? [] : addedFiles(context, dockerfileText);
  const added = new Set(extra.map(([path]) => path));
  const entries = context.entries.filter(({ path }) => !added.has(path));
  // What goes wrong while it is read ends the stream, and with it the request that sends it.
  write(tar, entries, extra, time).catch((error: unknown) =>
    tar.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return { stream: Readable.from(tar), dockerfile: isInside ? place : ownName };
}

/** The builder takes out again what .dockerignore names, so that `COPY . .` does not copy what we added. */
function addedFiles({ ignore }: BuildContext, dockerfile: string): readonly (readonly [string, string])[] {
  const rules = ignore === undefined ? `.dockerignore\n${ownName}\n` : `${ignore}\n${ownName}\n`;
  return [
    ['.dockerignore', rules],
    [ownName, dockerfile],
  ];
}

/**
 * One time for all files, so that no tool takes a file for older than what was made of it, and another one for other
 * content, so that a web server does not tell its callers that a page of the same length is unchanged.
 */
export function timeOf(contentHash: string | undefined): Date {
  const start = Date.UTC(2000, 0, 1);
  const seconds =
    contentHash === undefined ? 0 : Number.parseInt(contentHash.slice(0, 8), 16) % (20 * 365 * 86_400);
  return new Date(start + seconds * 1000);
}

async function write(
  tar: Pack,
  entries: readonly ContextEntry[],
  extra: readonly (readonly [string, string])[],
  mtime: Date,
): Promise<void> {
  for (const [name, text] of extra) tar.entry({ name, mode: 0o600, mtime, uid: 0, gid: 0 }, text);
  for (const entry of entries) {
    const { path, kind, mode, target } = entry;
    const head = { mode, mtime, uid: 0, gid: 0, uname: '', gname: '' };
    if (kind === 'folder') tar.entry({ ...head, name: `${path}/`, type: 'directory' });
    else if (kind === 'link') tar.entry({ ...head, name: path, type: 'symlink', linkname: target ?? '' });
    else await writeFile(tar, entry, { ...head, name: path, size: entry.size });
  }
  tar.finalize();
}

async function writeFile(tar: Pack, entry: ContextEntry, head: Parameters<Pack['entry']>[0]): Promise<void> {
  // The length stands before the content, so what has grown or shrunk since would spoil all that follows.
  if (statSync(entry.absolute).size !== entry.size) {
    throw new SeaworthyError('PREFLIGHT', `${entry.path} changed while the build context was sent`, {
      hint: 'Let what writes there end, or list it in .dockerignore.',
    });
  }
  const end = entry.size === 0 ? {} : { end: entry.size - 1 };
  await pipeline(createReadStream(entry.absolute, end), tar.entry(head));
}
