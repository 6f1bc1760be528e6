import { bad, defineRule, good } from '../rule.ts';
import { hostPathsOf } from '../shared/kubernetes/host-paths.ts';
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
  on: 'kubernetes-object',
  *check(object) {
    const { workload } = object;
    const paths = hostPathsOf(object).filter(({ value }) => isSensitive(value));
    const [first, ...others] = paths;
    if (first === undefined) return;
    const words = paths.map(({ value }) => value).join(', ');
    yield {
      at: first.span,
      message: `${object.title} ${workload === undefined ? 'is' : 'mounts'} ${words} of its node`,
      severity: workload === undefined ? 'high' : forAgents(workload, 'high', 'low'),
      related: others.map(({ value, span }) => ({ at: span, message: `${value} is named here` })),
    };
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
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]
            volumes:
              - {name: keys, hostPath: {path: /etc/kubernetes/pki/ca.key}}
              - {name: units, hostPath: {path: /etc/systemd/system}}
              - {name: release, hostPath: {path: /etc/os-release}}
          ---
          apiVersion: v1
          kind: PersistentVolume
          metadata: {name: settings}
          spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /etc}}
        `,
      },
      ['k8s/api.yaml:7:37', 'k8s/api.yaml:14:81'],
    ),
  ],
});

const sensitive = new Set(
  '/ /bin /boot /dev /etc /home /lib /lib64 /opt /proc /root /run /sbin /sys /usr /var /var/lib /var/run /var/lib/kubelet /var/lib/docker /var/lib/containerd /var/lib/etcd /etc/kubernetes /etc/ssh /root/.ssh'.split(
    ' ',
  ),
);

/** Keys and credentials of the node and of the control plane, and what is started at boot. */
const holdsKeys =
  /^\/(?:etc\/(?:kubernetes\/(?:pki|manifests|[\w-]+\.conf)|shadow|sudoers(?:\.d)?|cron[.\w]*|systemd\/system)|var\/lib\/(?:etcd|kubelet\/pki)|root\/\.(?:kube|ssh))(?:\/|$)/;

function isSensitive(path: string): boolean {
  return sensitive.has(path === '/' ? path : path.replace(/\/+$/, '')) || holdsKeys.test(path);
}
