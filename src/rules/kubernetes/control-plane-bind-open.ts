import { bad, good } from '../rule.ts';
import {
  allInSight,
  componentRule,
  isLoopback,
  whereMissing,
  whereSet,
} from '../shared/kubernetes/control-plane.ts';
import { staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'control-plane-bind-open',
  severity: 'low',
  aliases: [
    'trivy:KCV-0039',
    'checkov:CKV_K8S_113',
    'kics:bind_address_not_properly_set',
    'trivy:KCV-0041',
    'checkov:CKV_K8S_115',
  ],
  title: 'The controller manager or the scheduler listens on every address',
  why: 'They serve health checks and metrics alone; nobody outside of the node needs their port, and a fault in it is in reach of the network.',
  fix: 'Set --bind-address=127.0.0.1, where no Prometheus of the cluster asks them.',
  references: [
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/',
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-scheduler/',
  ],
  preset: 'strict',
  of: ['kube-controller-manager', 'kube-scheduler'],
  signs: (component) => [
    ...whereSet(component, ['bind-address'], (value) => !isLoopback(value), 'which other machines reach'),
    ...whereMissing(component, ['bind-address'], 'which is 0.0.0.0 by default', allInSight),
  ],
  examples: [
    bad(staticPod('kube-scheduler', ['--bind-address=0.0.0.0']), 'manifests/kube-scheduler.yaml:13:11'),
    bad(
      staticPod('kube-controller-manager', ['--kubeconfig=/etc/kubernetes/controller-manager.conf']),
      'manifests/kube-controller-manager.yaml:12:11',
    ),
    good(
      staticPod('kube-scheduler', [
        '--kubeconfig=/etc/kubernetes/scheduler.conf',
        '--bind-address=127.0.0.1',
      ]),
    ),
  ],
});
