// From flags to a cluster and a namespace: what is asked for, else where the stack was rolled out before.
import { resolve } from 'node:path';
import { SeaworthyError } from '../base/errors.ts';
import type { Engine } from '../engines/engine.ts';
import type { Place } from '../engines/kubernetes/place.ts';
import type { StateStore } from '../journal/store.ts';
import { adoptedByLastRun } from '../rollout/history.ts';
import type { VerbContext } from './verb.ts';

export interface KubernetesStack {
  readonly stack: string;
  readonly stateFolder: string;
  readonly store: StateStore;
  /** What the settings say, where no flag does. */
  readonly namespace?: string | undefined;
}

/** @throws SeaworthyError PREFLIGHT for another place than the one where the stack runs */
export async function openKubernetes(
  context: Pick<VerbContext, 'env' | 'flags'>,
  { stack, stateFolder, store, namespace: setting }: KubernetesStack,
): Promise<Engine> {
  const [{ createKubernetesEngine }, { openConnection }, { rememberedPlace }, { optimiseLater }] =
    await Promise.all([
      import('../engines/kubernetes/engine.ts'),
      import('../engines/kubernetes/connection.ts'),
      import('../engines/kubernetes/place.ts'),
      import('../base/optimise.ts'),
    ]);
  const before = rememberedPlace(stateFolder);
  const flagged = askedPlace(context);
  const asked = { ...flagged, namespace: flagged.namespace ?? setting };
  refuseElsewhere(asked, before, store);
  const kubeconfig = asked.kubeconfig ?? before?.kubeconfig;
  const chosen = asked.context ?? before?.context;
  const connection = await openConnection({
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(chosen === undefined ? {} : { context: chosen }),
  });
  // A rollout does many things a few hundred times each, on the cores that a cluster beside it needs. Only now, when the
  // library has been compiled: what is kept of that is for a start without a word.
  optimiseLater();
  const namespace = asked.namespace ?? before?.namespace ?? connection.namespace ?? 'default';
  const place = { kubeconfig, context: chosen, namespace };
  const secrets = (ref: string) => store.secretOf(ref)?.reveal();
  return createKubernetesEngine({
    stack,
    connection,
    secrets,
    place,
    stateFolder,
    adopted: adoptedByLastRun(store),
  });
}

function askedPlace({ flags, env }: Pick<VerbContext, 'env' | 'flags'>): Place {
  const kubeconfig = flags.text('kubeconfig');
  return {
    kubeconfig: kubeconfig === undefined ? undefined : resolve(kubeconfig),
    context: flags.text('context'),
    namespace: flags.text('namespace') ?? (env['SEAWORTHY_NAMESPACE'] || undefined),
  };
}

/** Another namespace would get the stack a second time, and the first would be forgotten. */
function refuseElsewhere(asked: Place, before: Place | undefined, store: StateStore): void {
  if (before === undefined || Object.keys(store.current()).length === 0) return;
  for (const what of ['context', 'namespace'] as const) {
    if (asked[what] === undefined || asked[what] === before[what]) continue;
    throw new SeaworthyError(
      'PREFLIGHT',
      `this stack runs in ${what} ${before[what] ?? 'of the kubeconfig'}, and ${asked[what]} was chosen`,
      { hint: 'Take it down there first (seaworthy down), or leave the flag out.' },
    );
  }
}
