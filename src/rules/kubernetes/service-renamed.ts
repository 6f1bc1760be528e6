import type { KubernetesObject } from '../../model/kubernetes.ts';
import type { Project } from '../../model/project.ts';
import { textMapAt } from '../../syntax/yaml-path.ts';
import { badChange, defineRule, goodChange } from '../rule.ts';
import { objectKey } from '../shared/change.ts';

export default defineRule({
  id: 'service-renamed',
  area: 'kubernetes',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A change renames a Service',
  why: 'Its name is its host name: once the old Service is pruned, what calls it does not resolve; until then it stays, and nobody knows of it.',
  fix: 'Keep the old Service beside the new one until nobody calls it.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/'],
  on: 'change',
  *check({ before, after }) {
    const gone = only(before, after);
    const come = only(after, before);
    for (const service of come) {
      const key = keyOf(service);
      const old = gone.filter((one) => keyOf(one) === key);
      const [was] = old;
      // Several alike: which one has become which is a guess.
      const isClear = old.length === 1 && come.filter((one) => keyOf(one) === key).length === 1;
      const hasOther = services(after).some((one) => one !== service && keyOf(one) === key);
      if (was === undefined || key === undefined || !isClear || hasOther) continue;
      yield {
        at: service.nameSpan,
        object: service.title,
        message: `${service.title} was named ${was.name?.value}, and nothing answers to that name any more`,
      };
    }
  },
  examples: [
    badChange(
      { 'k8s/web.yaml': service('web') },
      { 'k8s/web.yaml': service('frontend') },
      'k8s/web.yaml:3:19',
    ),
    goodChange(
      { 'k8s/web.yaml': service('web') },
      { 'k8s/web.yaml': service('web'), 'k8s/front.yaml': service('frontend') },
    ),
  ],
});

function services({ kubernetes }: Project): readonly KubernetesObject[] {
  return kubernetes.sets.flatMap(({ objects }) => objects.filter(({ kind }) => kind.value === 'Service'));
}

function only(project: Project, other: Project): readonly KubernetesObject[] {
  const known = new Set(services(other).map(objectKey));
  return services(project).filter((object) => !known.has(objectKey(object)));
}

/** Which pods it leads to. */
function keyOf({ node, namespace }: KubernetesObject): string | undefined {
  const selector = [...textMapAt(node, 'spec', 'selector')].map(([key, { value }]) => `${key}=${value}`);
  return selector.length === 0 ? undefined : `${namespace?.value ?? ''} ${selector.sort().join(',')}`;
}

function service(name: string): string {
  return `
    apiVersion: v1
    kind: Service
    metadata: { name: ${name} }
    spec:
      selector: { app: web }
      ports: [{ port: 80 }]
  `;
}
