import type { Span } from '../../base/span.ts';
import type { KubernetesObject, KubernetesSet, Workload } from '../../model/kubernetes.ts';
import type { Project } from '../../model/project.ts';
import { nodeAt, textAt, textsAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { claimsOfOneNode } from '../shared/kubernetes/claims.ts';
import { setOnObject } from '../shared/kubernetes/edits.ts';

export default defineRule({
  id: 'claim-blocks-update',
  area: 'kubernetes',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'A Deployment with a claim for one node starts new pods beside the old',
  why: 'When the new pod lands on another node it waits for the volume of the old one, which waits for the new one to be ready.',
  fix: 'Set `strategy: {type: Recreate}`, or use a StatefulSet.',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy'],
  joins: 'file',
  on: 'workload',
  *check(workload, { project, set }) {
    for (const { claim, object } of claimsThatBlock(set, workload)) {
      const at = isOfOverlay(project, workload) ? placeInOverlay(workload, object) : claim.span;
      if (at === undefined) continue;
      const message = `a new pod of ${workload.title} starts beside the old one, which holds ${object.title}`;
      const path = ['spec', 'strategy', 'type'];
      yield {
        at,
        message,
        ...(nodeAt(workload.spec, 'strategy') === undefined && at === claim.span
          ? setOnObject(project, workload.object, path, 'Recreate')
          : {}),
      };
    }
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
                volumes:
                  - name: files
                    persistentVolumeClaim:
                      claimName: files
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
          ---
          apiVersion: v1
          kind: PersistentVolumeClaim
          metadata:
            name: files
          spec:
            accessModes: [ReadWriteOnce]
            resources:
              requests:
                storage: 1Gi
        `,
      },
      'k8s/api.yaml:17:24',
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
                volumes:
                  - name: files
                    persistentVolumeClaim:
                      claimName: files
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
            strategy:
              type: Recreate
          ---
          apiVersion: v1
          kind: PersistentVolumeClaim
          metadata:
            name: files
          spec:
            accessModes: [ReadWriteOnce]
            resources:
              requests:
                storage: 1Gi
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
          strategy:
            type: Recreate
          selector:
            matchLabels:
              app: api
          template:
            metadata:
              labels:
                app: api
            spec:
              volumes:
                - name: files
                  persistentVolumeClaim:
                    claimName: files
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata:
          name: files
        spec:
          accessModes: [ReadWriteOnce]
          resources:
            requests:
              storage: 1Gi
      `,
    }),
    bad(
      {
        'k8s/base/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
          spec:
            replicas: 3
            selector:
              matchLabels:
                app: api
            template:
              metadata:
                labels:
                  app: api
              spec:
                volumes:
                  - name: files
                    persistentVolumeClaim:
                      claimName: files
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
          ---
          apiVersion: v1
          kind: PersistentVolumeClaim
          metadata:
            name: files
          spec:
            accessModes: [ReadWriteOnce]
            resources:
              requests:
                storage: 1Gi
        `,
        'k8s/base/kustomization.yaml': 'resources: [api.yaml]\n',
        'k8s/small/kustomization.yaml': `
          resources: [../base]
          replicas:
            - name: api
              count: 1
        `,
        'k8s/large/kustomization.yaml': 'resources: [../base]\n',
      },
      'k8s/small/kustomization.yaml:4:12',
    ),
    good({
      'k8s/base/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
        spec:
          replicas: 3
          selector:
            matchLabels:
              app: api
          template:
            metadata:
              labels:
                app: api
            spec:
              volumes:
                - name: files
                  persistentVolumeClaim:
                    claimName: files
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata:
          name: files
        spec:
          accessModes: [ReadWriteMany]
          resources:
            requests:
              storage: 1Gi
      `,
      'k8s/base/kustomization.yaml': 'resources: [api.yaml]\n',
      'k8s/small/kustomization.yaml': `
        resources: [../base]
        replicas:
          - name: api
            count: 1
        patches:
          - target:
              kind: Deployment
              name: api
            patch: |
              - op: add
                path: /spec/strategy
                value: {type: Recreate}
          - target:
              kind: PersistentVolumeClaim
              name: files
            patch: |
              - op: replace
                path: /spec/accessModes
                value: [ReadWriteOnce]
      `,
      'k8s/large/kustomization.yaml': 'resources: [../base]\n',
    }),
  ],
});

function claimsThatBlock(set: KubernetesSet, workload: Workload): ReturnType<typeof claimsOfOneNode> {
  const { kind, spec, replicas } = workload;
  const isSafe =
    kind !== 'Deployment' ||
    textAt(spec, 'strategy', 'type')?.value === 'Recreate' ||
    (replicas?.value ?? 1) !== 1 ||
    /^0%?$/.test(textAt(spec, 'strategy', 'rollingUpdate', 'maxSurge')?.value ?? '');
  return isSafe ? [] : claimsOfOneNode(set, workload);
}

/** True when the same text makes no such Deployment in another set: an overlay has a part in it. */
function isOfOverlay({ kubernetes }: Project, { object }: Workload): boolean {
  return kubernetes.sets.some(
    (set) =>
      set.rendered !== undefined &&
      set.objects.some(
        ({ workload, file, kind }) =>
          workload !== undefined &&
          file === object.file &&
          kind.span.start === object.kind.span.start &&
          [...claimsThatBlock(set, workload)].length === 0,
      ),
  );
}

/** What the overlay itself says: the mode of the claim, or that there is one replica. */
function placeInOverlay({ object, replicas }: Workload, claim: KubernetesObject): Span | undefined {
  const [mode] = textsAt(claim.node, 'spec', 'accessModes');
  if (mode !== undefined && mode.span.file !== claim.file) return mode.span;
  return replicas !== undefined && replicas.span.file !== object.file ? replicas.span : undefined;
}
