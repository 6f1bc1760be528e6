// What V8 is told for the rest of a run.
import { setFlagsFromString } from 'node:v8';

/** Later versions have a compiler between their quick one and their thorough one, and need no word from us. */
export const isV8Eleven = process.versions.v8.startsWith('11.');

/**
 * Compiled code fits only a start with the same flags, and the next one begins with the usual ones: they are back before
 * the code is kept, which is done at the end (`cli/compiled.ts`).
 */
export function untilExit(flag: string, usual: string): void {
  setFlagsFromString(flag);
  process.prependOnceListener('exit', () => setFlagsFromString(usual));
}

/**
 * V8 11 of Node 20 takes a function to its thorough compiler after so little work (66 kB of bytecode) that hundreds of
 * functions, which meet other shapes of objects all the time, are compiled, found to be wrong, and compiled again: from
 * here on after four times the work.
 */
export function optimiseLater(): void {
  if (isV8Eleven) untilExit('--interrupt-budget=264000', '--interrupt-budget=67584');
}
