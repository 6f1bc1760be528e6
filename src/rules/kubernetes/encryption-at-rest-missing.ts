import { bad, good } from '../rule.ts';
import { allInSight, componentRule, whereMissing } from '../shared/kubernetes/control-plane.ts';
import { staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'encryption-at-rest-missing',
  severity: 'medium',
  aliases: ['trivy:KCV-0030', 'checkov:CKV_K8S_104', 'kics:encryption_provider_config_is_not_defined'],
  title: 'The API server stores secrets unencrypted',
  why: 'Who gets at a disk or a backup of etcd reads every secret of the cluster.',
  fix: 'Set --encryption-provider-config to an EncryptionConfiguration with a provider such as kms or secretbox.',
  references: ['https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/'],
  preset: 'strict',
  of: ['kube-apiserver'],
  signs: (component) =>
    whereMissing(
      component,
      ['encryption-provider-config'],
      'so that secrets lie in etcd as they are',
      allInSight,
    ),
  examples: [
    bad(
      staticPod('kube-apiserver', ['--etcd-servers=https://10.0.0.5:2379']),
      'manifests/kube-apiserver.yaml:12:11',
    ),
    good(
      staticPod('kube-apiserver', [
        '--etcd-servers=https://10.0.0.5:2379',
        '--encryption-provider-config=/etc/kubernetes/encryption.yaml',
      ]),
    ),
  ],
});
