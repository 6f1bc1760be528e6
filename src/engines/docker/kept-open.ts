// Connections that callers keep open for their next request, told from those on which somebody waits. The kernel knows
// when data last went either way: who was last sent something has his answer.
import { execFile } from 'node:child_process';

/** What was sent less than so long ago may be a part of more (ms). */
const quietMs = 1000;

export interface Connections {
  readonly open: number;
  /** Of these: with something under way. */
  readonly busy: number;
}

/**
 * Connections to these ports of a container, at one moment; undefined where this machine does not tell, without the right to
 * enter the container's network or without `nsenter` and `ss`.
 */
export async function connectionsIn(
  pid: number,
  ports: ReadonlySet<number>,
): Promise<Connections | undefined> {
  const inside = [`--net=/proc/${pid}/ns/net`, '--', 'ss', '-HtinO', 'state', 'established'];
  const text = await new Promise<string | undefined>((resolve) => {
    execFile('nsenter', inside, { timeout: 2000, maxBuffer: 1 << 24 }, (error, stdout) =>
      resolve(error === null ? stdout : undefined),
    );
  });
  return text === undefined ? undefined : connectionsOf(text, ports);
}

export function connectionsOf(text: string, ports: ReadonlySet<number>): Connections {
  const open = text.split('\n').filter((row) => isOpenTo(ports, row));
  return { open: open.length, busy: open.filter(isBusy).length };
}

/** `RECV-Q SEND-Q LOCAL PEER … bytes_sent:N bytes_received:N lastsnd:MS lastrcv:MS …`: see ss(8). What is zero is left out. */
function isOpenTo(ports: ReadonlySet<number>, row: string): boolean {
  const [, , local = ''] = row.trim().split(/\s+/);
  // What it asks of itself (its own health check) holds nobody up.
  return ports.has(Number(/:(\d+)$/.exec(local)?.[1])) && !/^\[?(?:::ffff:)?127\./.test(local);
}

function isBusy(row: string): boolean {
  const [unread, unsent] = row.trim().split(/\s+/);
  const of = (name: string) => Number(new RegExp(`\\b${name}:(\\d+)`).exec(row)?.[1] ?? 0);
  const [sentAgo, receivedAgo] = [of('lastsnd'), of('lastrcv')];
  // A first request may come in the very millisecond in which the connection was made, which counts as sent.
  const isAsked = of('bytes_received') > 0 && of('bytes_sent') === 0;
  const isAnswered = unread === '0' && unsent === '0' && sentAgo <= receivedAgo && !isAsked;
  return !isAnswered || sentAgo < quietMs;
}
