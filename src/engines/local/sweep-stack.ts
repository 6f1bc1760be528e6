// Ends everything of a stack that no keeper ended: one may have died, or never have run.
import { rmSync } from 'node:fs';
import { BugError } from '../../base/errors.ts';
import { detectCgroups, removeStackCgroups } from './cgroup.ts';
import { removeWork } from './launch.ts';
import type { LocalPaths } from './paths.ts';
import { deleteRecord, readRecords } from './record.ts';
import { sweepInstance, sweepNames } from './sweep.ts';
import { removeEmptyShared } from './volumes.ts';

/** Answers with what was there. */
export async function sweepStack(paths: LocalPaths): Promise<readonly string[]> {
  const host = { paths, cgroups: detectCgroups() };
  const { records, broken } = readRecords(paths);
  const left = [...records.map((record) => record.launch.instance), ...broken.map((one) => one.instance)];
  const names = [...new Set([...left, ...sweepNames(host)])];
  await Promise.all(names.map((instance) => sweepInstance(host, instance)));
  for (const instance of names) deleteRecord(paths, instance);
  if (host.cgroups !== undefined) removeStackCgroups(host.cgroups, paths.stackId);
  for (const file of [paths.ports, paths.routes, paths.socket]) rmSync(file, { force: true });
  removeWork(paths);
  removeEmptyShared(paths);
  const survivors = sweepNames(host);
  if (survivors.length > 0) throw new BugError(`still alive after teardown: ${survivors.join(', ')}`);
  return names.map((instance) => `instance ${instance}`);
}
