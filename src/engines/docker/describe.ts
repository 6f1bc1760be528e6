// What the engine is, for `doctor`.
import { messageOf } from '../../base/errors.ts';
import { flagAt, textAt } from '../../base/json.ts';
import { createDockerClient } from './client.ts';
import { connectionOf } from './connection.ts';

export interface EngineCheck {
  readonly name: string;
  readonly state: 'ok' | 'missing' | 'limited';
  readonly detail: string;
}

const limitMs = 3000;

export async function describeDocker(env: NodeJS.ProcessEnv): Promise<readonly EngineCheck[]> {
  const name = 'docker engine';
  try {
    const connection = connectionOf(env);
    const client = createDockerClient(connection, { idleMs: limitMs });
    try {
      const signal = AbortSignal.timeout(limitMs);
      const { api } = await client.engine(signal);
      const { body: info } = await client.call('GET', '/info', { signal });
      const live = flagAt(info, 'LiveRestoreEnabled');
      const parts = [
        `${textAt(info, 'ServerVersion') ?? '?'} at ${connection.where} (${connection.why})`,
        `API ${api}`,
        textAt(info, 'Driver') ?? 'unknown driver',
        `cgroup v${textAt(info, 'CgroupVersion') ?? '1'} (${textAt(info, 'CgroupDriver') ?? '?'})`,
        live ? 'live-restore' : 'no live-restore: containers end when the engine restarts',
      ];
      return [{ name, state: live ? 'ok' : 'limited', detail: parts.join(', ') }];
    } finally {
      client.close();
    }
  } catch (error) {
    return [{ name, state: 'missing', detail: messageOf(error) }];
  }
}
