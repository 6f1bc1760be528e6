import { bad, good } from '../rule.ts';
import { allInSight, componentRule, whereMissing, whereSet } from '../shared/kubernetes/control-plane.ts';
import { staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'audit-log-weak',
  severity: 'medium',
  aliases: [
    'trivy:KCV-0019',
    'checkov:CKV_K8S_91',
    'kics:audit_log_path_not_set',
    'trivy:KCV-0020',
    'checkov:CKV_K8S_92',
    'kics:audit_log_maxage_not_properly_set',
    'trivy:KCV-0021',
    'checkov:CKV_K8S_93',
    'kics:audit_log_maxbackup_not_properly_set',
    'trivy:KCV-0022',
    'checkov:CKV_K8S_94',
    'kics:audit_log_maxsize_not_properly_set',
  ],
  title: 'The API server keeps no audit log, or a short one',
  why: 'After a break-in nobody can say who did what, or only for the last hours.',
  fix: 'Set --audit-log-path with --audit-policy-file, and keep it: --audit-log-maxage=30, --audit-log-maxbackup=10, --audit-log-maxsize=100.',
  references: [
    'https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/',
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/',
  ],
  preset: 'strict',
  of: ['kube-apiserver'],
  signs: (component) => {
    if (component.flags.has('audit-webhook-config-file')) return [];
    const path = whereMissing(
      component,
      ['audit-log-path'],
      'so that nothing tells who did what',
      allInSight,
    );
    const isLogged = component.flags.has('audit-log-path');
    const unbounded = Object.entries(least).flatMap(([name, { unbounded: means, aliases }]) =>
      whereMissing(component, [name], means, allInSight).map((sign) => ({ ...sign, aliases })),
    );
    return [
      // What bounds it says nothing where there is none.
      ...path.map((sign) => ({
        ...sign,
        aliases: [...ofPath, ...unbounded.flatMap(({ aliases }) => aliases)],
      })),
      ...(isLogged ? unbounded.map((sign) => ({ ...sign, severity: 'info' }) as const) : []),
      ...Object.entries(least).flatMap(([name, { number, unit, aliases }]) =>
        whereSet(component, [name], (value) => isBelow(value, number), `less than ${number} ${unit}`, {
          severity: 'low',
          aliases,
        }),
      ),
    ];
  },
  examples: [
    bad(
      staticPod('kube-apiserver', ['--etcd-servers=https://10.0.0.5:2379']),
      'manifests/kube-apiserver.yaml:12:11',
    ),
    bad(
      staticPod('kube-apiserver', [
        '--audit-log-path=/var/log/audit.log',
        '--audit-log-maxage=7',
        '--audit-log-maxbackup=2',
        '--audit-log-maxsize=10',
      ]),
      [
        'manifests/kube-apiserver.yaml:14:11',
        'manifests/kube-apiserver.yaml:15:11',
        'manifests/kube-apiserver.yaml:16:11',
      ],
    ),
    bad(
      staticPod('kube-apiserver', [
        '--audit-log-path=/var/log/audit.log',
        '--audit-log-maxage=30',
        '--audit-log-maxsize=100',
      ]),
      'manifests/kube-apiserver.yaml:12:11',
    ),
    good(
      staticPod('kube-apiserver', [
        '--etcd-servers=https://10.0.0.5:2379',
        '--audit-log-path=/var/log/audit.log',
        '--audit-log-maxage=30',
        '--audit-log-maxbackup=10',
        '--audit-log-maxsize=100',
      ]),
    ),
    good(
      staticPod('kube-apiserver', [
        '--etcd-servers=https://10.0.0.5:2379',
        '--audit-webhook-config-file=/etc/kubernetes/audit-webhook.yaml',
      ]),
    ),
  ],
});

const ofPath = ['trivy:KCV-0019', 'checkov:CKV_K8S_91', 'kics:audit_log_path_not_set'];

interface Least {
  readonly number: number;
  readonly unit: string;
  /** What comes of it when nothing is said. */
  readonly unbounded: string;
  readonly aliases: readonly string[];
}

const least: Readonly<Record<string, Least>> = {
  'audit-log-maxage': {
    number: 30,
    unit: 'days',
    unbounded: 'so that nothing is removed for its age',
    aliases: ['trivy:KCV-0020', 'checkov:CKV_K8S_92', 'kics:audit_log_maxage_not_properly_set'],
  },
  'audit-log-maxbackup': {
    number: 10,
    unit: 'files',
    unbounded: 'so that old logs are never removed',
    aliases: ['trivy:KCV-0021', 'checkov:CKV_K8S_93', 'kics:audit_log_maxbackup_not_properly_set'],
  },
  'audit-log-maxsize': {
    number: 100,
    unit: 'megabytes',
    unbounded: 'and leaves to the server how large a log grows',
    aliases: ['trivy:KCV-0022', 'checkov:CKV_K8S_94', 'kics:audit_log_maxsize_not_properly_set'],
  },
};

/** 0 sets no bound. */
function isBelow(value: string, number: number): boolean {
  return /^\d+$/.test(value) && Number(value) > 0 && Number(value) < number;
}
