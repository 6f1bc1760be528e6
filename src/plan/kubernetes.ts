// What a unit says to Kubernetes. Secret values leave through `putSecret`.
import type { KubernetesSpec, MadeObjects } from '../model/kubernetes-spec.ts';
import type { Gate } from '../model/probe.ts';
import { entry, isMapping } from './plain.ts';

export function kubernetesOf(
  made: MadeObjects | undefined,
  putSecret: (value: string) => string,
): { readonly kubernetes?: KubernetesSpec } {
  if (made === undefined) return {};
  const { objects, secret } = made;
  if (secret === undefined) return { kubernetes: { objects, secret: undefined } };
  const values = Object.entries(secret.values).map(
    ([key, value]) => [key, { secret: putSecret(value) }] as const,
  );
  return { kubernetes: { objects, secret: { name: secret.name, values: Object.fromEntries(values) } } };
}

/** Its kubelets ask the same question of every pod, from beside it: then the gate goes by what they say. */
export function gateOn(made: MadeObjects | undefined, gate: Gate): Gate {
  if (made === undefined || gate.probe.kind === 'log') return gate;
  const isAsked = made.objects.some(({ spec }) => {
    const containers = entry(entry(entry(spec, 'template'), 'spec'), 'containers');
    return Array.isArray(containers) && containers.some((one) => isMapping(entry(one, 'readinessProbe')));
  });
  if (!isAsked) return gate;
  return { ...gate, probe: { kind: 'engine', expect: 'running' }, from: `pods ready (${gate.from})` };
}
