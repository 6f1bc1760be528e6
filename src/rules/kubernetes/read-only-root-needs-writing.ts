import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { emptyFolders } from '../shared/kubernetes/edits.ts';
import { subject } from '../shared/kubernetes/pods.ts';
import { isBelow } from '../shared/mounts.ts';
import { isServerSetting, placesWritten } from '../shared/written-places.ts';

export default defineRule({
  id: 'read-only-root-needs-writing',
  area: 'kubernetes',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'The root filesystem is read-only where the program must write',
  why: 'The program cannot make its pid file, socket or temporary files, and stops at start (CrashLoopBackOff).',
  fix: 'Mount an `emptyDir` at each of these folders.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  on: 'container',
  *check(container, { project, workload }) {
    const readOnly = container.security.readOnlyRootFilesystem;
    const image = container.image === undefined ? undefined : parseImage(container.image.value);
    if (
      readOnly?.value !== true ||
      image === undefined ||
      container.command.length + container.args.length > 0
    )
      return;
    const paths = container.mounts.flatMap(({ path }) => path?.value ?? []);
    if (paths.some(isServerSetting)) return;
    const missing = placesWritten(image.repository).filter(
      (place) => !paths.some((path) => isBelow(place, path)),
    );
    if (missing.length === 0) return;
    yield {
      at: readOnly.span,
      message: `${subject(container, workload)} has a read-only root, but ${image.repository} writes to ${missing.join(' and ')}`,
      object: `${workload.title} container ${container.name} readOnlyRootFilesystem`,
      ...emptyFolders(project, workload, container, missing),
      ...(container.image === undefined
        ? {}
        : { related: [{ at: container.image.span, message: 'the image is named here' }] }),
    };
  },
  examples: [
    bad(
      {
        'k8s/web.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: web}
          spec:
            containers:
              - name: web
                image: nginx:1.27-alpine
                securityContext: {readOnlyRootFilesystem: true}
                volumeMounts: [{name: cache, mountPath: /var/cache/nginx}]
            volumes: [{name: cache, emptyDir: {}}]
        `,
      },
      'k8s/web.yaml:8:49',
      {
        'k8s/web.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: web}
          spec:
            containers:
              - name: web
                image: nginx:1.27-alpine
                securityContext: {readOnlyRootFilesystem: true}
                volumeMounts: [{name: cache, mountPath: /var/cache/nginx}, { name: run, mountPath: /run }]
            volumes: [{name: cache, emptyDir: {}}, { name: run, emptyDir: {} }]
        `,
      },
    ),
    good({
      'k8s/web.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
            - name: web
              image: nginx:1.27-alpine
              securityContext: {readOnlyRootFilesystem: true}
              volumeMounts:
                - {name: cache, mountPath: /var/cache/nginx}
                - {name: run, mountPath: /var/run}
          volumes:
            - {name: cache, emptyDir: {}}
            - {name: run, emptyDir: {}}
      `,
    }),
  ],
});
