// Rules on what bounds a namespace as a whole.
import type { Problem } from '../../../model/finding.ts';
import type { KubernetesSet } from '../../../model/kubernetes.ts';
import { defineRule, type Rule } from '../../rule.ts';
import { ofKind } from './object-index.ts';

type NamespaceBoundRule = Omit<Rule<'kubernetes-set'>, 'on' | 'check' | 'area'> & {
  readonly kind: 'LimitRange' | 'ResourceQuota';
};

/**
 * A rule on namespaces without an object of a kind. What runs in a namespace that no file makes stands for it: once,
 * since the others lack the same.
 */
export function namespaceBoundRule({ kind, ...rule }: NamespaceBoundRule): Rule<'kubernetes-set'> {
  return defineRule({
    ...rule,
    area: 'kubernetes',
    on: 'kubernetes-set',
    *check(set, { project }) {
      const isNameless = ofKind(set, kind).some(({ namespace }) => namespace === undefined);
      // Without a namespace of its own it goes wherever the files are applied to.
      if (isNameless && ofKind(set, 'Namespace').length <= 1) return;
      const has = new Set<string | undefined>(isNameless ? [undefined] : []);
      for (const { namespace } of ofKind(project, kind))
        if (namespace !== undefined) has.add(namespace.value);
      yield* unbounded(set, kind, has);
    },
  });
}

function* unbounded(set: KubernetesSet, kind: string, has: Set<string | undefined>): Generator<Problem> {
  for (const object of ofKind(set, 'Namespace')) {
    if (object.apiVersion.value !== 'v1' || has.has(object.name?.value)) continue;
    has.add(object.name?.value);
    yield { at: object.nameSpan, message: `${object.title} has no ${kind}`, object: object.title };
  }
  for (const { workload, namespace, nameSpan, title } of set.objects) {
    if (workload === undefined || has.has(namespace?.value)) continue;
    has.add(namespace?.value);
    const where = namespace === undefined ? 'its namespace' : `namespace ${namespace.value}`;
    yield {
      at: nameSpan,
      message: `${title} runs where nothing bounds it: ${where} has no ${kind} here`,
      object: title,
    };
  }
}
