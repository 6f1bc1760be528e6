import { bad, defineRule, good } from '../rule.ts';
import { subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'git-sync-runs-commands',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['checkov:CKV_K8S_159'],
  title: 'A git-sync sidecar is told which program to run',
  why: 'Whoever may change these arguments runs any program with the rights of the sidecar.',
  fix: 'Do without the flag, or keep the manifest under review.',
  references: ['https://github.com/kubernetes/git-sync#readme'],
  preset: 'strict',
  on: 'container',
  *check(container, { workload }) {
    if (!/(?:^|\/)git-sync[:@]/.test(container.image?.value ?? '')) return;
    const words = [...container.command, ...container.args];
    const flag = words.find(({ value }) => dangerousFlags.test(value));
    const variable = container.env.find(({ name }) => dangerousVariables.test(name.value));
    const at = flag ?? variable?.name;
    if (at === undefined) return;
    yield { at: at.span, message: `${subject(container, workload)} is told which program to run` };
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
                    image: registry.k8s.io/git-sync/git-sync:v4.4.0
                    args:
                      - --git=/tmp/git
        `,
      },
      'k8s/api.yaml:18:15',
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
              containers:
                - name: api
                  image: registry.k8s.io/git-sync/git-sync:v4.4.0
                  args:
                    - --repo=https://example.com/site.git
      `,
    }),
  ],
});

const dangerousFlags = /^--?(?:git|git-config|askpass-url|exechook-command|sync-hook-command)(?:=|$)/;
const dangerousVariables =
  /^(?:GITSYNC|GIT_SYNC)_(?:GIT|GIT_CONFIG|ASKPASS_URL|EXECHOOK_COMMAND|HOOK_COMMAND)$/;
