// An engine that is not of this machine, as far as the deployer can tell: reached over TCP, or by ssh.

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withStack } from '../system/faults/stack.ts';
import { engineSocket } from './support/engine.ts';

/** The engine's socket on a port of loopback. */
async function withPort(body: (host: string) => Promise<void>): Promise<void> {
  const server: Server = createServer((near) => {
    const far = connect(engineSocket);
    near.on('error', () => far.destroy()).pipe(far);
    far.on('error', () => near.destroy()).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  try {
    if (address === null || typeof address === 'string') throw new Error('no port');
    await body(`tcp://127.0.0.1:${address.port}`);
  } finally {
    server.close();
  }
}

/** A stand-in for ssh that joins its streams to the engine, as the far side's client would. */
async function withSsh(body: (env: Readonly<Record<string, string>>) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-ssh-'));
  const program = `#!${process.execPath}
const far = require('node:net').connect(${JSON.stringify(engineSocket)});
process.stdin.pipe(far);
far.pipe(process.stdout);
far.on('close', () => process.exit());
`;
  writeFileSync(join(folder, 'ssh'), program);
  chmodSync(join(folder, 'ssh'), 0o755);
  try {
    await body({ DOCKER_HOST: 'ssh://somebody@elsewhere', PATH: `${folder}:${process.env['PATH'] ?? ''}` });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const web = (listen: string) =>
  `mkdir -p /tmp/www; echo fine > /tmp/www/alive; exec httpd -f -p ${listen} -h /tmp/www`;
const server = `
import('node:http').then(({ createServer }) => {
  createServer((asked, answer) => answer.writeHead(asked.url === '/alive' ? 200 : 503).end('fine')).listen(8000);
});
`;
const expose = { compose: { expose: ['8000'] } };

describe('gates of an engine elsewhere ask from inside', () => {
  test('by HTTP and by TCP, with what the image has', () =>
    withPort((host) =>
      withStack(
        {
          services: {
            page: {
              ...expose,
              sh: web('8000'),
              gate: { http: '/alive', port: 8000, match: '^fine' },
            },
            code: { ...expose, node: server, gate: { http: '/alive', port: 8000 } },
            open: { ...expose, sh: web('8000'), gate: { tcp: 8000 } },
          },
        },
        async (stack) => {
          const env = { DOCKER_HOST: host };
          const up = await stack.run(['up'], { env });
          expect([up.code, up.stdout]).toEqual([0, expect.stringContaining('runs release')]);
          const again = await stack.run(['up'], { env });
          expect(again.stdout).toContain('nothing to do');
        },
      ),
    ));

  test.each([
    ['an answer that is none', { http: '/missing', port: 8000 }, web('8000'), /404/],
    ['a port that nobody listens on', { tcp: 8000 }, 'exec sleep 600', /nobody listens/],
    ['a port of loopback only', { tcp: 8000 }, web('127.0.0.1:8000'), /own loopback/],
    ['no answer at all', { http: '/alive', port: 8000 }, 'exec sleep 600', /inside: .*refused/],
  ])('%s fails the gate, and says so', (_name, gate, sh, cause) =>
    withPort((host) =>
      withStack(
        { services: { web: { ...expose, sh, gate: { ...gate, deadline: '4s' } } } },
        async (stack) => {
          const up = await stack.run(['up'], { env: { DOCKER_HOST: host } });
          expect(up.code).toBe(5);
          expect(up.stdout).toMatch(cause);
        },
      ),
    ),
  );

  test('over ssh, even for a published port: what ssh calls the machine is no name of the network', () =>
    withSsh((env) =>
      withStack(
        {
          services: {
            web: {
              sh: web('8000'),
              compose: { ports: ['127.0.0.1::8000'] },
              gate: { http: '/alive', port: 8000 },
            },
          },
        },
        async (stack) => {
          const up = await stack.run(['up'], { env });
          expect([up.code, up.stdout]).toEqual([0, expect.stringContaining('runs release')]);
        },
      ),
    ));
});
