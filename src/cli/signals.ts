// Ctrl-C once ends the run so that it can be resumed; twice leaves at once, which is as resumable as a crash.
import { type ExitCode, exitCodes } from '../base/errors.ts';
import type { Terminal } from './verb.ts';

export interface Signals {
  readonly stop: AbortSignal;
  /** The exit code of the signal that came, if one did. */
  code(): ExitCode | undefined;
  close(): void;
}

// A terminal that goes away (SIGHUP) is no reason to leave a stack half-way: it counts as SIGTERM.
const codes = { SIGINT: exitCodes.sigint, SIGTERM: exitCodes.sigterm, SIGHUP: exitCodes.sigterm } as const;
type Name = keyof typeof codes;

/** `meaning` says what the first signal does. */
export function catchSignals(terminal: Terminal, meaning = 'ending after the running step'): Signals {
  const controller = new AbortController();
  let caught: ExitCode | undefined;
  const listeners = (Object.keys(codes) as Name[]).map((name) => {
    const listener = () => {
      if (caught !== undefined) process.exit(codes[name]);
      caught = codes[name];
      terminal.stderr.write(`${name}: ${meaning}; once more leaves at once\n`);
      controller.abort();
    };
    process.on(name, listener);
    return { name, listener };
  });
  return {
    stop: controller.signal,
    code: () => caught,
    close: () => {
      for (const { name, listener } of listeners) process.off(name, listener);
    },
  };
}
