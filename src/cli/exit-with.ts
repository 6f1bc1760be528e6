// How the process ends.
import { exitCodes } from '../base/errors.ts';

/**
 * Makes the answer of the work the exit code: set, not called, since what is still written to a pipe must arrive. A
 * process that ends before the work does, because nothing is left that could wake it, has failed and says so.
 */
export function exitWith(work: Promise<number>): void {
  let done = false;
  process.exitCode = exitCodes.internal;
  process.once('beforeExit', () => {
    if (!done) process.stderr.write('error: a bug in seaworthy: it ended before its work was done\n');
  });
  void work.then((code) => {
    done = true;
    process.exitCode = code;
  });
}
