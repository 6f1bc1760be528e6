// What stands in both states of a project: its stacks, services and Kubernetes objects, by name.
import type { Change } from '../../model/change.ts';
import type { Container, KubernetesObject, Workload } from '../../model/kubernetes.ts';
import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';

export interface Pair<T> {
  readonly before: T;
  readonly after: T;
}

/** Stacks of one folder and environment. A part of a stack that could not be read says nothing about the rest. */
export function stackPairs({ before, after }: Change): readonly Pair<Stack>[] {
  const known = new Map(before.stacks.filter(isWhole).map((stack) => [keyOf(stack), stack]));
  return after.stacks.filter(isWhole).flatMap((stack) => pairOf(known.get(keyOf(stack)), stack));
}

function keyOf({ folder, environment }: Stack): string {
  return `${folder}\n${environment ?? ''}`;
}

function isWhole({ problems }: Stack): boolean {
  return !problems.some(({ code }) => code.startsWith('yaml-'));
}

export function servicePairs({ before, after }: Pair<Stack>): readonly Pair<Service>[] {
  return [...after.services].flatMap(([name, service]) => pairOf(before.services.get(name), service));
}

/** Objects of one kind, name and namespace: in one file, or else the only such object on both sides. */
export function objectPairs({ before, after }: Change): readonly Pair<KubernetesObject>[] {
  const known = indexed(before);
  const now = indexed(after);
  return [...now].flatMap(([key, objects]) => {
    const olds = known.get(key) ?? [];
    return objects.flatMap((object) => {
      const same = olds.find(({ file }) => file === object.file);
      const [only] = olds.length === 1 && objects.length === 1 ? olds : [];
      return pairOf(same ?? only, object);
    });
  });
}

function indexed({ kubernetes }: Project): ReadonlyMap<string, readonly KubernetesObject[]> {
  const index = new Map<string, KubernetesObject[]>();
  for (const object of kubernetes.sets.flatMap(({ objects }) => objects)) {
    // Without a name of its own (`generateName`, a template's variable) it may be another object.
    if (object.name === undefined || /\$\{|\{\{/.test(object.name.value)) continue;
    const key = objectKey(object);
    const known = index.get(key);
    if (known === undefined) index.set(key, [object]);
    else known.push(object);
  }
  return index;
}

export function objectKey({ title, namespace }: KubernetesObject): string {
  return `${title}\n${namespace?.value ?? ''}`;
}

export function workloadPairs(change: Change): readonly Pair<Workload>[] {
  return objectPairs(change).flatMap(({ before, after }) =>
    after.workload === undefined ? [] : pairOf(before.workload, after.workload),
  );
}

export function containerPairs({ before, after }: Pair<Workload>): readonly Pair<Container>[] {
  return after.pod.containers.flatMap((container) =>
    pairOf(
      before.pod.containers.find(({ name }) => name === container.name),
      container,
    ),
  );
}

function pairOf<T>(before: T | undefined, after: T): readonly Pair<T>[] {
  return before === undefined ? [] : [{ before, after }];
}
