import { nodeAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'cron-deadline-missing',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['kube-score:cronjob-has-deadline', 'kics:cronjob_deadline_not_configured'],
  title: 'A CronJob has no starting deadline',
  why: 'After an outage of more than 100 missed times it is never started again.',
  fix: 'Set `startingDeadlineSeconds`.',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/'],
  preset: 'strict',
  on: 'workload',
  *check(workload) {
    if (workload.kind !== 'CronJob' || nodeAt(workload.spec, 'startingDeadlineSeconds') !== undefined) return;
    yield { at: workload.object.nameSpan, message: `${workload.title} has no starting deadline` };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: batch/v1
          kind: CronJob
          metadata:
            name: report
          spec:
            schedule: "0 3 * * *"
            jobTemplate:
              spec:
                template:
                  spec:
                    restartPolicy: Never
                    containers:
                      - name: report
                        image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:4:9',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: batch/v1
        kind: CronJob
        metadata:
          name: report
        spec:
          schedule: "0 3 * * *"
          startingDeadlineSeconds: 300
          jobTemplate:
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers:
                    - name: report
                      image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});
