import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'volume-type-unrestricted',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['trivy:KSV-0028', 'monokle:PSS201'],
  title: 'A pod mounts a type of volume that the restricted policy does not admit',
  why: 'A namespace that enforces the policy refuses the pod; in others it reaches storage past PersistentVolumes.',
  fix: 'Use a PersistentVolumeClaim.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  preset: 'strict',
  on: 'workload',
  *check(workload) {
    for (const { name, type, span } of workload.pod.volumes) {
      if (type === undefined || restricted.has(type)) continue;
      yield {
        at: name?.span ?? span,
        message: `${workload.title} mounts volume ${name?.value ?? ''} of type ${type}`,
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
                  - name: v
                    nfs:
                      server: nfs.example.com
                      path: /data
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:15:17',
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
              volumes:
                - name: v
                  emptyDir: {}
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});

const restricted = new Set(
  'configMap csi downwardAPI emptyDir ephemeral persistentVolumeClaim projected secret image'.split(' '),
);
