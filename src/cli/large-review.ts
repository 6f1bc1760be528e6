// What the runtime is told before a large review. A small one is over before any of it would count, and loading `node:v8`
// takes longer than reading some files.
import { isV8Eleven, optimiseLater, untilExit } from '../base/optimise.ts';
import { compileAsUsual } from '../base/runtime.ts';

/**
 * Left alone V8 collects a heap of 100 MB once it has trebled, so that a third of what a review of thousands of files
 * takes at its peak is garbage: from here on a full collection comes when the heap is half as large again as what the
 * last one left.
 *
 * V8 11 of Node 20 compiles a good deal less when it optimises later, and when it takes fewer of the functions that are
 * called into the one that calls: that pays in loops that run for long, not in rules. What is called at all is called
 * often here: it gets quick code at once.
 *
 * The largest function that may be taken in (`--max-inlined-bytecode-size`) must not be changed here: a compilation that is
 * under way on another thread has chosen by the old limit, and V8 ends the process when it finds the new one.
 */
export function prepareForMany(): void {
  compileAsUsual();
  untilExit('--heap-growing-percent=50', '--heap-growing-percent=0');
  optimiseLater();
  if (!isV8Eleven) return;
  untilExit('--max-inlined-bytecode-size-cumulative=300', '--max-inlined-bytecode-size-cumulative=920');
  untilExit('--always-sparkplug', '--no-always-sparkplug');
}
