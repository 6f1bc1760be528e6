import { createClient } from 'redis';
import { withDeadline } from '../shared/deadline.js';
import { reasonOf } from '../shared/log.js';

const ANSWER_MS = 200;
const NO_CACHE = {
  check: async () => {
    throw new Error('REDIS_URL is not set');
  },
  through: (_key, _seconds, read) => read(),
  forget: async () => {},
  close: () => {},
};

// A cache in front of reads. Whatever is wrong with Redis, `through` reads from the source instead.
export function openCache(url, log) {
  if (!url) {
    log.warn('no cache: REDIS_URL is not set');
    return NO_CACHE;
  }
  const client = connect(url, log);
  const ask = (command) => withDeadline(command, ANSWER_MS, 'redis');
  return {
    check: async () => {
      if (!client.isReady) throw new Error('redis cannot be reached; reads go to the database');
      await ask(client.ping());
    },
    through: (key, seconds, read) => readThrough({ client, ask, key, seconds, read }),
    forget: async (key) => {
      if (client.isReady) await ask(client.del(key)).catch(() => {});
    },
    close: () => client.destroy(),
  };
}

function connect(url, log) {
  const client = createClient({
    url,
    // A command asked while Redis is away must fail at once and not wait for its return.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: 1000,
      reconnectStrategy: (tries) => Math.min(250 * (tries + 1), 2000),
    },
  });
  let wasReachable = true;
  client.on('error', (error) => {
    if (wasReachable) log.warn('cache unreachable, reads go to the database', { reason: reasonOf(error) });
    wasReachable = false;
  });
  client.on('ready', () => {
    wasReachable = true;
    log.info('cache connected');
  });
  client.connect().catch(() => {});
  return client;
}

async function readThrough({ client, ask, key, seconds, read }) {
  if (!client.isReady) return read();
  const kept = await ask(client.get(key)).catch(() => null);
  if (kept !== null) return JSON.parse(kept);
  const value = await read();
  if (client.isReady) await ask(client.set(key, JSON.stringify(value), { EX: seconds })).catch(() => {});
  return value;
}
