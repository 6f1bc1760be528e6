import { bad, good } from '../rule.ts';
import { componentRule, isFalse, isLoopback, whereSet } from '../shared/kubernetes/control-plane.ts';
import { staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'api-server-insecure-port',
  severity: 'critical',
  aliases: [
    'checkov:CKV_K8S_86',
    'kics:insecure_bind_address_set',
    'checkov:CKV_K8S_88',
    'kics:insecure_port_not_properly_set',
    'trivy:KCV-0004',
    'checkov:CKV_K8S_71',
    'kics:kubelet_https_set_to_false',
  ],
  title: 'The API server listens without TLS, or asks kubelets without it',
  why: 'Whoever reaches the insecure port is administrator: it knows neither authentication nor authorization.',
  fix: 'Set --insecure-port=0 and remove the other insecure flags; Kubernetes 1.24 has none of them.',
  references: [
    'https://github.com/kubernetes/kubernetes/pull/95856',
    'https://github.com/kubernetes/kubernetes/pull/91630',
  ],
  of: ['kube-apiserver'],
  signs: (component) => {
    // Without effect since; from 1.22 and 1.24 on the server does not start with them.
    if ((component.minor ?? Number.POSITIVE_INFINITY) >= 20) return [];
    const serves = 'where nobody is asked who they are';
    return [
      ...whereSet(component, ['insecure-bind-address', 'address'], (value) => !isLoopback(value), serves),
      ...whereSet(component, ['insecure-port'], (value) => value !== '0', serves),
      ...whereSet(
        component,
        ['kubelet-https'],
        isFalse,
        'so that what kubelets answer can be changed on the way',
      ),
    ];
  },
  examples: [
    bad(
      {
        'manifests/kube-apiserver.yaml': `
          apiVersion: v1
          kind: Pod
          metadata:
            name: kube-apiserver
          spec:
            containers:
              - name: kube-apiserver
                image: registry.example.com:5000/hyperkube:v1.15.12
                command:
                  - /hyperkube
                  - apiserver
                  - --insecure_bind_address=0.0.0.0
        `,
      },
      'manifests/kube-apiserver.yaml:12:11',
    ),
    bad(
      staticPod(
        'kube-apiserver',
        ['--insecure-bind-address=0.0.0.0', '--insecure-port=8080', '--kubelet-https=false'],
        'v1.18.20',
      ),
      [
        'manifests/kube-apiserver.yaml:13:11',
        'manifests/kube-apiserver.yaml:14:11',
        'manifests/kube-apiserver.yaml:15:11',
      ],
    ),
    good(staticPod('kube-apiserver', ['--insecure-bind-address=127.0.0.1', '--insecure-port=0'], 'v1.18.20')),
    good(staticPod('kube-apiserver', ['--secure-port=6443'])),
  ],
});
