// Takes the lock of the folder, says what came of it, and holds it until it is told or killed.
import { acquireLock } from '../../../src/journal/lock.ts';

const [folder = '', socket = 'abstract'] = process.argv.slice(2);
const report = () => ({
  run: 'r1-1',
  step: 'core/api/start/api-1',
  since: '2026-01-01T00:00:00.000Z',
  pid: process.pid,
  command: 'seaworthy up',
});
const got = await acquireLock(folder, report, {
  socket: socket === 'file' ? 'file' : 'abstract',
  onCancel: () => console.log('cancelled'),
});
if ('heldBy' in got) {
  console.log(`held ${got.heldBy.pid} ${got.heldBy.step} ${got.answers}`);
} else {
  console.log(`won ${got.token}`);
  setInterval(() => undefined, 1000);
}
