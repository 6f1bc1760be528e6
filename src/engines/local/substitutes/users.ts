// Servers that refuse to run as root get a user of their own.
import { readFileSync } from 'node:fs';

export interface HostUser {
  readonly uid: number;
  readonly gid: number;
}

const nobody: HostUser = { uid: 65534, gid: 65534 };

/** Undefined when we are not root and so can only be ourselves. */
export function serviceUser(name: string): HostUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const line = readPasswd().find((entry) => entry[0] === name);
  return line === undefined ? nobody : { uid: Number(line[2]), gid: Number(line[3]) };
}

function readPasswd(): readonly string[][] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'));
  } catch {
    return [];
  }
}
