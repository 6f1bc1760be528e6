import { textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { setOnPod, written } from '../shared/kubernetes/edits.ts';

export default defineRule({
  id: 'restart-policy-invalid',
  area: 'kubernetes',
  severity: 'critical',
  aliases: ['kube-linter:restart-policy', 'kube-score:cronjob-restartpolicy'],
  title: 'A restart policy does not fit the workload',
  why: 'The API server refuses the object: jobs take `OnFailure` or `Never`, all others `Always`.',
  fix: 'Set the policy that the message names.',
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy'],
  on: 'workload',
  *check(workload, { project }) {
    const { kind, pod, title, object } = workload;
    const policy = textAt(pod.spec, 'restartPolicy');
    if (kind === 'Pod' || pod.spec === undefined || /[$<{]/.test(policy?.value ?? '')) return;
    const isJob = kind === 'Job' || kind === 'CronJob';
    const isRight = isJob
      ? /^(?:OnFailure|Never)$/.test(policy?.value ?? '')
      : (policy?.value ?? 'Always') === 'Always';
    if (isRight) return;
    const is = policy === undefined ? 'has no restart policy' : `has restart policy ${policy.value}`;
    yield {
      at: policy?.span ?? object.nameSpan,
      message: `${title} ${is}, it must be ${isJob ? 'OnFailure or Never' : 'Always'}`,
      // What is started again within its pod comes nearest to what is written.
      ...(policy === undefined
        ? setOnPod(project, workload, ['restartPolicy'], 'OnFailure')
        : written(project, policy.span, isJob ? 'OnFailure' : 'Always')),
    };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
          spec:
            selector:
              matchLabels:
                app: api
            template:
              metadata:
                labels:
                  app: api
              spec:
                restartPolicy: Never
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:14:22',
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
          spec:
            selector:
              matchLabels:
                app: api
            template:
              metadata:
                labels:
                  app: api
              spec:
                restartPolicy: Always
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: batch/v1
          kind: Job
          metadata:
            name: migrate
          spec:
            template:
              spec:
                containers:
                  - name: migrate
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:4:9',
      {
        'k8s/api.yaml': `
          apiVersion: batch/v1
          kind: Job
          metadata:
            name: migrate
          spec:
            template:
              spec:
                containers:
                  - name: migrate
                    image: ghcr.io/acme/api:1.4.2
                restartPolicy: OnFailure
        `,
      },
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
        spec:
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
    }),
    good({
      'k8s/api.yaml': `
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: migrate
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
                - name: migrate
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});
