import { bad, good } from '../rule.ts';
import { componentRule, componentsOf, signOf } from '../shared/kubernetes/control-plane.ts';
import { staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'etcd-authority-shared',
  severity: 'medium',
  aliases: ['kics:not_unique_certificate_authority'],
  title: 'etcd takes the certificates of every client of the cluster',
  why: 'Each kubelet and each user with a certificate of the cluster may then read and write etcd, past every role.',
  fix: 'Give etcd an authority of its own, and the API server a client certificate of it.',
  references: [
    'https://kubernetes.io/docs/setup/best-practices/certificates/',
    'https://etcd.io/docs/v3.6/op-guide/security/',
  ],
  of: ['etcd'],
  signs: (component, set) => {
    const own = component.flags.get('trusted-ca-file');
    if (own === undefined || own.dynamic) return [];
    const server = componentsOf(set).find(
      ({ program, flags }) =>
        program === 'kube-apiserver' && flags.get('client-ca-file')?.value === own.value,
    );
    const other = server?.flags.get('client-ca-file');
    if (other === undefined) return [];
    const related = [{ at: other.at, message: 'the API server takes clients by the same authority' }];
    return [{ ...signOf(own, 'which signs all clients of the cluster'), related }];
  },
  examples: [
    bad(
      {
        ...staticPod('etcd', ['--trusted-ca-file=/etc/kubernetes/pki/ca.crt']),
        ...staticPod('kube-apiserver', ['--client-ca-file=/etc/kubernetes/pki/ca.crt']),
      },
      'manifests/etcd.yaml:13:11',
    ),
    good({
      ...staticPod('etcd', ['--trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt']),
      ...staticPod('kube-apiserver', ['--client-ca-file=/etc/kubernetes/pki/ca.crt']),
    }),
  ],
});
