import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { written } from '../shared/kubernetes/edits.ts';
import { mainContainers, subject } from '../shared/kubernetes/pods.ts';
import { type Unserved, unservedProbes, unservedTargets } from '../shared/kubernetes/unserved.ts';

export default defineRule({
  id: 'port-unserved',
  area: 'kubernetes',
  severity: 'high',
  confidence: 'likely',
  aliases: ['kube-linter:invalid-target-ports', 'kics:service_does_not_target_pod'],
  title: 'A Service or a probe asks a port that nothing of the pod speaks of',
  why: 'Where nobody listens connections are refused: requests fail, and a probe restarts the pod again and again.',
  fix: 'Ask the port on which the container listens.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports'],
  on: 'kubernetes-object',
  *check(object, { project, set }) {
    for (const one of unservedTargets(project, set, object))
      yield {
        at: one.at,
        message: `${object.title} sends to port ${one.port}, but ${one.workload.title} ${speaksOf(one)}`,
        ...closing(project, one),
      };
    const { workload } = object;
    if (workload === undefined) return;
    for (const container of mainContainers(workload))
      for (const one of unservedProbes(project, set, workload, container))
        yield {
          at: one.at,
          message: `a probe of ${subject(container, workload)} asks port ${one.port}, but the pod ${speaksOf(one)}`,
          ...closing(project, one),
        };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: api}
          spec:
            selector: {matchLabels: {app: api}}
            template:
              metadata: {labels: {app: api}}
              spec:
                containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
                  ports:
                  - containerPort: 8080
                  readinessProbe:
                    httpGet: {path: /healthz, port: 8080}
                  livenessProbe:
                    httpGet: {path: /healthz, port: 8081}
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: api}
          spec:
            selector: {app: api}
            ports:
            - port: 80
        `,
      },
      ['k8s/api.yaml:17:43', 'k8s/api.yaml:25:11'],
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: api}
          spec:
            selector: {matchLabels: {app: api}}
            template:
              metadata: {labels: {app: api}}
              spec:
                containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
                  ports:
                  - containerPort: 8080
                  readinessProbe:
                    httpGet: {path: /healthz, port: 8080}
                  livenessProbe:
                    httpGet: {path: /healthz, port: 8080}
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: api}
          spec:
            selector: {app: api}
            ports:
            - port: 80
        `,
      },
    ),
    bad(
      {
        'k8s/db.yaml': `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: {name: db}
          spec:
            serviceName: db
            selector: {matchLabels: {app: db}}
            template:
              metadata: {labels: {app: db}}
              spec:
                containers:
                - name: db
                  image: postgres:16.4
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: db}
          spec:
            selector: {app: db}
            ports:
            - port: 5432
              targetPort: 5433
        `,
      },
      'k8s/db.yaml:21:17',
      {
        'k8s/db.yaml': `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: {name: db}
          spec:
            serviceName: db
            selector: {matchLabels: {app: db}}
            template:
              metadata: {labels: {app: db}}
              spec:
                containers:
                - name: db
                  image: postgres:16.4
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: db}
          spec:
            selector: {app: db}
            ports:
            - port: 5432
              targetPort: 5432
        `,
      },
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: api}
        spec:
          selector: {matchLabels: {app: api}}
          template:
            metadata: {labels: {app: api}}
            spec:
              containers:
              - name: api
                image: ghcr.io/acme/api:1.4.2
                args: [--metrics=:9090]
                ports:
                - containerPort: 8080
                envFrom:
                - configMapRef: {name: api}
                livenessProbe:
                  httpGet: {path: /healthz, port: 8081}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: api}
        data: {HEALTH_PORT: "8081"}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: api}
        spec:
          selector: {app: api}
          ports:
          - {name: http, port: 80, targetPort: 8080}
          - {name: metrics, port: 9090}
      `,
    }),
  ],
});

function speaksOf({ served }: Unserved): string {
  return `speaks of ${served.slice(0, 3).join(', ')} only`;
}

function closing(project: Project, { at, served, isTarget }: Unserved): Pick<Problem, 'fix'> {
  const [only, other] = served;
  return !isTarget || only === undefined || other !== undefined ? {} : written(project, at, only);
}
