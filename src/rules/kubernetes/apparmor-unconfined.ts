import { bad, defineRule, good } from '../rule.ts';
import { written } from '../shared/kubernetes/edits.ts';

export default defineRule({
  id: 'apparmor-unconfined',
  area: 'kubernetes',
  severity: 'low',
  aliases: [
    'kubesec:ApparmorUnconfined',
    'monokle:PSS107',
    'kics:missing_app_armor_config',
    'trivy:KSV-0002',
  ],
  title: 'AppArmor is switched off for a container',
  why: 'Nothing limits which files of the system the process may touch.',
  fix: 'Use `RuntimeDefault`.',
  references: ['https://kubernetes.io/docs/tutorials/security/apparmor/'],
  on: 'workload',
  *check(workload, { project }) {
    const { pod } = workload;
    const settings = [pod.security.appArmor, ...pod.containers.map(({ security }) => security.appArmor)];
    const old = [...pod.annotations].filter(([key]) => key.startsWith('container.apparmor.security.beta'));
    for (const setting of [...settings, ...old.map(([, value]) => value)]) {
      if (setting?.value.toLowerCase() === 'unconfined')
        yield {
          at: setting.span,
          message: `${workload.title} switches AppArmor off`,
          ...written(
            project,
            setting.span,
            settings.includes(setting) ? 'RuntimeDefault' : 'runtime/default',
          ),
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
                securityContext:
                  appArmorProfile:
                    type: Unconfined
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:16:17',
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
                  appArmorProfile:
                    type: RuntimeDefault
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
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
  ],
});
