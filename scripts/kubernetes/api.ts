// The few requests to the API server that starting a cluster takes, without a client of their own.
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { demandAllAlive } from './processes.ts';

export interface Answer {
  /** 0 where there was no answer. */
  readonly status: number;
  readonly text: string;
}

/** One request as the administrator; a server that does not answer (yet) is status 0. */
export function ask(
  folder: string,
  port: number,
  method: string,
  path: string,
  body?: object,
): Promise<Answer> {
  const keys = (name: string) => readFileSync(join(folder, 'keys', name));
  const options = { ca: keys('ca.crt'), cert: keys('admin.crt'), key: keys('admin.key') };
  const headers = { 'content-type': 'application/json' };
  return new Promise((answer) => {
    const sent = request(
      { host: '127.0.0.1', port, method, path, headers, timeout: 5_000, ...options },
      (got) => {
        let text = '';
        got.setEncoding('utf8').on('data', (part) => {
          text += part;
        });
        got.on('end', () => answer({ status: got.statusCode ?? 0, text }));
        got.on('error', ({ message }) => answer({ status: 0, text: message }));
      },
    );
    sent.on('timeout', () => sent.destroy(new Error('no answer in 5 s')));
    sent.on('error', ({ message }) => answer({ status: 0, text: message }));
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Waits until the API answers as wanted; fails when a process of the cluster ends, or after a minute and a half. */
export async function untilAnswer(
  folder: string,
  port: number,
  path: string,
  isWanted: (answer: Answer) => boolean,
): Promise<Answer> {
  const deadline = performance.now() + 90_000;
  for (;;) {
    const answer = await ask(folder, port, 'GET', path);
    if (isWanted(answer)) return answer;
    demandAllAlive(folder);
    if (performance.now() > deadline)
      throw new Error(`${path} of the API server stayed ${answer.status}: ${answer.text.slice(0, 300)}`);
    await wait(50);
  }
}
