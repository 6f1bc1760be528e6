// Rows of ss as it prints them of a container's network.
import { expect, test } from 'vitest';
import { connectionsOf } from '../../../src/engines/docker/kept-open.ts';

const row = (state: string, local: string, times: string) =>
  `${state} ${local} 172.20.0.9:51234 cubic wscale:7,7 rto:204 rtt:0.04/0.02 mss:1448 cwnd:10 ${times} pacing_rate 11Gbps`;

const both = 'bytes_sent:167 bytes_received:83';

test.each([
  [
    'answered a while ago, and open since',
    '0 0',
    '172.20.0.4:8080',
    `${both} lastsnd:2400 lastrcv:2403 lastack:2400`,
    0,
  ],
  ['of IPv6', '0 0', '[::ffff:172.20.0.4]:8080', `${both} lastsnd:2400 lastrcv:2403`, 0],
  ['opened, and nothing was ever asked', '0 0', '172.20.0.4:8080', 'lastsnd:5000 lastrcv:5000', 0],
  ['asked, and not answered yet', '0 0', '172.20.0.4:8080', `${both} lastsnd:9000 lastrcv:8500`, 1],
  [
    'asked as soon as it was opened',
    '0 0',
    '172.20.0.4:8080',
    'bytes_received:83 lastsnd:3000 lastrcv:3000',
    1,
  ],
  ['answered just now: maybe there is more', '0 0', '172.20.0.4:8080', `${both} lastsnd:300 lastrcv:4000`, 1],
  ['answered in this very moment', '0 0', '172.20.0.4:8080', `${both} lastrcv:4000`, 1],
  ['with data that nobody has read', '12 0', '172.20.0.4:8080', `${both} lastsnd:2400 lastrcv:2403`, 1],
  ['with data that has not left', '0 9000', '172.20.0.4:8080', `${both} lastsnd:2400 lastrcv:2403`, 1],
  ['of its own health check', '0 0', '127.0.0.1:8080', `${both} lastrcv:4000`, 0],
  ['to another port', '0 0', '172.20.0.4:9090', `${both} lastrcv:4000`, 0],
])('a connection %s', (_what, state, local, times, busy) => {
  expect(connectionsOf(`${row(state, local, times)}\n`, new Set([8080])).busy).toBe(busy);
});
