import { bad, defineRule, good } from '../rule.ts';
import { forAgents } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'host-directory-sensitive',
  area: 'kubernetes',
  severity: 'high',
  aliases: [
    'kube-linter:sensitive-host-mounts',
    'trivy:KSV-0121',
    'kics:workload_mounting_with_sensitive_os_directory',
    'kubesec:ProcMount',
  ],
  title: 'A pod mounts a system directory of its node',
  why: 'Whoever breaks into the process reads the keys of the node and of the cluster, or writes its programs.',
  fix: 'Mount only the folder that is needed, or none.',
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/#hostpath'],
  on: 'workload',
  *check(workload) {
    for (const { hostPath } of workload.pod.volumes) {
      if (hostPath === undefined || !isSensitive(hostPath.value)) continue;
      yield {
        at: hostPath.span,
        message: `${workload.title} mounts ${hostPath.value} of its node`,
        severity: forAgents(workload, 'high', 'low'),
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
                    hostPath:
                      path: /etc
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:17:19',
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
                  hostPath:
                    path: /data/api
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});

const sensitive = new Set(
  '/ /bin /boot /dev /etc /home /lib /lib64 /opt /proc /root /run /sbin /sys /usr /var /var/lib /var/run /var/lib/kubelet /var/lib/docker /var/lib/containerd /var/lib/etcd /etc/kubernetes /etc/ssh /root/.ssh'.split(
    ' ',
  ),
);

function isSensitive(path: string): boolean {
  return sensitive.has(path === '/' ? path : path.replace(/\/+$/, ''));
}
