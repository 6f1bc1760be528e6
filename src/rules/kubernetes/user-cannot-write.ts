import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { emptyFolders } from '../shared/kubernetes/edits.ts';
import { inForce, subject } from '../shared/kubernetes/pods.ts';
import { isBelow } from '../shared/mounts.ts';
import { isServerSetting, placeOfRoot, placesWritten } from '../shared/written-places.ts';

export default defineRule({
  id: 'user-cannot-write',
  area: 'kubernetes',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'A container runs as a user who may not write where its program must',
  why: 'The folder belongs to root in the image: the program stops at start with "permission denied".',
  fix: 'Mount an `emptyDir` there, or use the variant of the image for users without rights (`nginxinc/nginx-unprivileged`).',
  references: ['https://hub.docker.com/r/nginxinc/nginx-unprivileged'],
  on: 'container',
  *check(container, { project, workload }) {
    const user = inForce(container, workload, 'runAsUser');
    const image = container.image === undefined ? undefined : parseImage(container.image.value);
    const place = image === undefined ? undefined : placeOfRoot(image.repository);
    if (user === undefined || user.value === 0 || image === undefined || place === undefined) return;
    if (container.command.length + container.args.length > 0) return;
    const paths = container.mounts.flatMap(({ path }) => path?.value ?? []);
    if (paths.some((path) => isServerSetting(path) || isBelow(place, path))) return;
    const missing = [...new Set([place, ...placesWritten(image.repository)])].filter(
      (each) => !paths.some((path) => isBelow(each, path)),
    );
    yield {
      at: user.span,
      message: `${subject(container, workload)} runs as user ${user.value}, but ${image.repository} writes to ${place}, which belongs to root`,
      object: `${workload.title} container ${container.name} runAsUser`,
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
            securityContext: {runAsUser: 1000}
            containers:
              - name: web
                image: nginx:1.27-alpine
        `,
      },
      'k8s/web.yaml:5:32',
      {
        'k8s/web.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: web}
          spec:
            securityContext: {runAsUser: 1000}
            containers:
              - name: web
                image: nginx:1.27-alpine
                volumeMounts:
                  - name: var-cache-nginx
                    mountPath: /var/cache/nginx
                  - name: run
                    mountPath: /run
            volumes:
              - name: var-cache-nginx
                emptyDir: {}
              - name: run
                emptyDir: {}
        `,
      },
    ),
    good({
      'k8s/web.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          securityContext: {runAsUser: 1000}
          containers:
            - name: web
              image: nginxinc/nginx-unprivileged:1.27-alpine
            - name: cached
              image: nginx:1.27-alpine
              volumeMounts: [{name: cache, mountPath: /var/cache/nginx}]
          volumes: [{name: cache, emptyDir: {}}]
      `,
    }),
  ],
});
