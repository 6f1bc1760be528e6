// Whether this machine can carry the local engine.
import { existsSync } from 'node:fs';

/** It reads /proc and locks by an abstract socket, which only Linux has. */
export function isLocalAvailable(): boolean {
  return process.platform === 'linux' && existsSync('/proc/self/stat');
}
