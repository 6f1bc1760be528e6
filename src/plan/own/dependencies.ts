// What of the team's own objects waits for which others.
import { groupBy } from '../../base/group.ts';
import { at, textAt } from '../../base/json.ts';
import type { WantedDependency } from '../../model/unit.ts';
import type { Group } from './group.ts';
import { labelsAt } from './object.ts';

/** Before a workload that has this annotation come those that it names, by a comma or a space. */
const dependsOnKey = 'dev.seaworthy/depends-on';

/** What others wait for, by their part. */
export interface Order {
  readonly definitions: readonly string[];
  readonly configuration: readonly string[];
  readonly workloads: readonly string[];
  readonly byService: ReadonlyMap<string, readonly Group[]>;
  readonly places: ReadonlyMap<Group, number>;
  /** By their place among helm's hooks: before the rest, with it, or behind it; hooks of other times are left out. */
  readonly ranked: ReadonlyMap<number, readonly Group[]>;
}

export function orderOf(groups: readonly Group[]): Order {
  const byRole = groupBy(groups, ({ role }) => role);
  const inRole = (role: Group['role']) => (byRole.get(role) ?? []).map(({ service }) => service);
  return {
    definitions: inRole('definitions'),
    configuration: inRole('configuration'),
    workloads: inRole('workload'),
    byService: groupBy(groups, ({ service }) => service),
    places: new Map(groups.map((group, index) => [group, index])),
    ranked: groupBy(
      groups.filter((one) => !Number.isNaN(hookRank(one))),
      hookRank,
    ),
  };
}

/** Shared objects before workloads, jobs that helm runs first before the others, and what annotations name. */
export function dependenciesOf(group: Group, order: Order): readonly WantedDependency[] {
  const need = (names: readonly string[], condition: WantedDependency['condition'] = 'service_healthy') =>
    names.map((service): WantedDependency => ({ service, condition, required: true }));
  if (group.role === 'definitions') return [];
  if (group.role === 'configuration') return need(order.definitions);
  const shared = need([...order.definitions, ...order.configuration]);
  if (group.role === 'attachments') return [...shared, ...need(order.workloads, 'service_started')];
  const annotations = labelsAt(at(group.workload?.json.metadata, 'annotations'));
  const named = (annotations[dependsOnKey] ?? '').split(/[\s,]+/).filter((name) => name !== group.service);
  const earlier = [-1, 0]
    .filter((rank) => rank < hookRank(group))
    .flatMap((rank) => order.ranked.get(rank) ?? []);
  const before = new Set([...named.flatMap((name) => order.byService.get(name) ?? []), ...earlier]);
  const placeOf = (one: Group) => order.places.get(one) ?? 0;
  const inOrder = [...before].sort((one, other) => placeOf(one) - placeOf(other));
  return [...shared, ...inOrder.flatMap((one) => need([one.service], conditionOf(one)))];
}

function conditionOf({ workload }: Group): WantedDependency['condition'] {
  return workload?.json.kind === 'Job' ? 'service_completed_successfully' : 'service_healthy';
}

/** https://helm.sh/docs/topics/charts_hooks/ */
function hookRank({ workload }: Group): number {
  const hook = textAt(workload?.json, 'metadata', 'annotations', 'helm.sh/hook');
  if (hook === undefined) return workload === undefined ? Number.NaN : 0;
  return /\bpre-(?:install|upgrade)\b/.test(hook)
    ? -1
    : /\bpost-(?:install|upgrade)\b/.test(hook)
      ? 1
      : Number.NaN;
}
