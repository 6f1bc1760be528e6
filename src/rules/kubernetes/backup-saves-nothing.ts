import { bad, defineRule, good } from '../rule.ts';
import { idlenessOf, isForBackups } from '../shared/idle.ts';

export default defineRule({
  id: 'backup-saves-nothing',
  area: 'kubernetes',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A CronJob that is named for backups makes none',
  why: 'Each run succeeds and looks as if the data were saved; on the day that they are needed there is nothing to restore.',
  fix: 'Let the container make the dump and put it where it outlives the pod.',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/'],
  on: 'workload',
  *check({ kind, object, title, pod }) {
    if (kind !== 'CronJob' || !isForBackups(object.name?.value ?? '') || pod.containers.length === 0) return;
    const isIdle = pod.containers.every(
      ({ command, args }) =>
        command.length > 0 && idlenessOf([...command, ...args].map(({ value }) => value)) === 'waits',
    );
    const at = pod.containers[0]?.command[0];
    if (!isIdle || at === undefined) return;
    yield { at: at.span, message: `${title} only prints and waits: nothing in its command saves anything` };
  },
  examples: [
    bad(
      {
        'k8s/backup.yaml': `
          apiVersion: batch/v1
          kind: CronJob
          metadata:
            name: db-backup
          spec:
            schedule: "0 2 * * *"
            jobTemplate:
              spec:
                template:
                  spec:
                    restartPolicy: OnFailure
                    containers:
                      - name: backup
                        image: busybox:1.36
                        command: [sh, -c, 'echo "Running backup..." && sleep 10 && echo "done"']
        `,
      },
      'k8s/backup.yaml:15:25',
    ),
    good({
      'k8s/backup.yaml': `
        apiVersion: batch/v1
        kind: CronJob
        metadata:
          name: db-backup
        spec:
          schedule: "0 2 * * *"
          jobTemplate:
            spec:
              template:
                spec:
                  restartPolicy: OnFailure
                  containers:
                    - name: backup
                      image: postgres:16.4
                      command: [sh, -c, 'echo "Running backup..." && pg_dump -h db shop > /backups/shop.sql']
      `,
    }),
  ],
});
