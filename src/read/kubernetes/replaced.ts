// Versions of the API that have a successor.
import { type ReplacedVersion, replacedVersions } from './api-versions-table.ts';

/** Undefined for what is served as it is. */
export function replacementOf(apiVersion: string, kind: string): ReplacedVersion | undefined {
  return replacedVersions.find(
    (one) => one.apiVersion === apiVersion && (one.kinds.length === 0 || one.kinds.includes(kind)),
  );
}
