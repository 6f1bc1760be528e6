import { textsAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { builtImageOf } from '../shared/built-image.ts';
import { parseImage } from '../shared/image.ts';
import { lackedPrograms } from '../shared/image-families.ts';
import { probesOf, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'probe-program-missing',
  area: 'kubernetes',
  severity: 'critical',
  aliases: [],
  title: 'A probe runs a program that the image does not have',
  why: 'The probe fails each time: the pod gets no requests, or is killed and started for ever.',
  fix: 'Run a program that the image has, or ask by `httpGet` or `tcpSocket`.',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  ],
  on: 'container',
  *check(container, { workload, project }) {
    const image = container.image === undefined ? undefined : parseImage(container.image.value);
    const lacked = image === undefined ? undefined : lackedPrograms(image);
    if (image === undefined || lacked === undefined || builtImageOf(project, container) !== undefined) return;
    // A volume may bring programs along.
    if (
      container.mounts.some(({ path }) => /(?:^|\/)s?bin(?:\/|$)|^\/usr\/local\/?$/.test(path?.value ?? ''))
    )
      return;
    for (const probe of probesOf(container)) {
      const [program] = textsAt(probe.node, 'exec', 'command');
      if (program === undefined || !lacked.includes(program.value)) continue;
      const name = [image.repository, image.tag].filter((part) => part !== undefined).join(':');
      yield {
        at: program.span,
        message: `the ${probe.kind} probe of ${subject(container, workload)} runs ${program.value}, which ${name} does not have`,
        object: `${workload.title} container ${container.name} ${probe.kind} probe`,
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/mongo.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: mongo}
          spec:
            containers:
              - name: mongo
                image: mongo:7.0
                livenessProbe:
                  exec: {command: [mongo, --eval, "db.adminCommand('ping')"]}
        `,
      },
      'k8s/mongo.yaml:9:26',
    ),
    good({
      'k8s/mongo.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: mongo}
        spec:
          containers:
            - name: mongo
              image: mongo:7.0
              livenessProbe:
                exec: {command: [mongosh, --eval, "db.adminCommand('ping')"]}
            - name: older
              image: mongo:5.0
              livenessProbe:
                exec: {command: [mongo, --eval, "db.adminCommand('ping')"]}
      `,
    }),
  ],
});
