// Small tools of the benchmarks: whole processes, interleaved, medians and minima.
import { spawnSync } from 'node:child_process';

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Runs each command `rounds` times, one after the other in turn, so that noise hits all of them alike.
 * `commands`: { name: { argv, cwd?, codes?, env? } }. Gives { name: { median, minimum } } in ms.
 */
export function compare(commands, rounds) {
  const times = new Map(Object.keys(commands).map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const [name, { argv, cwd, codes = [0], env }] of Object.entries(commands)) {
      const begun = performance.now();
      const { status, stderr } = spawnSync(argv[0], argv.slice(1), {
        cwd,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const ms = performance.now() - begun;
      if (!codes.includes(status)) throw new Error(`${name} ended with ${status}: ${stderr}`);
      // The first round warms the disk cache.
      if (round >= 0) times.get(name).push(ms);
    }
  }
  return Object.fromEntries(
    [...times].map(([name, all]) => [name, { median: median(all), minimum: Math.min(...all) }]),
  );
}

export const ms = (value) => `${value.toFixed(0)} ms`;
