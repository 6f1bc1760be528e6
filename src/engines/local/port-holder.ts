// Who listens on a port of this host, as far as the kernel tells us.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { systemCode } from '../../base/errors.ts';
import { marker } from './paths.ts';
import { readEnvironment } from './proc.ts';

export interface PortHolder {
  readonly pid: number;
  readonly program: string;
  /** Id of the seaworthy stack that it belongs to. */
  readonly stackId: string | undefined;
}

/** Error code of an attempt to listen; undefined when it works or when the host has no such address. */
export function whyNotBindable(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => {
      const code = systemCode(error);
      resolve(code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' ? undefined : (code ?? 'unknown'));
    });
    server.listen({ host, port, exclusive: true, ipv6Only: true }, () =>
      server.close(() => resolve(undefined)),
    );
  });
}

export function findPortHolder(port: number): PortHolder | undefined {
  const inodes = new Set([
    ...listeningInodes('/proc/net/tcp', port),
    ...listeningInodes('/proc/net/tcp6', port),
  ]);
  if (inodes.size === 0) return undefined;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name) || !holdsSocket(name, inodes)) continue;
    const environment = readEnvironment(Number(name));
    const stackId = environment?.get(marker.keeper) ?? environment?.get(marker.stack);
    return { pid: Number(name), program: programName(name), stackId };
  }
  return undefined;
}

/** Lines of /proc/net/tcp: `sl local_address rem_address st … inode`; 0A is LISTEN. */
function listeningInodes(file: string, port: number): readonly string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return readText(file)
    .split('\n')
    .flatMap((line) => {
      const fields = line.trim().split(/\s+/);
      const listens = fields[3] === '0A' && fields[1]?.endsWith(`:${hex}`) === true;
      return listens && fields[9] !== undefined ? [fields[9]] : [];
    });
}

function holdsSocket(pid: string, inodes: ReadonlySet<string>): boolean {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).some((fd) => {
      const inode = /^socket:\[(\d+)\]$/.exec(linkOf(`${folder}/${fd}`))?.[1];
      return inode !== undefined && inodes.has(inode);
    });
  } catch {
    // Another user's process, or one that has just ended.
    return false;
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function programName(pid: string): string {
  return readText(`/proc/${pid}/comm`).trim() || 'unknown';
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
