// Flags without which a program of the control plane is open, with what other tools call their absence.
import type { Program } from './control-plane.ts';

export interface WantedFlags {
  /** Each of them is wanted. */
  readonly flags: readonly string[];
  /** What holds without them. */
  readonly means: string;
  readonly aliases: readonly string[];
  /** Other flags that say the same in another way. */
  readonly instead?: readonly string[];
  /** The first minor version of Kubernetes that has no use for it; only versions that are known count. */
  readonly until?: number;
  /** True when a configuration file has a better default. */
  readonly lineOnly?: boolean;
  /** True where a rule of its own speaks of it, once the command line is known to be whole. */
  readonly told?: boolean;
}

const logins = ['authentication-config', 'authentication-token-webhook-config-file', 'oidc-issuer-url'];
const withoutCheck = 'and signs its certificate itself';
const certificates = (...ids: readonly string[]) => [...ids, 'kics:tls_connection_certificate_not_setup'];
const clients = (...ids: readonly string[]) => [
  ...ids,
  'kics:client_certificate_authentication_not_setup_properly',
];

export const authorizers: Readonly<Record<string, readonly string[]>> = {
  Node: ['trivy:KCV-0008', 'checkov:CKV_K8S_75', 'kics:authorization_mode_node_not_set'],
  RBAC: ['trivy:KCV-0009', 'checkov:CKV_K8S_77', 'kics:authorization_mode_rbac_not_set'],
};
export const nodeRestriction = [
  'trivy:KCV-0016',
  'checkov:CKV_K8S_85',
  'kics:node_restriction_admission_control_plugin_not_set',
];
export const podPolicies = [
  'trivy:KCV-0013',
  'checkov:CKV_K8S_81',
  'kics:security_context_deny_admission_control_plugin_not_set',
  'checkov:CKV_K8S_84',
  'kics:pod_security_policy_admission_control_plugin_not_set',
];
export const etcdAuth = {
  'client-cert-auth': [
    'trivy:KCV-0043',
    'checkov:CKV_K8S_117',
    'kics:etcd_client_certificate_authentication_set_to_false',
  ],
  'peer-client-cert-auth': [
    'trivy:KCV-0046',
    'checkov:CKV_K8S_121',
    'kics:etcd_peer_client_certificate_authentication_set_to_false',
  ],
};

