// What doctor says of the cluster that KUBECONFIG, or a flag, names: version, and what we may not do there.
import { messageOf } from '../base/errors.ts';
import { describeVersions } from './doctor-versions.ts';
import type { VerbContext } from './verb.ts';

interface Check {
  readonly name: string;
  readonly state: 'ok' | 'missing' | 'limited';
  readonly detail: string;
}

const patienceMs = 5000;

/** Nothing is said where no cluster is configured: most machines have none. */
export async function describeKubernetes(context: VerbContext): Promise<readonly Check[]> {
  const { env, flags } = context;
  const names = ['kubeconfig', 'context', 'namespace'];
  if (!env['KUBECONFIG'] && names.every((name) => flags.text(name) === undefined)) return [];
  const [{ openConnection }, { clusterState }] = await Promise.all([
    import('../engines/kubernetes/connection.ts'),
    import('../engines/kubernetes/cluster-state.ts'),
  ]);
  const [kubeconfig, chosen] = [flags.text('kubeconfig'), flags.text('context')];
  try {
    const connection = await openConnection({
      ...(kubeconfig === undefined ? {} : { kubeconfig }),
      ...(chosen === undefined ? {} : { context: chosen }),
    });
    const signal = AbortSignal.timeout(patienceMs);
    const state = await clusterState(connection, flags.text('namespace'), signal);
    const versions = await describeVersions(context, connection, state.version, signal);
    connection.close();
    const cluster: Check = {
      name: 'kubernetes',
      state: 'ok',
      detail: `${state.version}, ${connection.title}`,
    };
    return [
      cluster,
      ...state.missing.map((detail): Check => ({ name: 'kubernetes rights', state: 'limited', detail })),
      ...versions,
    ];
  } catch (error) {
    return [{ name: 'kubernetes', state: 'missing', detail: messageOf(error) }];
  }
}
