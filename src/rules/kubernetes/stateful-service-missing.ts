import { textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { named } from '../shared/kubernetes/edits.ts';
import { findIn, mayExist, nearName } from '../shared/kubernetes/find.ts';
import { makesOthers } from '../shared/kubernetes/object-index.ts';

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
    const service = findIn(set, 'Service', name.value);
    if (service === undefined) {
      if (mayExist(project, set, 'Service', name.value) || makesOthers(set)) return;
      const near = nearName(set, 'Service', name.value);
      yield {
        at: name.span,
        message: `${title} names Service ${name.value}, which is not there`,
        ...named(project, name.span, near),
      };
    } else if (isSeveral && textAt(service.node, 'spec', 'clusterIP')?.value !== 'None') {
      const related = [{ at: service.nameSpan, message: 'it has no `clusterIP: None`' }];
      const message = `${title} names ${service.title}, which is not headless`;
      yield { at: name.span, message, severity: 'low', related };
    }
  },
  examples: [
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
