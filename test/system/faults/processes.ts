// Processes of a test's stack, found by the marks in their environment.
import { readdirSync, readFileSync } from 'node:fs';

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It has just ended, or is another user's.
    return '';
  }
}

/** Not a zombie, whose parent has only not asked for its end yet. */
function isAlive(pid: number): boolean {
  const stat = read(`/proc/${pid}/stat`);
  return stat !== '' && !/\) [ZX] /.test(stat);
}

/** Pids of everything that belongs to the stack of this name: its services, their offspring, its keeper. */
export function markedPids(stack: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const environment = read(`/proc/${pid}/environ`).split('\0');
      const own = environment.some(
        (entry) => /^SEAWORTHY_(?:STACK|KEEPER)=/.test(entry) && entry.includes(`=${stack}-`),
      );
      return own && isAlive(pid);
    });
}

/** Pids of processes that have the word among their arguments, whatever their environment. */
export function pidsOfCommand(word: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/cmdline`).split('\0').includes(word))
    .map(Number)
    .filter(isAlive);
}

/** What was still there after a moment's grace, killed by id; each with its command line. */
export async function killMarked(stack: string): Promise<readonly string[]> {
  for (let look = 0; look < 20 && markedPids(stack).length > 0; look++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return markedPids(stack).map((pid) => {
    const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
    process.kill(pid, 'SIGKILL');
    return `${pid} ${command}`;
  });
}

/** The value as the process got it, byte for byte. */
export function environmentOf(pid: number): ReadonlyMap<string, string> {
  const entries = read(`/proc/${pid}/environ`).split('\0');
  return new Map(
    entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  );
}
