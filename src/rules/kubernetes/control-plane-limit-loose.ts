import { bad, good } from '../rule.ts';
import { componentRule, type Program, whereSet } from '../shared/kubernetes/control-plane.ts';
import { kubeletFile, staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'control-plane-limit-loose',
  severity: 'low',
  aliases: [
    'checkov:CKV_K8S_95',
    'kics:request_timeout_not_properly_set',
    'trivy:KCV-0033',
    'checkov:CKV_K8S_106',
    'kics:terminated_pod_garbage_collector_threshold_not_properly_set',
    'trivy:KCV-0085',
    'checkov:CKV_K8S_143',
    'kics:kubelet_streaming_connection_timeout_disabled',
    'trivy:KCV-0087',
    'checkov:CKV_K8S_147',
    'kics:kubelet_event_qps_not_properly_set',
  ],
  title: 'A limit of the control plane is switched off, or set far from its default',
  why: 'Requests and streams that hang hold connections for ever, terminated pods fill etcd, and events that are dropped are missing when something is looked into.',
  fix: 'Remove the flag: the defaults are a minute a request, four hours an idle stream, 12500 terminated pods, 50 events a second.',
  references: [
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/',
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/',
    'https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/',
  ],
  preset: 'strict',
  of: ['kube-apiserver', 'kube-controller-manager', 'kubelet'],
  signs: ({ program, ...component }) =>
    limits
      .filter(({ of }) => of === program)
      .flatMap(({ name, isLoose, means }) => whereSet({ program, ...component }, [name], isLoose, means)),
  examples: [
    bad(staticPod('kube-apiserver', ['--request-timeout=30m']), 'manifests/kube-apiserver.yaml:13:11'),
    bad(
      staticPod('kube-controller-manager', ['--terminated-pod-gc-threshold=0']),
      'manifests/kube-controller-manager.yaml:13:11',
    ),
    bad(staticPod('kubelet', ['--streaming-connection-idle-timeout=0']), 'manifests/kubelet.yaml:13:11'),
    bad(kubeletFile('eventRecordQPS: 1'), 'kubelet.yaml:3:1'),
    good(staticPod('kube-apiserver', ['--request-timeout=300s'])),
    good(staticPod('kube-controller-manager', ['--terminated-pod-gc-threshold=1000'])),
    good(kubeletFile('streamingConnectionIdleTimeout: 0s\neventRecordQPS: 50')),
  ],
});

interface Limit {
  readonly of: Program;
  readonly name: string;
  readonly isLoose: (value: string) => boolean;
  readonly means: string;
}

const limits: readonly Limit[] = [
  {
    of: 'kube-apiserver',
    name: 'request-timeout',
    isLoose: (value) => secondsOf(value) > 300 || secondsOf(value) === 0,
    means: 'for which a request may hold a connection',
  },
  {
    of: 'kube-controller-manager',
    name: 'terminated-pod-gc-threshold',
    isLoose: (value) => Number(value) <= 0,
    means: 'which never deletes terminated pods',
  },
  {
    of: 'kubelet',
    name: 'streaming-connection-idle-timeout',
    isLoose: (value) => secondsOf(value) === 0,
    means: 'which never ends an idle stream',
  },
  {
    of: 'kubelet',
    name: 'event-qps',
    isLoose: (value) => Number(value) > 0 && Number(value) < 5,
    means: 'so that most events of a busy node are dropped',
  },
];

/** A duration of Go: `1h30m`; NaN for what is none. */
function secondsOf(text: string): number {
  if (text === '0') return 0;
  if (!/^(?:\d+(?:\.\d+)?(?:h|m|s|ms))+$/.test(text)) return Number.NaN;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)];
  const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * (units[unit ?? ''] ?? 0), 0);
}
