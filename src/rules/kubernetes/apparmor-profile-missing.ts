import { bad, defineRule, good } from '../rule.ts';
import { inForce, isOfKnative, isOfWindows, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'apparmor-profile-missing',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['trivy:KSV-0002', 'kics:missing_app_armor_config', 'kubesec:ApparmorAny'],
  title: 'A container names no AppArmor profile',
  why: "On nodes with AppArmor nothing but the runtime's default limits which files the process may touch.",
  fix: 'Set `appArmorProfile: {type: RuntimeDefault}` for the pod.',
  references: ['https://kubernetes.io/docs/tutorials/security/apparmor/'],
  preset: 'strict',
  on: 'container',
  *check(container, { workload }) {
    if (isOfWindows(workload) || isOfKnative(workload)) return;
    const isOld = workload.pod.annotations.has(
      `container.apparmor.security.beta.kubernetes.io/${container.name}`,
    );
    if (inForce(container, workload, 'appArmor') !== undefined || isOld) return;
    yield { at: container.nameSpan, message: `${subject(container, workload)} names no AppArmor profile` };
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
              securityContext:
                appArmorProfile:
                  type: RuntimeDefault
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
    good({
      'k8s/web.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec: {nodeSelector: {kubernetes.io/os: windows}, containers: [{name: web, image: "ghcr.io/acme/web:1.4.2-windows"}]}
      `,
    }),
    good({
      'k8s/api.yaml': `
        apiVersion: serving.knative.dev/v1
        kind: Service
        metadata: {name: api}
        spec: {template: {spec: {containers: [{image: "ghcr.io/acme/api:1.4.2"}]}}}
      `,
    }),
  ],
});
