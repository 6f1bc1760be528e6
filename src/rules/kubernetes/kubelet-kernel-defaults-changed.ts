import { bad, good } from '../rule.ts';
import {
  allInSight,
  componentRule,
  isFalse,
  whereMissing,
  whereSet,
} from '../shared/kubernetes/control-plane.ts';
import { kubeletFile } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'kubelet-kernel-defaults-changed',
  severity: 'low',
  aliases: ['trivy:KCV-0083', 'checkov:CKV_K8S_144', 'kics:kubelet_protect_kernel_defaults_set_to_false'],
  title: 'A kubelet changes kernel parameters by itself',
  why: 'What the node was hardened with is overwritten when the kubelet starts, and nobody is told.',
  fix: 'Set protectKernelDefaults: true, and the parameters that it then complains of in the image of the node.',
  references: ['https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/'],
  preset: 'strict',
  of: ['kubelet'],
  signs: (component) => [
    ...whereSet(component, ['protect-kernel-defaults'], isFalse, 'so that it changes kernel parameters'),
    ...whereMissing(component, ['protect-kernel-defaults'], 'which is false by default', allInSight),
  ],
  examples: [
    bad(kubeletFile('authorization:\n  mode: Webhook'), 'kubelet.yaml:2:7'),
    bad(kubeletFile('protectKernelDefaults: false'), 'kubelet.yaml:3:1'),
    good(kubeletFile('authorization:\n  mode: Webhook\nprotectKernelDefaults: true')),
  ],
});
