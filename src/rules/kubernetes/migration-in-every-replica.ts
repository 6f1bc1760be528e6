import { bad, defineRule, good } from '../rule.ts';
import { subject } from '../shared/kubernetes/pods.ts';
import { migrationNamed } from '../shared/migrations.ts';

export default defineRule({
  id: 'migration-in-every-replica',
  area: 'kubernetes',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'Every replica of a workload migrates the store as it starts',
  why: 'Several pods change one schema at once: without a lock one fails or a step runs twice, and each restart migrates again.',
  fix: 'Run the migration in a Job before the release, or in a hook of the chart.',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/job/'],
  on: 'workload',
  *check(workload) {
    const { replicas } = workload;
    if (
      replicas === undefined ||
      replicas.value < 2 ||
      !/^(?:Deployment|StatefulSet|ReplicaSet)$/.test(workload.kind)
    )
      return;
    for (const container of workload.pod.containers) {
      const words = [...container.command, ...container.args];
      const migration = migrationNamed(words.map(({ value }) => value).join(' '));
      const at = words.find(({ value }) => migrationNamed(value) !== undefined) ?? words[0];
      // These take a lock in the store for as long as they work.
      if (migration === undefined || at === undefined || /prisma|rails|rake|flyway|knex/.test(migration))
        continue;
      yield {
        at: at.span,
        message: `${subject(container, workload)} runs ${migration} in each of ${replicas.value} replicas`,
        object: `${workload.title} container ${container.name} migration`,
        related: [{ at: replicas.span, message: 'the number of replicas is set here' }],
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: api}
          spec:
            replicas: 3
            selector: {matchLabels: {app: api}}
            template:
              metadata: {labels: {app: api}}
              spec:
                initContainers:
                  - name: migrate
                    image: ghcr.io/acme/api:1.4.2
                    command: [python, manage.py, migrate]
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:13:21',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: batch/v1
        kind: Job
        metadata: {name: migrate}
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
                - name: migrate
                  image: ghcr.io/acme/api:1.4.2
                  command: [python, manage.py, migrate]
      `,
    }),
  ],
});
