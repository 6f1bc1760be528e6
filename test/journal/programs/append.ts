// Appends to a journal until the failpoint in its environment strikes.
import { systemClock } from '../../../src/base/clock.ts';
import { failpoint } from '../../../src/base/failpoint.ts';
import { openJournal } from '../../../src/journal/journal.ts';

const journal = openJournal(process.argv[2] ?? '', 'r1-1');
process.on('SIGINT', () => console.log('interrupted'));
for (const step of ['a', 'b', 'c']) {
  failpoint(step, 'before-intent');
  journal.append({ event: 'intent', step, because: 'test' });
  failpoint(step, 'after-intent');
  console.log(`acted ${step}`);
  failpoint(step, 'after-act');
  journal.append({ event: 'done', step, ms: 1, detail: '' });
  failpoint(step, 'after-done');
}
// The signal's handler runs in a later turn of the event loop.
await systemClock.sleep(50);
console.log('end');
