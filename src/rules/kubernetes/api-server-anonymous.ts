import { bad, good } from '../rule.ts';
import {
  allInSight,
  componentRule,
  isTrue,
  whereMissing,
  whereSet,
} from '../shared/kubernetes/control-plane.ts';
import { staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'api-server-anonymous',
  severity: 'low',
  aliases: ['trivy:KCV-0001', 'checkov:CKV_K8S_68', 'kics:anonymous_auth_is_not_set_to_false'],
  title: 'The API server lets anonymous requests in',
  why: 'Who has no credentials still reaches the authorizer: one binding to system:unauthenticated, or one fault in it, opens the cluster.',
  fix: 'Set --anonymous-auth=false, or allow it for the health checks alone with an AuthenticationConfiguration.',
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/authentication/#anonymous-requests',
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/',
  ],
  preset: 'strict',
  of: ['kube-apiserver'],
  signs: (component) => [
    ...whereSet(component, ['anonymous-auth'], isTrue, 'which lets requests without credentials in'),
    ...(component.flags.has('authentication-config')
      ? []
      : whereMissing(component, ['anonymous-auth'], 'which is true by default', allInSight)),
  ],
  examples: [
    bad(
      staticPod('kube-apiserver', ['--authorization-mode=Node,RBAC', '--anonymous-auth=true']),
      'manifests/kube-apiserver.yaml:14:11',
    ),
    bad(
      staticPod('kube-apiserver', ['--etcd-servers=https://10.0.0.5:2379']),
      'manifests/kube-apiserver.yaml:12:11',
    ),
    good(staticPod('kube-apiserver', ['--etcd-servers=https://10.0.0.5:2379', '--anonymous-auth=false'])),
    good(
      staticPod('kube-apiserver', [
        '--etcd-servers=https://10.0.0.5:2379',
        '--authentication-config=/etc/kubernetes/authentication.yaml',
      ]),
    ),
  ],
});
