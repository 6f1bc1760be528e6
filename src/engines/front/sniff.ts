// Tells an HTTP/1 request from anything else by its first bytes.
import { METHODS } from 'node:http';
import type { Socket } from 'node:net';

const methods = new Set(METHODS.filter((method) => method !== 'CONNECT'));
const longest = Math.max(...METHODS.map((method) => method.length));

/** `more`: what has come so far could still become either. */
export function looksLikeHttp(head: string): 'http' | 'other' | 'more' {
  const space = head.indexOf(' ');
  if (space !== -1) return methods.has(head.slice(0, space)) ? 'http' : 'other';
  return head.length <= longest && /^[A-Z-]*$/.test(head) ? 'more' : 'other';
}

/** Looks at the first bytes and puts them back; undefined when the client left before sending enough. */
export function sniff(socket: Socket): Promise<'http' | 'other' | undefined> {
  return new Promise((resolve) => {
    let seen = Buffer.alloc(0);
    const finish = (kind: 'http' | 'other' | undefined) => {
      socket.off('data', read);
      socket.off('end', leave);
      socket.off('close', leave);
      socket.pause();
      if (seen.length > 0 && !socket.destroyed) socket.unshift(seen);
      resolve(kind);
    };
    const read = (chunk: Buffer) => {
      seen = Buffer.concat([seen, chunk]);
      const kind = looksLikeHttp(seen.toString('latin1', 0, longest + 1));
      if (kind !== 'more') finish(kind);
    };
    const leave = () => finish(undefined);
    socket.on('data', read);
    socket.once('end', leave);
    socket.once('close', leave);
  });
}
