import { bad, defineRule, good } from '../rule.ts';
import { isLiteral, subject } from '../shared/kubernetes/pods.ts';
import { mistrust, mistrusted } from '../shared/registry.ts';

export default defineRule({
  id: 'image-registry-not-trusted',
  area: 'kubernetes',
  severity: 'medium',
  aliases: [],
  title: 'An image comes from a registry that the policy does not trust',
  why: 'The team has said where its images come from; what others serve was checked by nobody.',
  fix: 'Take the image from a registry of the policy, mirror it there, or add the registry to `policy.trusted_registries`.',
  references: ['https://kubernetes.io/docs/concepts/containers/images/#image-names'],
  on: 'container',
  *check(container, { project: { policy }, workload }) {
    const { image } = container;
    const registry = isLiteral(image) ? mistrusted(policy.registries, image.value) : undefined;
    if (!isLiteral(image) || registry === undefined) return;
    const message = `${subject(container, workload)} runs ${image.value}, which ${mistrust(registry)}`;
    yield { at: image.span, message };
  },
  examples: [
    bad(
      {
        'k8s/copy.yaml': `
          apiVersion: v1
          kind: Pod
          metadata:
            name: copy
          spec:
            initContainers:
              - name: fetch
                image: busybox:1.37
            containers:
              - name: copy
                image: ghcr.io/acme/copy:1.4.2
        `,
        'seaworthy.yaml': `
          policy:
            trusted_registries: [ghcr.io]
        `,
      },
      'k8s/copy.yaml:8:14',
    ),
    good({
      'k8s/copy.yaml': `
        apiVersion: v1
        kind: Pod
        metadata:
          name: copy
        spec:
          containers:
            - name: copy
              image: busybox:1.37
      `,
      'seaworthy.yaml': `
        policy:
          trusted_registries: [docker.io/library]
      `,
    }),
  ],
});
