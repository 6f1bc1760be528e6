// A steady HTTP client with kept-alive connections that counts what it does not get. Loopback only.
import { Agent, get } from 'node:http';

/**
 * Sends GETs to `url` over `connections` connections until stopped. A request is lost when it fails or does not
 * answer 2xx. `stop({ atLeast })` goes on until so many requests were made. `gapMs` is the longest time without a good
 * answer.
 */
export function steadyClient(url, { connections = 8, pauseMs = 2 } = {}) {
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname)) throw new Error('loopback only');
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const count = { requests: 0, lost: 0, gapMs: 0, failures: new Map() };
  let lastGood = performance.now();
  let goal = Number.POSITIVE_INFINITY;
  const lose = (why) => {
    count.lost += 1;
    count.failures.set(why, (count.failures.get(why) ?? 0) + 1);
  };
  const answered = () => {
    const now = performance.now();
    count.gapMs = Math.max(count.gapMs, now - lastGood);
    lastGood = now;
  };
  const once = () =>
    new Promise((resolve) => {
      const request = get(url, { agent, timeout: 30_000 }, (response) => {
        response.resume();
        response.once('end', () => {
          if (response.statusCode < 200 || response.statusCode > 299) lose(`status ${response.statusCode}`);
          else answered();
          resolve();
        });
        response.once('error', (error) => {
          lose(error.code ?? error.message);
          resolve();
        });
      });
      request.once('timeout', () => request.destroy(new Error('timeout')));
      request.once('error', (error) => {
        lose(error.code ?? error.message);
        resolve();
      });
    });
  const worker = async () => {
    while (count.requests < goal) {
      count.requests += 1;
      await once();
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
  const workers = Array.from({ length: connections }, worker);
  return {
    count,
    async stop({ atLeast = 0 } = {}) {
      goal = Math.max(atLeast, count.requests);
      await Promise.all(workers);
      agent.destroy();
      return count;
    },
  };
}
