// Rules on requests and limits that a container lacks.
import type { KubernetesSet, Workload } from '../../../model/kubernetes.ts';
import { itemsAt, nodeAt } from '../../../syntax/yaml-path.ts';
import { defineRule, type Rule } from '../../rule.ts';
import { areApart } from './named-hosts.ts';
import { ofKind } from './object-index.ts';
import { hasOfPod, isLasting, subject } from './pods.ts';

type RequestsRule = Omit<Rule<'container'>, 'on' | 'check' | 'area'> & {
  readonly resource: 'cpu' | 'memory' | 'ephemeral-storage';
  readonly lacks: 'request' | 'limit';
  /** Containers that last and serve users, those that do not, or all. */
  readonly of: 'serving' | 'others' | 'all';
};

/** A rule on containers without the request or the limit, where neither the pod nor a LimitRange gives one. */
export function requestsRule({ resource, lacks, of, ...rule }: RequestsRule): Rule<'container'> {
  return defineRule({
    ...rule,
    area: 'kubernetes',
    joins: 'folder',
    on: 'container',
    *check(container, { workload, set, production }) {
      // The API server takes no resources for what is attached for debugging.
      if (container.role === 'ephemeral') return;
      const isServing = isLasting(container) && production;
      if (of !== 'all' && isServing !== (of === 'serving')) return;
      const isLimited = container.limits.has(resource);
      const has = lacks === 'request' ? container.requests.has(resource) : isLimited;
      if (has || hasOfPod(workload, lacks, resource) || hasDefault(set, workload, resource, lacks)) return;
      yield {
        at: container.nameSpan,
        message: `${subject(container, workload)} has no ${resource} ${lacks}${isLimited ? ' but its limit' : ''}`,
        object: `${workload.title} container ${container.name} ${resource}`,
        // Who has measured a request knows what the container takes.
        ...(container.requests.has(resource) ? { severity: 'low' } : {}),
        ...(isLimited ? asLimited(resource) : {}),
      };
    },
  });
}

/** Its limit is then the request, which nobody may have meant. */
function asLimited(resource: string) {
  const severity = 'info' as const;
  return { severity, advice: `Set \`resources.requests.${resource}\`: the limit is reserved otherwise.` };
}

/** A limit by default is a request, too. */
function hasDefault(
  set: KubernetesSet,
  { object }: Workload,
  resource: string,
  lacks: RequestsRule['lacks'],
): boolean {
  const keys = lacks === 'request' ? ['default', 'defaultRequest'] : ['default'];
  return ofKind(set, 'LimitRange').some(
    (range) =>
      !areApart(set, range, object) &&
      itemsAt(range.node, 'spec', 'limits').some((item) =>
        keys.some((key) => nodeAt(item, key, resource) !== undefined),
      ),
  );
}
