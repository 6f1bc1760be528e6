import type { KubernetesObject, KubernetesSet, Workload } from '../../model/kubernetes.ts';
import { textAt, textMapAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { named as nameOf } from '../shared/kubernetes/edits.ts';
import { isPatched, mayExist, nearName } from '../shared/kubernetes/find.ts';
import { byLabels, selects } from '../shared/kubernetes/labels.ts';
import { areApart } from '../shared/kubernetes/named-hosts.ts';
import { findAll, makesOthers } from '../shared/kubernetes/object-index.ts';
import { isLiteral } from '../shared/kubernetes/pods.ts';
import { setByController } from '../shared/kubernetes/select.ts';

export default defineRule({
  id: 'stateful-service-missing',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['kube-score:statefulset-has-servicename', 'kics:statefulset_without_service_name'],
  title: 'A StatefulSet has no headless Service',
  why: 'Its pods have no names in DNS, by which members of a cluster find each other.',
  fix: 'Name a Service in `serviceName` that has `clusterIP: None` and selects the pods.',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id'],
  on: 'workload',
  *check(workload, { set, project }) {
    if (workload.kind !== 'StatefulSet') return;
    const name = textAt(workload.spec, 'serviceName');
    const { title, object } = workload;
    // A lone pod has nobody to be found by.
    const isSeveral = (workload.replicas?.value ?? 1) > 1;
    if (name === undefined || name.value === '') {
      if (isSeveral) yield { at: object.nameSpan, message: `${title} names no Service` };
      return;
    }
    const named = findAll(set, 'Service', name.value);
    const service = named.find((one) => !areApart(set, one, object));
    if (service === undefined && named[0]?.namespace !== undefined) {
      const related = [{ at: named[0].namespace.span, message: 'its namespace' }];
      yield { at: name.span, message: `${title} names ${named[0].title} of another namespace`, related };
    } else if (service === undefined) {
      if (mayExist(project, set, 'Service', name.value) || makesOthers(set)) return;
      const near = nearName(set, 'Service', name.value);
      yield {
        at: name.span,
        message: `${title} names Service ${name.value}, which is not there`,
        ...nameOf(project, name.span, near),
      };
    } else if (isSeveral && textAt(service.node, 'spec', 'clusterIP')?.value !== 'None') {
      const related = [{ at: service.nameSpan, message: 'it has no `clusterIP: None`' }];
      const message = `${title} names ${service.title}, which is not headless`;
      yield { at: name.span, message, severity: 'low', related };
    } else if (isSeveral && selectsOthers(set, service, workload)) {
      const related = [{ at: service.nameSpan, message: 'its selector has labels that the pods lack' }];
      yield { at: name.span, message: `${title} names ${service.title}, which selects other pods`, related };
    }
  },
  examples: [
    bad(
      {
        'k8s/store.yaml': `
          apiVersion: v1
          kind: Service
          metadata: {name: store, namespace: shop}
          spec: {clusterIP: None, selector: {app: api}, ports: [{port: 80}]}
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: {name: store, namespace: shop}
          spec:
            replicas: 3
            serviceName: store
            selector: {matchLabels: {app: store}}
            template:
              metadata: {labels: {app: store}}
              spec: {containers: [{name: store, image: "ghcr.io/acme/store:1.4.2"}]}
        `,
      },
      'k8s/store.yaml:11:16',
    ),
    bad(
      {
        'k8s/store.yaml': `
          apiVersion: v1
          kind: Service
          metadata: {name: store, namespace: other}
          spec: {clusterIP: None, selector: {app: store}, ports: [{port: 80}]}
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: {name: store, namespace: shop}
          spec:
            replicas: 3
            serviceName: store
            selector: {matchLabels: {app: store}}
            template:
              metadata: {labels: {app: store}}
              spec: {containers: [{name: store, image: "ghcr.io/acme/store:1.4.2"}]}
        `,
      },
      'k8s/store.yaml:11:16',
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata:
            name: api
          spec:
            serviceName: 'apis' # headless
            selector:
              matchLabels:
                app: api
            template:
              metadata:
                labels:
                  app: api
              spec:
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
          ---
          apiVersion: v1
          kind: Service
          metadata:
            name: api
          spec:
            clusterIP: None
            selector:
              app: api
        `,
      },
      'k8s/api.yaml:6:16',
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata:
            name: api
          spec:
            serviceName: 'api' # headless
            selector:
              matchLabels:
                app: api
            template:
              metadata:
                labels:
                  app: api
              spec:
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
          ---
          apiVersion: v1
          kind: Service
          metadata:
            name: api
          spec:
            clusterIP: None
            selector:
              app: api
        `,
      },
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata:
            name: api
          spec:
            replicas: 3
            selector:
              matchLabels:
                app: api
            template:
              metadata:
                labels:
                  app: api
              spec:
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:4:9',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: StatefulSet
        metadata:
          name: api
        spec:
          serviceName: api
          selector:
            matchLabels:
              app: api
          template:
            metadata:
              labels:
                app: api
            spec:
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: api
        spec:
          clusterIP: None
          selector:
            app: api
          ports:
            - port: 80
      `,
    }),
  ],
});

function selectsOthers(set: KubernetesSet, service: KubernetesObject, { pod }: Workload): boolean {
  const wanted = textMapAt(service.node, 'spec', 'selector');
  if (wanted.size === 0 || isPatched(set, 'Service', service.name?.value ?? '')) return false;
  const isOwn = [...wanted].every(([key, value]) => isLiteral(value) && !setByController.test(key));
  return isOwn && !selects(byLabels(wanted), pod.labels);
}
