// What is kept of earlier releases, and what of it is let go when nothing needs it any more.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Release, StateStore } from '../journal/store.ts';
import { rolledOut } from './shed.ts';

const keptReleases = 5;

/** Hashes of the releases that can be gone back to: the newest, and those that a service is still of. */
export function keptReleasesOf(store: StateStore): readonly string[] {
  const releases = store.releases();
  const current = new Set(Object.values(rolledOut(store)));
  const kept = [...newestOf(releases), ...releases.filter(({ number }) => current.has(number))];
  return [...new Set(kept.map(({ hash }) => hash))];
}

function newestOf(releases: readonly Release[]): readonly Release[] {
  return releases.filter(({ plan }) => Object.keys(plan.wanted).length > 0).slice(-keptReleases);
}

/** Removes copies that neither one of the newest releases nor a current service names. */
export function forgetSources(store: StateStore, folder: string | undefined): void {
  if (folder === undefined) return;
  const releases = store.releases();
  const newest = newestOf(releases);
  const current = rolledOut(store);
  const needed = [
    ...newest.flatMap(({ plan }) => Object.values(plan.wanted)),
    ...releases.flatMap(({ number, plan }) =>
      Object.values(plan.wanted).filter(({ unit }) => current[unit.service] === number),
    ),
  ].flatMap(({ unit }) => unit.build?.kept ?? []);
  for (const name of namesIn(folder)) {
    const own = join(folder, name);
    if (needed.some((path) => path === own || path.startsWith(`${own}/`))) continue;
    try {
      rmSync(own, { recursive: true, force: true });
    } catch {
      // A service may have left what cannot be removed; the next run tries again.
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Nothing was ever kept.
    return [];
  }
}
