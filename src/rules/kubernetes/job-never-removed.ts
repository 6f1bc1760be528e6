import { nodeAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'job-never-removed',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['kube-linter:job-ttl-seconds-after-finished'],
  title: 'A finished Job stays for ever',
  why: 'Its pods and logs fill the API server, and the next apply of the same name changes nothing.',
  fix: 'Set `ttlSecondsAfterFinished`.',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/'],
  preset: 'strict',
  on: 'workload',
  *check(workload) {
    if (workload.kind !== 'Job' || nodeAt(workload.spec, 'ttlSecondsAfterFinished') !== undefined) return;
    yield { at: workload.object.nameSpan, message: `${workload.title} stays when it has finished` };
  },
  examples: [
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
                restartPolicy: Never
                containers:
                  - name: migrate
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:4:9',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: migrate
        spec:
          ttlSecondsAfterFinished: 3600
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
