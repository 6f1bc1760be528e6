import { switchAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'scc-privileged-allowed',
  area: 'kubernetes',
  severity: 'high',
  aliases: ['kube-linter:scc-deny-privileged-container'],
  title: 'SecurityContextConstraints admit privileged containers',
  why: 'Whoever may use them runs a pod that owns its node.',
  fix: 'Set `allowPrivilegedContainer: false`.',
  references: [
    'https://docs.redhat.com/en/documentation/openshift_container_platform/4.18/html/authentication_and_authorization/managing-pod-security-policies',
  ],
  on: 'kubernetes-object',
  only: ['SecurityContextConstraints'],
  *check(object) {
    if (object.kind.value !== 'SecurityContextConstraints') return;
    const setting = switchAt(object.node, 'allowPrivilegedContainer');
    if (setting?.value === true)
      yield { at: setting.span, message: `${object.title} admits privileged containers` };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: security.openshift.io/v1
          kind: SecurityContextConstraints
          metadata:
            name: api
          allowPrivilegedContainer: true
        `,
      },
      'k8s/api.yaml:5:27',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: security.openshift.io/v1
        kind: SecurityContextConstraints
        metadata:
          name: api
        allowPrivilegedContainer: false
      `,
    }),
  ],
});
