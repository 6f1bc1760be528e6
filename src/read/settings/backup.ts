// What the settings say of the backup of one data store.
import type { ReadProblem } from '../../model/artifact.ts';
import { type BackupSetting, restoreWithinMs } from '../../model/backup.ts';
import type { BackupKeys } from './tables.ts';

export function backupOf(keys: BackupKeys, index: number, problems: ReadProblem[]): readonly BackupSetting[] {
  const { service, every, keep, restore, within, restored, at } = keys;
  if (service === undefined) {
    // A value of the wrong kind has its own problem.
    if (!keys.keys.has('service')) {
      const message = `backup[${index}] has no service, so it saves nothing`;
      problems.push({ code: 'missing-key', message, span: at, hint: 'Name the data store.' });
    }
    return [];
  }
  const { value, span } = service;
  const times = { everyMs: every, keepMs: keep, withinMs: within ?? restoreWithinMs };
  return [{ service: value, span, ...times, restore, restored }];
}
