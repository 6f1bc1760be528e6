// What a replacement waits for: an answer that somebody waits for, and not a connection that is only kept open.
import { expect, test } from 'vitest';
import { type StackSketch, withStack } from '../system/faults/stack.ts';

/** Answers after as long as it is asked to, keeps connections open, and drops everything when it is told to end. */
const server = (word: string) => `
import { createServer } from 'node:http';
const server = createServer((request, response) =>
  setTimeout(() => response.end('${word}'), Number(request.url.slice(1))));
server.keepAliveTimeout = 600000;
server.listen(8080, () => console.log('serving ${word}'));
process.on('SIGTERM', () => process.exit(0));
`;

/** Opens a connection and keeps it; on another, asks for what takes long, again and again. */
const caller = `
import { Agent, get } from 'node:http';
const ask = (agent, path, then) => get({ host: 'web', port: 8080, agent, path }, (answer) => {
  let text = '';
  answer.on('data', (part) => { text += part; });
  answer.on('end', () => then(text));
}).on('error', (error) => then(error.code));
const say = (text) => { console.log('answer ' + text); setTimeout(slow, 1); };
const slow = () => ask(new Agent(), '/4000', say);
ask(new Agent({ keepAlive: true }), '/1', () => slow());
process.on('SIGTERM', () => process.exit(0));
`;

const shop = (word: string): StackSketch => ({
  services: {
    web: {
      node: server(word),
      gate: { log: 'serving', deadline: '10s' },
      setting: { drain: '60s' },
      compose: { stop_grace_period: '2s', expose: ['8080'] },
    },
    caller: { node: caller, compose: { depends_on: ['web'], stop_grace_period: '1s' } },
  },
});

test('a slow answer is waited for, and a connection that is kept open is not', () =>
  withStack(shop('one'), async (stack) => {
    const first = await stack.up();
    expect(first.code, first.all).toBe(0);
    const logs = async () => (await stack.run(['logs', '--no-log-prefix', 'caller'])).stdout;
    await expect.poll(logs, { timeout: 20_000 }).toContain('answer one');
    stack.write(shop('two'));
    const second = await stack.up();
    expect(second.code, second.all).toBe(0);
    expect(second.all).toMatch(/drained web-1 .*nobody waits on 1 open connection/);
    await expect.poll(logs, { timeout: 20_000 }).toContain('answer two');
    expect((await logs()).replace(/answer (?:one|two)\n/g, '')).toBe('');
  }));
