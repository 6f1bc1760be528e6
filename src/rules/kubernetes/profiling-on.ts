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
  id: 'profiling-on',
  severity: 'low',
  aliases: [
    'trivy:KCV-0018',
    'checkov:CKV_K8S_90',
    'kics:profiling_not_set_to_false',
    'trivy:KCV-0034',
    'checkov:CKV_K8S_107',
    'trivy:KCV-0040',
    'checkov:CKV_K8S_114',
  ],
  title: 'A program of the control plane serves its profiles',
  why: 'Who is allowed to read them learns of its inside, and taking them costs the program CPU.',
  fix: 'Set --profiling=false; it is on by default.',
  references: [
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/',
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/',
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-scheduler/',
  ],
  preset: 'strict',
  of: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'],
  signs: (component) => [
    ...whereSet(component, ['profiling'], isTrue, 'which serves profiles of the running program'),
    ...whereMissing(component, ['profiling'], 'which is true by default', allInSight),
  ],
  examples: [
    bad(staticPod('kube-apiserver', ['--profiling']), 'manifests/kube-apiserver.yaml:13:11'),
    bad(
      staticPod('kube-controller-manager', ['--kubeconfig=/etc/kubernetes/controller-manager.conf']),
      'manifests/kube-controller-manager.yaml:12:11',
    ),
    good(staticPod('kube-scheduler', ['--kubeconfig=/etc/kubernetes/scheduler.conf', '--profiling=false'])),
  ],
});
