// What of the team's own objects cannot be rolled out, each with its place.
import type { Span } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import type { Settings } from '../../model/settings.ts';
import type { Group } from './group.ts';

/** Labels end after 63 letters, and an instance has a number behind the name. */
const longestName = 56;

export function* objectProblems(objects: readonly KubernetesObject[]): Iterable<ReadProblem> {
  const first = new Map<string, KubernetesObject>();
  for (const object of objects) {
    const { kind, name, namespace, apiVersion, nameSpan, title } = object;
    if (name === undefined) {
      yield problem(nameSpan, `${title} has generateName, which cannot be applied`, 'Give it a name.');
      continue;
    }
    if (/^(?:Pod|ReplicaSet|ReplicationController)$/.test(kind.value))
      yield problem(
        nameSpan,
        `${title} cannot be replaced step by step`,
        'Make it a Deployment, or a Job if it ends by itself.',
      );
    if (object.workload !== undefined && name.value.length > longestName)
      yield problem(
        nameSpan,
        `the name ${name.value} is longer than ${longestName} letters`,
        'Instances are labelled with it: give it a shorter one.',
      );
    const key = [
      apiVersion.value.replace(/\/.*|^v1$/, ''),
      kind.value,
      namespace?.value ?? '',
      name.value,
    ].join('/');
    const other = first.get(key);
    if (other === undefined) first.set(key, object);
    else
      yield {
        ...problem(nameSpan, `${title} is there twice`, 'Keep one of them.'),
        related: [{ at: other.nameSpan, message: 'it stands here first' }],
      };
  }
}

/** Names in the settings that are no workload. */
export function* nameProblems(
  groups: readonly Group[],
  settings: Settings | undefined,
): Iterable<ReadProblem> {
  const known = groups.map(({ service }) => service);
  if (known.length === 0) return;
  const unknown = function* (where: string, name: string, span: Span): Iterable<ReadProblem> {
    if (known.includes(name)) return;
    const guess = nearest(name, known);
    const hint = guess === undefined ? `The workloads are ${known.join(', ')}.` : `Did you mean ${guess}?`;
    yield {
      code: 'unknown-service',
      message: `${where} names ${name}, which is no workload of the manifests`,
      span,
      hint,
    };
  };
  for (const phase of settings?.phases ?? [])
    for (const { value, span } of phase.services) yield* unknown(`phase ${phase.name}`, value, span);
  for (const [name, { span }] of settings?.services ?? []) yield* unknown('services', name, span);
}

function problem(span: Span, message: string, hint: string): ReadProblem {
  return { code: 'manifests-refused', message, span, hint };
}
