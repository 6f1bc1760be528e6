// How many pods a Deployment has while two of its templates serve and prove themselves. Its controller takes what is too
// much from those that serve, and at once: so the number falls only when they have no traffic any more.
import { at, isObject, numberAt } from '../../base/json.ts';
import type { Wanted } from '../../model/unit.ts';
import { type ApiObject, isApiObject } from './json.ts';
import type { Instance } from './looker.ts';
import { workloadKinds } from './spec.ts';

export function withTheirCount(workload: ApiObject, there: readonly Instance[]): ApiObject {
  const theirs = Math.max(0, ...there.map(({ replicas }) => replicas));
  const spec = at(workload, 'spec');
  const ours = numberAt(spec, 'replicas');
  if (ours === undefined || theirs <= ours || !isObject(spec)) return workload;
  const whole = { ...workload, spec: { ...spec, replicas: theirs } };
  return isApiObject(whole) ? whole : workload;
}

/** What `wanted` says; empty where that is what there is, or where an autoscaler says it. */
export function countOf(workload: ApiObject, wanted: Wanted | undefined): { readonly replicas?: number } {
  const objects = wanted?.unit.kubernetes?.objects ?? [];
  const said = objects.find(({ kind }) => workloadKinds.has(kind));
  if (said?.kind !== workload.kind || objects.some(({ kind }) => kind === 'HorizontalPodAutoscaler'))
    return {};
  const replicas = numberAt(said, 'spec', 'replicas') ?? 1;
  return replicas === numberAt(workload, 'spec', 'replicas') ? {} : { replicas };
}
