import { bad, defineRule, good } from '../rule.ts';
import { forAgents, isLasting, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'root-user-set',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['trivy:KSV-0105', 'monokle:PSS204', 'kubesec:RunAsUser'],
  title: 'A container is told to run as root',
  why: 'Whoever breaks into the process is root in the container, one kernel flaw away from the node.',
  fix: 'Give it an unprivileged user, or fix the ownership of its files in an init container.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  on: 'container',
  *check(container, { workload }) {
    const user = container.security.runAsUser;
    const pod = workload.pod.security.runAsUser;
    // An init container that is root prepares volumes for those that are not.
    if (!isLasting(container) || (user ?? pod)?.value !== 0 || container.security.privileged?.value === true)
      return;
    const at = user ?? pod;
    if (at === undefined) return;
    yield {
      at: at.span,
      message: `${subject(container, workload)} runs as root`,
      severity: forAgents(workload, 'medium', 'low'),
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
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
                    securityContext:
                      runAsUser: 0
        `,
      },
      'k8s/api.yaml:18:24',
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
              securityContext:
                runAsUser: 1000
              initContainers:
                - name: permissions
                  image: busybox:1.37
                  command: [chown, -R, "1000", /srv]
                  securityContext:
                    runAsUser: 0
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
            initContainers:
              - name: proxy
                image: ghcr.io/acme/proxy:2.0.1
                restartPolicy: Always
                securityContext: {runAsUser: 0}
            containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]
        `,
      },
      'k8s/api.yaml:9:36',
    ),
  ],
});
