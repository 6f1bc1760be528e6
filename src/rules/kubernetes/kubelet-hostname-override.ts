import { bad, good } from '../rule.ts';
import { componentRule, signOf } from '../shared/kubernetes/control-plane.ts';
import { staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'kubelet-hostname-override',
  severity: 'low',
  aliases: ['trivy:KCV-0086', 'checkov:CKV_K8S_146', 'kics:kubelet_hostname_override_is_set'],
  title: 'A kubelet goes by another name than its machine',
  why: 'Certificates, logs and the cloud know the machine by its own name: TLS to the node may fail, and events are hard to match.',
  fix: 'Remove hostname-override and give the machine its name, where the cloud does not need it.',
  references: ['https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/'],
  preset: 'strict',
  of: ['kubelet'],
  signs: ({ flags }) => {
    const flag = flags.get('hostname-override');
    return flag === undefined || flag.dynamic ? [] : [signOf(flag, 'which is not the name of the machine')];
  },
  examples: [
    bad(staticPod('kubelet', ['--hostname-override=node-1']), 'manifests/kubelet.yaml:13:11'),
    good(staticPod('kubelet', ['--kubeconfig=/etc/kubernetes/kubelet.conf'])),
  ],
});
