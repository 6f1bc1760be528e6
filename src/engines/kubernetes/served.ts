// Which kinds a server knows, by what it says of its versions itself.
import { SeaworthyError } from '../../base/errors.ts';
import { createClient } from './client.ts';
import type { Connection } from './connection.ts';

export interface KindOfObject {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Those that it does not know. @throws SeaworthyError ENGINE_UNREACHABLE */
export async function unservedKinds<Of extends KindOfObject>(
  connection: Connection,
  kinds: readonly Of[],
  signal: AbortSignal,
): Promise<readonly Of[]> {
  const client = createClient(connection);
  const known = await Promise.all(
    kinds.map(async (one) => {
      try {
        await client.pathOf(one, undefined, signal);
        return true;
      } catch (error) {
        if (error instanceof SeaworthyError && error.code === 'ENGINE_REFUSED') return false;
        throw error;
      }
    }),
  );
  return kinds.filter((_, index) => known[index] === false);
}
