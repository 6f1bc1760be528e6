// Waiting until an instance has nothing under way: connections to its ports, as its own network stack counts them.
import { readFile } from 'node:fs/promises';
import { systemClock } from '../../base/clock.ts';
import { count } from '../../base/text.ts';
import { connectionsIn } from './kept-open.ts';
import { labelsOf, ownLabels } from './labels.ts';
import { type Docker, inspect } from './objects.ts';
import { pidOf, type Reach } from './observe.ts';

const lookMs = 50;
/** Asking on which of them somebody waits takes two programs. */
const askMs = 500;

export interface Drained {
  readonly name: string;
  /** The container at the last look, if there was one. */
  readonly seen: unknown;
}

/** The answer says what was left at the limit. */
export async function drainInstance(
  docker: Docker,
  { name, seen }: Drained,
  drainMs: number,
  reach: Reach,
  signal: AbortSignal,
): Promise<string> {
  const until = systemClock.monotonicMs() + drainMs;
  if (seen !== undefined && reach.kind === 'direct' && (await inFlightOf(seen)) === 0)
    return 'nothing under way';
  for (let askAt = systemClock.monotonicMs(); ; ) {
    const container = await inspect(docker, name, signal);
    const open = reach.kind === 'direct' ? await inFlightOf(container) : 0;
    if (open === 0) return 'nothing under way';
    const now = systemClock.monotonicMs();
    if (now >= askAt) {
      const kept = await keptOnly(container);
      if (kept !== undefined) return `nobody waits on ${count(kept, 'open connection')}`;
      askAt = now + askMs;
    }
    if (now >= until || signal.aborted) return `${open} still under way at the limit`;
    await systemClock.sleep(lookMs, signal);
  }
}

/** How many are open where nobody waits on any of them. */
async function keptOnly(container: unknown): Promise<number | undefined> {
  const pid = pidOf(container);
  const there = pid === undefined ? undefined : await connectionsIn(pid, portsOf(container));
  return there?.busy === 0 ? there.open : undefined;
}

/** Established connections to the ports of the service; 0 where they cannot be seen. */
async function inFlightOf(container: unknown): Promise<number> {
  const pid = pidOf(container);
  const ports = portsOf(container);
  if (pid === undefined) return 0;
  // At once: for each, the kernel goes through the connections of all containers.
  const tables = await Promise.all([rowsOf(`/proc/${pid}/net/tcp`), rowsOf(`/proc/${pid}/net/tcp6`)]);
  return tables.flat().filter((row) => row.isOpen && ports.has(row.port)).length;
}

function portsOf(container: unknown): ReadonlySet<number> {
  return new Set((labelsOf(container)[ownLabels.ports] ?? '').split(',').map(Number));
}

/** `sl local_address rem_address st …`: the port is the last four hex digits, state 01 is ESTABLISHED. */
async function rowsOf(path: string): Promise<readonly { readonly port: number; readonly isOpen: boolean }[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return [];
  }
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local = '', , state] = line.trim().split(/\s+/);
      const [address = '', port = ''] = local.split(':');
      // What it asks of itself (its own health check) holds nobody up.
      const isOwn = address === '0100007F';
      return port === '' || isOwn ? [] : [{ port: Number.parseInt(port, 16), isOpen: state === '01' }];
    });
}
