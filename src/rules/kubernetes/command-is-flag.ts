import { bad, defineRule, good } from '../rule.ts';
import { subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'command-is-flag',
  area: 'kubernetes',
  severity: 'critical',
  aliases: [],
  title: 'The command of a container begins with a flag',
  why: '`command` replaces the ENTRYPOINT of the image: the flag itself is looked for as a program, and the container never starts.',
  fix: 'Put the flags under `args`, or the program before them.',
  references: ['https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/'],
  on: 'container',
  *check(container, { workload }) {
    const [first] = container.command;
    if (first === undefined || !/^--?[A-Za-z]/.test(first.value)) return;
    yield {
      at: first.span,
      message: `${subject(container, workload)} is to run the program ${first.value}`,
      object: `${workload.title} container ${container.name} command`,
    };
  },
  examples: [
    bad(
      {
        'k8s/prometheus.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: prometheus}
          spec:
            containers:
              - name: prometheus
                image: prom/prometheus:v3.0.1
                command:
                  - --config.file=/etc/prometheus/prometheus.yml
                  - --storage.tsdb.path=/prometheus
        `,
      },
      'k8s/prometheus.yaml:9:11',
    ),
    good({
      'k8s/prometheus.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: prometheus}
        spec:
          containers:
            - name: prometheus
              image: prom/prometheus:v3.0.1
              args: [--config.file=/etc/prometheus/prometheus.yml]
            - name: reload
              image: ghcr.io/acme/reload:1.4.2
              command: [reload, --every, 30s]
      `,
    }),
  ],
});
