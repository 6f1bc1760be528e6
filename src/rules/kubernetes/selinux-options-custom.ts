import { nodeAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'selinux-options-custom',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['trivy:KSV-0025', 'monokle:PSS108'],
  title: 'A pod sets SELinux options of its own',
  why: 'A user, a role or a type outside of the container types can lift the confinement.',
  fix: 'Keep to `container_t`, `container_init_t` or `container_kvm_t`, and set no user or role.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  preset: 'strict',
  on: 'workload',
  *check(workload) {
    const { pod } = workload;
    for (const { node } of [pod.security, ...pod.containers.map(({ security }) => security)]) {
      const options = nodeAt(node, 'seLinuxOptions');
      const type = textAt(options, 'type');
      const isCustom = type !== undefined && !/^(?:container(?:_init|_kvm|_engine)?_t)?$/.test(type.value);
      const named = [isCustom ? type : undefined, textAt(options, 'user'), textAt(options, 'role')];
      for (const text of named) {
        if (text === undefined || text.value === '') continue;
        yield { at: text.span, message: `${workload.title} sets SELinux option ${text.value}` };
      }
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
                securityContext:
                  seLinuxOptions:
                    type: spc_t
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:16:17',
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
                seLinuxOptions:
                  type: container_t
                  level: s0:c1,c2
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});
