import { systemCode } from './errors.ts';

/** Whether a process of this number is there, whosever it is: kill(2) with signal 0. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}
