// Ctrl-C for a verb that only looks: it ends at once, and the exit code says by which signal.
import { type ExitCode, exitCodes } from '../base/errors.ts';

export interface Stop {
  readonly signal: AbortSignal;
  code(): ExitCode | undefined;
  close(): void;
}

const codes = [
  ['SIGINT', exitCodes.sigint],
  ['SIGTERM', exitCodes.sigterm],
  ['SIGHUP', exitCodes.sigterm],
] as const;

export function catchStop(): Stop {
  const controller = new AbortController();
  let caught: ExitCode | undefined;
  const listeners = codes.map(([name, code]) => {
    const listener = () => {
      // The second time somebody waits for a review that takes long.
      if (caught !== undefined) process.exit(code);
      caught = code;
      controller.abort();
    };
    process.on(name, listener);
    return { name, listener };
  });
  return {
    signal: controller.signal,
    code: () => caught,
    close: () => {
      for (const { name, listener } of listeners) process.off(name, listener);
    },
  };
}