export const wantedFlags: Readonly<Record<Program, readonly WantedFlags[]>> = {
  'kube-apiserver': [
    {
      flags: ['authorization-mode'],
      means: 'which is AlwaysAllow by default',
      aliases: Object.values(authorizers).flat(),
      instead: ['authorization-config'],
      told: true,
    },
    {
      flags: ['client-ca-file'],
      means: 'so that no client can log in with a certificate',
      aliases: clients('trivy:KCV-0028'),
      instead: logins,
      told: true,
    },
    {
      flags: ['tls-cert-file', 'tls-private-key-file'],
      means: withoutCheck,
      aliases: certificates('trivy:KCV-0027', 'checkov:CKV_K8S_100'),
      instead: ['tls-sni-cert-key', 'cert-dir'],
      told: true,
    },
    {
      flags: ['kubelet-client-certificate', 'kubelet-client-key'],
      means: 'so that kubelets do not know who asks',
      aliases: ['trivy:KCV-0005', 'checkov:CKV_K8S_72', 'kics:kubelet_client_certificate_or_key_not_set'],
      told: true,
    },
    {
      flags: ['etcd-certfile', 'etcd-keyfile'],
      means: 'so that etcd does not know who asks',
      aliases: ['trivy:KCV-0026', 'checkov:CKV_K8S_99', 'kics:etcd_tls_certificate_not_properly_configured'],
      told: true,
    },
    {
      flags: ['etcd-cafile'],
      means: 'so that anything may pass for etcd',
      aliases: ['trivy:KCV-0029', 'checkov:CKV_K8S_102', 'kics:etcd_client_certificate_file_not_defined'],
      told: true,
    },
    {
      flags: ['service-account-key-file'],
      means: 'and takes the key of its own certificate for tokens',
      aliases: ['trivy:KCV-0025', 'checkov:CKV_K8S_97', 'kics:service_account_key_file_not_properly_set'],
      told: true,
    },
    {
      flags: ['enable-admission-plugins'],
      means: 'so that NodeRestriction is off',
      aliases: nodeRestriction,
      instead: ['admission-control'],
      told: true,
    },
    {
      flags: ['audit-policy-file'],
      means: 'without which not one event is logged',
      aliases: ['kics:audit_policy_file_not_defined'],
      told: true,
    },
    {
      flags: ['insecure-port'],
      means: 'which is 8080 by default, where nobody is asked who they are',
      aliases: ['checkov:CKV_K8S_88', 'kics:insecure_port_not_properly_set'],
      until: 20,
    },
  ],
  'kube-controller-manager': [
    {
      flags: ['service-account-private-key-file'],
      means: 'without which it makes no tokens of service accounts',
      aliases: ['trivy:KCV-0036', 'checkov:CKV_K8S_110', 'kics:service_account_private_key_file_not_defined'],
      told: true,
    },
    {
      flags: ['root-ca-file'],
      means: 'without which pods cannot check the API server',
      aliases: ['trivy:KCV-0037', 'checkov:CKV_K8S_111', 'kics:root_ca_file_not_defined'],
      told: true,
    },
  ],
  'kube-scheduler': [],
  etcd: [
    {
      flags: ['cert-file', 'key-file'],
      means: 'so that clients cannot tell it from another',
      aliases: ['trivy:KCV-0042', 'checkov:CKV_K8S_116', 'kics:etcd_tls_certificate_files_not_properly_set'],
    },
    {
      flags: ['client-cert-auth'],
      means: 'and asks clients for no certificate',
      aliases: etcdAuth['client-cert-auth'],
    },
    {
      flags: ['peer-cert-file', 'peer-key-file'],
      means: 'so that other members cannot tell it from another',
      aliases: [
        'trivy:KCV-0045',
        'checkov:CKV_K8S_119',
        'kics:etcd_peer_tls_certificate_files_not_properly_set',
      ],
    },
    {
      flags: ['peer-client-cert-auth'],
      means: 'and asks other members for no certificate',
      aliases: etcdAuth['peer-client-cert-auth'],
    },
  ],
  kubelet: [
    {
      flags: ['anonymous-auth'],
      means: 'so that it lets requests without credentials in',
      aliases: ['trivy:KCV-0079', 'checkov:CKV_K8S_138', 'kics:anonymous_auth_is_not_set_to_false'],
      lineOnly: true,
    },
    {
      flags: ['authorization-mode'],
      means: 'which is AlwaysAllow on a command line',
      aliases: ['trivy:KCV-0080', 'checkov:CKV_K8S_139', 'kics:authorization_mode_set_to_always_allow'],
      lineOnly: true,
    },
    {
      flags: ['read-only-port'],
      means: 'which is 10255 on a command line',
      aliases: ['trivy:KCV-0082', 'checkov:CKV_K8S_141', 'kics:kubelet_read_only_port_is_not_set_to_zero'],
      lineOnly: true,
    },
    {
      flags: ['rotate-certificates'],
      means: 'so that its certificate runs out',
      aliases: [
        'trivy:KCV-0090',
        'checkov:CKV_K8S_149',
        'kics:kubelet_client_periodic_certificate_switch_disabled',
      ],
    },
  ],
};

/** All that the lists above name. */
export const wantedAliases: readonly string[] = [
  ...new Set([
    ...Object.values(wantedFlags).flatMap((wanted) => wanted.flatMap(({ aliases }) => aliases)),
    ...podPolicies,
  ]),
];
