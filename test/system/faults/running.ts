// A command that runs: what it prints, and how it ends.
import type { ChildProcess } from 'node:child_process';

export interface Result {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams. */
  readonly all: string;
  readonly ms: number;
}

export interface Running {
  readonly pid: number;
  /** What it printed so far, both streams. */
  printed(): string;
  /** Waits until it has printed the text; fails when it ends before. */
  untilPrinted(text: string | RegExp): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<Result>;
}

export function watch(child: ChildProcess): Running {
  const began = performance.now();
  let stdout = '';
  let stderr = '';
  let all = '';
  const waiting = new Set<() => void>();
  const take = (chunk: string, toStdout: boolean) => {
    if (toStdout) stdout += chunk;
    else stderr += chunk;
    all += chunk;
    for (const look of waiting) look();
  };
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => take(chunk, true));
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => take(chunk, false));
  const ended = new Promise<Result>((resolve) => {
    child.once('close', (code, signal) =>
      resolve({ code, signal, stdout, stderr, all, ms: performance.now() - began }),
    );
  });
  return {
    pid: child.pid ?? 0,
    printed: () => all,
    untilPrinted: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!(typeof text === 'string' ? all.includes(text) : text.test(all))) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        void ended.then(({ code }) =>
          reject(new Error(`ended with ${code} before it printed ${text}: ${all}`)),
        );
        look();
      }),
    kill: (signal) => void child.kill(signal),
    ended,
  };
}
