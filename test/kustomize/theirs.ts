// The real program.
import { spawnSync } from 'node:child_process';

export function theirsOf(folder: string): { readonly text: string } | { readonly error: string } {
  const options = { encoding: 'utf8', timeout: 20_000, maxBuffer: 1 << 28 } as const;
  let done = spawnSync('kustomize', ['build', folder], options);
  if (done.error !== undefined) done = spawnSync('kubectl', ['kustomize', folder], options);
  if (done.status === 0) return { text: done.stdout };
  return { error: (done.stderr || String(done.error)).trim().slice(0, 300) };
}
