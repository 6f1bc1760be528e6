// What a cluster is and allows, before anything is touched.

import { textAt } from '../../base/json.ts';
import { Adoption } from './adoption.ts';
import { createClient } from './client.ts';
import type { Connection } from './connection.ts';
import { missingRights } from './preflight.ts';
import { Priorities } from './priorities.ts';

export interface ClusterState {
  /** `v1.36.3`. */
  readonly version: string;
  /** Rights that a rollout needs and we have not, as sentences. */
  readonly missing: readonly string[];
}

/** @throws SeaworthyError ENGINE_UNREACHABLE */
export async function clusterState(
  connection: Connection,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<ClusterState> {
  const client = createClient(connection);
  const place = namespace ?? connection.namespace ?? 'default';
  const { body } = await client.ask({ method: 'GET', path: '/version' }, signal);
  const nothing = { secrets: () => undefined, priorities: new Priorities(), adoption: new Adoption() };
  const missing = await missingRights({ client, stack: '', namespace: place, ...nothing }, signal);
  return {
    version: textAt(body, 'gitVersion') ?? 'unknown version',
    missing: missing.map(({ message }) => message),
  };
}
