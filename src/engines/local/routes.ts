// Service -> instance that its callers reach, kept so that a restarted keeper sends them there again.
import { readFileSync } from 'node:fs';
import { writeAtomically } from './atomic.ts';
import { fieldsOf, textMapOf } from './fields.ts';
import type { LocalPaths } from './paths.ts';

const schema = 'seaworthy.local-routes/1';

export function readRoutes(paths: LocalPaths): Readonly<Record<string, string>> {
  try {
    return textMapOf(fieldsOf(JSON.parse(readFileSync(paths.routes, 'utf8'))), 'routes');
  } catch {
    return {};
  }
}

export function writeRoutes(paths: LocalPaths, routes: Readonly<Record<string, string>>): void {
  writeAtomically(paths.routes, JSON.stringify({ schema, routes }));
}
