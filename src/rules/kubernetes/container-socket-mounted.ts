import { bad, defineRule, good } from '../rule.ts';
import { forAgents } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'container-socket-mounted',
  area: 'kubernetes',
  severity: 'high',
  aliases: [
    'kube-linter:docker-sock',
    'trivy:KSV-0006',
    'checkov:CKV_K8S_27',
    'kics:docker_daemon_socket_is_exposed_to_containers',
    'kubesec:DockerSock',
    'monokle:KBP101',
  ],
  title: 'A pod mounts the socket of the container runtime',
  why: 'Whoever breaks into the process can start a container that owns the node.',
  fix: 'Ask the Kubernetes API instead, or build images with a tool that needs no socket.',
  references: ['https://docs.docker.com/engine/security/#docker-daemon-attack-surface'],
  on: 'workload',
  *check(workload) {
    for (const { hostPath } of workload.pod.volumes) {
      if (
        hostPath === undefined ||
        !/\/(?:docker|containerd|crio|cri-dockerd|dockershim|podman)\.sock$/.test(hostPath.value)
      )
        continue;
      yield {
        at: hostPath.span,
        message: `${workload.title} mounts ${hostPath.value}`,
        severity: forAgents(workload, 'high', 'medium'),
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
                      path: /var/run/docker.sock
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
        'k8s/builder.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: builder}
          spec:
            containers: [{name: builder, image: "ghcr.io/acme/builder:1.4.2"}]
            volumes: [{name: socket, hostPath: {path: /run/podman/podman.sock, type: Socket}}]
        `,
      },
      'k8s/builder.yaml:6:45',
    ),
  ],
});
