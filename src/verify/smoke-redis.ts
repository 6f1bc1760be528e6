// One command to Redis or Valkey in its own protocol, RESP2. https://redis.io/docs/latest/develop/reference/protocol-spec/
import { connect, type Socket } from 'node:net';
import type { SmokeCheck } from '../model/smoke.ts';
import { connectionProblem, excerpt, within } from '../probes/answer.ts';
import {
  addressOf,
  patternMismatch,
  type SmokeAnswer,
  type SmokeContext,
  tooLate,
  unresolved,
} from './smoke-context.ts';

type RedisCheck = Extract<SmokeCheck, { kind: 'redis' }>;

const defaultPort = 6379;
const replyLimit = 1024 * 1024;

export async function smokeRedis(check: RedisCheck, context: SmokeContext): Promise<SmokeAnswer> {
  const url = URL.canParse(check.url) ? new URL(check.url) : undefined;
  if (url === undefined || url.protocol !== 'redis:') {
    return { outcome: 'unknown', reason: `not a redis address (check ${excerpt(check.name)})` };
  }
  const port = url.port === '' ? defaultPort : Number(url.port);
  const address = await addressOf(url.hostname, port, context);
  if (address === undefined) return unresolved(url.hostname, port);
  // Arguments may be secrets.
  const what = check.command[0] ?? 'PING';
  const socket = connect({ ...address, noDelay: true });
  try {
    const replies = await within({ ...context, timeoutMs: check.withinMs }, () =>
      converse(socket, [...opening(url), check.command]),
    );
    if (replies === undefined) return tooLate(what, check.withinMs);
    return judge(what, replies, check);
  } catch (error) {
    return { outcome: 'fail', reason: `${what}: ${connectionProblem(error, address)}` };
  } finally {
    socket.destroy();
  }
}

/** Login and the choice of the database, as the URL says them. */
function opening(url: URL): readonly (readonly string[])[] {
  const password = decodeURIComponent(url.password);
  const user = decodeURIComponent(url.username);
  const database = url.pathname.slice(1);
  return [
    ...(password === '' ? [] : [['AUTH', ...(user === '' ? [] : [user]), password]]),
    ...(/^\d+$/.test(database) && database !== '0' ? [['SELECT', database]] : []),
  ];
}

function judge(what: string, replies: readonly Reply[], check: RedisCheck): SmokeAnswer {
  const refused = replies.find(({ isError }) => isError);
  if (refused !== undefined) return { outcome: 'fail', reason: `${what}: ${excerpt(refused.text)}` };
  const text = replies.at(-1)?.text ?? '';
  const wrong = patternMismatch(`reply to ${what}`, text, check.reply);
  if (wrong !== undefined) return { outcome: 'fail', reason: wrong };
  return { outcome: 'pass', reason: `${what} → ${excerpt(text, 80)}` };
}

interface Reply {
  readonly text: string;
  readonly isError: boolean;
  readonly end: number;
}

function converse(socket: Socket, commands: readonly (readonly string[])[]): Promise<readonly Reply[]> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const replies: Reply[] = [];
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('connection closed before the reply was whole')));
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      try {
        for (let reply = readReply(bytes, 0); reply !== undefined; reply = readReply(bytes, 0)) {
          replies.push(reply);
          bytes = bytes.subarray(reply.end);
        }
        if (bytes.length > replyLimit) throw new Error('the reply is larger than 1 MiB');
      } catch (error) {
        reject(error);
      }
      if (replies.length >= commands.length) resolve(replies);
    });
    for (const command of commands) socket.write(commandBytes(command));
  });
}

function commandBytes(words: readonly string[]): string {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  return `*${words.length}\r\n${parts.join('')}`;
}

/** Undefined while it is not whole. @throws Error for what is not RESP. */
function readReply(bytes: Buffer, at: number): Reply | undefined {
  const lineEnd = bytes.indexOf('\r\n', at);
  if (lineEnd === -1) return undefined;
  const line = bytes.toString('utf8', at + 1, lineEnd);
  const next = lineEnd + 2;
  switch (String.fromCharCode(bytes[at] ?? 0)) {
    case '+':
    case ':':
      return { text: line, isError: false, end: next };
    case '-':
      return { text: line, isError: true, end: next };
    case '$': {
      const length = Number(line);
      if (length === -1) return { text: '(nil)', isError: false, end: next };
      if (bytes.length < next + length + 2) return undefined;
      return { text: bytes.toString('utf8', next, next + length), isError: false, end: next + length + 2 };
    }
    case '*':
      return readList(bytes, next, Number(line));
    default:
      throw new Error('the answer is not of Redis');
  }
}

function readList(bytes: Buffer, at: number, length: number): Reply | undefined {
  const items: string[] = [];
  let end = at;
  for (let index = 0; index < length; index++) {
    const item = readReply(bytes, end);
    if (item === undefined) return undefined;
    items.push(item.text);
    end = item.end;
  }
  return { text: items.join(' '), isError: false, end };
}
