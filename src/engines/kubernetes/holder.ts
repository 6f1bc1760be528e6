// Who holds a lease, so exactly that another process of the same machine can tell whether it still lives.
import { readFileSync, readlinkSync } from 'node:fs';

/** Machine, namespace of processes, process and its start; undefined where the system does not tell. */
export function holderMark(pid = process.pid): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // A container has numbers of its own, on the same kernel.
    return [boot, readlinkSync('/proc/self/ns/pid'), pid, startOf(pid)].join(' ');
  } catch {
    return undefined;
  }
}

/** True only where it is certain: it ran on this machine, and runs no more. */
export function isGone(mark: string | undefined): boolean {
  const own = holderMark();
  if (mark === undefined || own === undefined) return false;
  const [boot, namespace, pid, start] = mark.split(' ');
  const [ownBoot, ownNamespace] = own.split(' ');
  if (boot !== ownBoot || namespace !== ownNamespace) return false;
  try {
    return startOf(Number(pid)) !== start;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}

/** Ticks after the start of the machine, by which two processes of one number differ; `gone` for one that has ended. */
function startOf(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // proc_pid_stat(5): the name stands in parentheses and may hold anything; state is field 3, the start field 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return /^[ZX]$/.test(fields[0] ?? '') ? 'gone' : (fields[19] ?? '');
}
