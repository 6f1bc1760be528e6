// The engine that `scripts/test-docker.sh` started, and a plain client of it for what a test wants to see or prepare.
import { request } from 'node:http';

function named(variable: string): string {
  const value = process.env[variable];
  if (value !== undefined && value !== '') return value;
  throw new Error(`${variable} is not set: run these tests by \`npm run test:docker\``);
}

export const engineVersion = named('SEAWORTHY_DOCKER_ENGINE');
export const engineSocket = named('DOCKER_HOST').replace(/^unix:\/\//, '');
/** Registries on loopback: one open to all, one for `tester` with `secret`. */
export const openRegistry = '127.0.0.1:5780';
export const closedRegistry = '127.0.0.1:5781';

export interface Reply {
  readonly status: number;
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly json: unknown;
}

/** One call of the Engine API. Does not throw for an error status. */
export function call(
  method: string,
  path: string,
  body?: unknown,
  socketPath = engineSocket,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    // A push wants to be told of a login, even of none.
    const headers = {
      'X-Registry-Auth': 'e30=',
      ...(text !== undefined && { 'Content-Type': 'application/json' }),
    };
    const sent = request({ socketPath, method, path, headers, agent: false }, (response) => {
      let all = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        all += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: all, json: parsed(all) }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

/** As `call`, and throws for an error status. */
export async function must(method: string, path: string, body?: unknown, socket?: string): Promise<Reply> {
  const reply = await call(method, path, body, socket);
  if (reply.status < 400) return reply;
  throw new Error(`${method} ${path}: ${reply.status} ${reply.text}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
