import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { serviceUser } from '../../../src/engines/local/substitutes/users.ts';
import { freePort } from '../faults/ports.ts';
import { ownFile, ownFolder, type StoreKind, startServer } from './server.ts';

const password = 'Kw81-pLx0qZt7';

/** @throws Error where a program is missing */
export function redis(): StoreKind {
  const user = serviceUser('redis');
  for (const program of ['redis-server', 'redis-cli'])
    if (spawnSync(program, ['--version']).status !== 0) throw new Error(`there is no ${program}`);
  return {
    files: {
      'compose.yaml': `
name: shop
services:
  db:
    image: redis:7.4.1
    volumes: ["data:/data"]
    command: [redis-server, --requirepass, "\${REDIS_PASSWORD:?}"]
volumes: { data: {} }
`,
      '.env': `REDIS_PASSWORD=${password}\n`,
    },
    password,
    programs: ['redis-cli', 'redis-server'],
    dump: { program: 'redis-cli', flag: '--rdb', losing: undefined },
    // The port at which the store would fetch the copy is taken.
    failing: (port) => ({ environment: { TRIAL_PORT: `${port}` } }),
    path: ['/usr/bin', '/usr/local/bin'],
    user,
    async start(folder) {
      ownFolder(folder, user);
      const port = await freePort();
      // What is restored must be on the disk, too, by whichever way the store keeps it.
      const settings = `bind 127.0.0.1\nport ${port}\ndir ${folder}\nrequirepass ${password}\nappendonly yes\nenable-debug-command local\nrepl-diskless-sync-delay 0\n`;
      const file = ownFile(join(folder, 'settings'), settings, user);
      const stop = await startServer(['redis-server', file], user, 'Ready to accept connections');
      return {
        port,
        fill: () => tell(port, filling),
        content: async () => [
          ask(port, ['debug', 'digest']),
          ask(port, ['info', 'keyspace']).replace(/avg_ttl=\d+/g, ''),
        ],
        change: () => tell(port, ['set plain:1 changed']),
        damage: () => tell(port, damaging),
        stop,
      };
    },
  };
}

function ask(port: number, words: readonly string[], input = ''): string {
  const env = { ...process.env, REDISCLI_AUTH: password };
  const { stdout, status } = spawnSync('redis-cli', ['-e', '-p', `${port}`, ...words], {
    env,
    input,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`redis-cli ${words.join(' ')}: ${stdout}`);
  return stdout;
}

async function tell(port: number, commands: readonly string[]): Promise<void> {
  ask(port, [], `${commands.join('\n')}\n`);
}

const filling = [
  ...Array.from({ length: 3000 }, (_, n) => `set plain:${n} "${n} \\xff\\x00 \\"é\\""`),
  'rpush queue a b c',
  'hset customer:1 name "Ünï" paid 1',
  'sadd tags red green blue',
  'zadd scores 1 a 2.5 b',
  'xadd log 1-1 event started',
  'xgroup create log workers 0',
  'set session:1 x ex 100000',
  'select 3',
  'set elsewhere 1',
];

const damaging = ['flushall', 'set plain:1 lost', 'set newer 1'];
