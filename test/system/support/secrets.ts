// I5: no secret value in anything that is written or printed, apart from the store and the unit environment files.
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Lane } from './lane.ts';

export function secretLeaks(lane: Lane): readonly string[] {
  const problems: string[] = [];
  const holds = (text: string) => lane.secrets.some((secret) => text.includes(secret));
  for (const { args, stdout, stderr } of lane.transcript) {
    if (holds(stdout) || holds(stderr)) problems.push(`I5: seaworthy ${args.join(' ')} printed a secret`);
  }
  for (const path of filesBelow(lane.stateFolder)) {
    const name = relative(lane.stateFolder, path);
    const text = readIfThere(path);
    if (text === undefined || !holds(text)) continue;
    if (!isAllowed(name)) problems.push(`I5: ${name} holds a secret`);
    else if ((lstatSync(path).mode & 0o077) !== 0) problems.push(`I5: others may read ${name}`);
  }
  return problems;
}

function isAllowed(name: string): boolean {
  return name.startsWith('secrets/') || /^local\/units\/[^/]+\.env$/.test(name);
}

/** Volumes belong to the services, which keep there what they like. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((one) => {
    const path = join(folder, one.name);
    if (one.isDirectory()) return path.endsWith('/local/volumes') ? [] : filesBelow(path);
    return one.isFile() ? [path] : [];
  });
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // Removed between the listing and the look.
    return undefined;
  }
}
