import { bad, good } from '../rule.ts';
import { componentRule, listIn, whereSet } from '../shared/kubernetes/control-plane.ts';
import { kubeletFile, staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'tls-cipher-weak',
  severity: 'medium',
  aliases: ['checkov:CKV_K8S_105', 'kics:weak_tls_cipher_suites', 'trivy:KCV-0092', 'checkov:CKV_K8S_151'],
  title: 'A program of the cluster allows weak TLS',
  why: 'Old versions and ciphers can be broken by who records the traffic, and clients are talked into them.',
  fix: 'Remove the flag: the defaults of Go hold no weak ciphers. Or name TLS 1.2 and suites with ECDHE and GCM or CHACHA20.',
  references: [
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/',
    'https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/',
  ],
  of: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd', 'kubelet'],
  signs: (component) => [
    ...whereSet(
      component,
      ['tls-min-version'],
      (value) => /^VersionTLS1[01]$/.test(value),
      'which is deprecated',
    ),
    ...['tls-cipher-suites', 'cipher-suites'].flatMap((name) => {
      const flag = component.flags.get(name);
      const weak = listIn(component, name)?.filter(isWeak) ?? [];
      if (flag === undefined || weak.length === 0) return [];
      const severity = weak.some((suite) => /RC4|3DES|NULL|EXPORT/.test(suite)) ? 'medium' : 'low';
      return { at: flag.at, says: `allows ${shown(weak)}`, flag: name, severity } as const;
    }),
  ],
  examples: [
    bad(
      staticPod('kube-apiserver', [
        '--tls-cipher-suites=TLS_RSA_WITH_RC4_128_SHA,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
        '--tls-min-version=VersionTLS10',
      ]),
      ['manifests/kube-apiserver.yaml:13:11', 'manifests/kube-apiserver.yaml:14:11'],
    ),
    bad(
      kubeletFile(
        'tlsCipherSuites:\n  - TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\n  - TLS_RSA_WITH_AES_256_GCM_SHA384',
      ),
      'kubelet.yaml:3:1',
    ),
    good(
      staticPod('kube-apiserver', [
        '--tls-cipher-suites=TLS_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
        '--tls-min-version=VersionTLS12',
      ]),
    ),
  ],
});

/** Without forward secrecy, or with CBC, RC4 and 3DES. */
function isWeak(suite: string): boolean {
  return /^TLS_RSA_|RC4|3DES|NULL|_CBC_/.test(suite);
}

function shown(suites: readonly string[]): string {
  const [first = ''] = suites;
  return suites.length === 1 ? first : `${first} and ${suites.length - 1} other weak cipher suites`;
}
