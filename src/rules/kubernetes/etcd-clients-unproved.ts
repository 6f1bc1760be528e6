import { bad, good } from '../rule.ts';
import { componentRule } from '../shared/kubernetes/control-plane.ts';
import { staticPod } from '../shared/kubernetes/control-plane-example.ts';
import { etcdSigns } from '../shared/kubernetes/etcd-listening.ts';

export default componentRule({
  id: 'etcd-clients-unproved',
  severity: 'high',
  aliases: [
    'trivy:KCV-0042',
    'checkov:CKV_K8S_116',
    'kics:etcd_tls_certificate_files_not_properly_set',
    'trivy:KCV-0043',
    'checkov:CKV_K8S_117',
    'kics:etcd_client_certificate_authentication_set_to_false',
    'trivy:KCV-0044',
    'checkov:CKV_K8S_118',
    'kics:auto_tls_set_to_true',
  ],
  title: 'etcd lets clients in without certificates',
  why: 'Whoever reaches the port reads and writes all that is stored: of a cluster every secret and every role.',
  fix: 'Listen on https with --cert-file and --key-file, and set --trusted-ca-file and --client-cert-auth=true.',
  references: [
    'https://etcd.io/docs/v3.6/op-guide/security/',
    'https://etcd.io/docs/v3.6/op-guide/configuration/',
  ],
  of: ['etcd'],
  signs: (component) => etcdSigns(component, 'clients'),
  examples: [
    bad(
      {
        'k8s/etcd.yaml': `
          apiVersion: v1
          kind: Pod
          metadata:
            name: etcd
          spec:
            containers:
              - name: etcd
                image: quay.io/coreos/etcd:v3.6.4
                command: [sh, -c, "exec etcd --name $(hostname) -listen-client-urls http://0.0.0.0:2379"]
        `,
      },
      'k8s/etcd.yaml:9:55',
    ),
    bad(
      {
        'k8s/etcd.yaml': `
          apiVersion: apps/v1
          kind: StatefulSet
          metadata:
            name: etcd
          spec:
            serviceName: etcd
            selector:
              matchLabels:
                app: etcd
            template:
              metadata:
                labels:
                  app: etcd
              spec:
                containers:
                  - name: etcd
                    image: quay.io/coreos/etcd:v3.6.4
                    command: [etcd]
                    env:
                      - name: ETCD_LISTEN_CLIENT_URLS
                        value: http://0.0.0.0:2379
        `,
      },
      'k8s/etcd.yaml:21:22',
    ),
    bad(staticPod('etcd', ['--listen-client-urls=http://0.0.0.0:2379']), 'manifests/etcd.yaml:13:11'),
    bad(
      staticPod('etcd', [
        '--listen-client-urls=https://10.0.0.5:2379',
        '--cert-file=/pki/server.crt',
        '--key-file=/pki/server.key',
        '--client-cert-auth=false',
      ]),
      'manifests/etcd.yaml:16:11',
    ),
    bad(staticPod('etcd', ['--auto-tls']), 'manifests/etcd.yaml:13:11'),
    good(
      staticPod('etcd', [
        '--listen-client-urls=https://10.0.0.5:2379,http://127.0.0.1:2379',
        '--cert-file=/pki/server.crt',
        '--key-file=/pki/server.key',
        '--client-cert-auth=true',
        '--trusted-ca-file=/pki/ca.crt',
      ]),
    ),
    good(staticPod('etcd', ['--listen-client-urls=http://127.0.0.1:2379'])),
  ],
});
