import { bad, good } from '../rule.ts';
import {
  allInSight,
  componentRule,
  isFalse,
  whereMissing,
  whereSet,
} from '../shared/kubernetes/control-plane.ts';
import { staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'controllers-share-credentials',
  severity: 'medium',
  aliases: ['trivy:KCV-0035', 'checkov:CKV_K8S_108', 'kics:use_service_account_credentials_not_set_to_true'],
  title: 'All controllers use the credentials of the controller manager',
  why: 'A fault in one of them then acts with the rights of all, and the audit log does not tell them apart.',
  fix: 'Set --use-service-account-credentials=true.',
  references: [
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/',
    'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#controller-roles',
  ],
  preset: 'strict',
  of: ['kube-controller-manager'],
  signs: (component) => [
    ...whereSet(component, [name], isFalse, 'so that all controllers have the same rights'),
    ...whereMissing(component, [name], 'which is false by default', allInSight),
  ],
  examples: [
    bad(
      staticPod('kube-controller-manager', ['--kubeconfig=/etc/kubernetes/controller-manager.conf']),
      'manifests/kube-controller-manager.yaml:12:11',
    ),
    bad(
      staticPod('kube-controller-manager', ['--use-service-account-credentials=false']),
      'manifests/kube-controller-manager.yaml:13:11',
    ),
    good(
      staticPod('kube-controller-manager', [
        '--kubeconfig=/etc/kubernetes/controller-manager.conf',
        '--use-service-account-credentials=true',
      ]),
    ),
  ],
});

const name = 'use-service-account-credentials';
