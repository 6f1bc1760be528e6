// The settings of a project.
import type { Settings } from '../../model/settings.ts';
import { readExtension, readSettings } from '../settings/settings.ts';
import type { Reading } from './reading.ts';

/** `seaworthy.yaml`, or else `x-seaworthy` of the last compose file that has it. */
export function settingsFor(
  reading: Reading,
  own: string | undefined,
  files: readonly string[],
): Settings | undefined {
  if (own !== undefined) {
    const text = reading.store.read(own);
    return text === undefined ? undefined : readSettings(own, text);
  }
  for (const file of [...files].reverse()) {
    const settings = readExtension(file, reading.store.read(file) ?? '');
    if (settings !== undefined) return settings;
  }
  return undefined;
}
