// Where a stack was rolled out to: later verbs find it without flags, and never look elsewhere by mistake.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { textAt } from '../../base/json.ts';

export interface Place {
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly namespace: string | undefined;
}

/** Undefined where it never was. */
export function rememberedPlace(stateFolder: string): Place | undefined {
  const file = fileOf(stateFolder);
  if (!existsSync(file)) return undefined;
  const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return {
    kubeconfig: textAt(found, 'kubeconfig'),
    context: textAt(found, 'context'),
    namespace: textAt(found, 'namespace'),
  };
}

export function rememberPlace(stateFolder: string, place: Place): void {
  writeFileSync(fileOf(stateFolder), `${JSON.stringify(place)}\n`, { mode: 0o600 });
}

function fileOf(stateFolder: string): string {
  return join(stateFolder, 'kubernetes.json');
}
