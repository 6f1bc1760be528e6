// Where what takes minutes to make is kept, and the turn-taking of those who make it.
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** The user's cache folder for this purpose; one folder a set of versions lies below it. */
export function cacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'seaworthy-kubernetes');
}

/** Makes what `marker` stands for once: of two callers the second waits, and then finds it made. */
export async function once(marker: string, make: () => void): Promise<void> {
  if (existsSync(marker)) return;
  const lock = `${marker}.lock`;
  mkdirSync(dirname(lock), { recursive: true });
  while (!claim(lock)) await wait(250);
  try {
    if (existsSync(marker)) return;
    make();
    writeFileSync(marker, '');
  } finally {
    rmSync(lock, { force: true });
  }
}

function claim(lock: string): boolean {
  try {
    writeFileSync(openSync(lock, 'wx'), `${process.pid}`);
    return true;
  } catch {
    releaseOfTheDead(lock);
    return false;
  }
}

/** Who holds it writes its process id at once; a lock that stays empty was left by a death in between. */
function releaseOfTheDead(lock: string): void {
  try {
    const holder = readFileSync(lock, 'utf8');
    if (holder !== '' && !existsSync(`/proc/${holder}`)) rmSync(lock, { force: true });
  } catch {
    // It was released just now.
  }
}
