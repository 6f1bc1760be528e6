// What a PodSecurityPolicy lets through: https://kubernetes.io/docs/concepts/security/pod-security-policy/
import type { Span } from '../../../base/span.ts';
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import { entryOf } from '../../../syntax/yaml.ts';
import { itemsAt, nodeAt, numberAt, switchAt, textAt, textsAt } from '../../../syntax/yaml-path.ts';

interface Admitted {
  readonly at: Span;
  readonly admits: string;
  readonly aliases: readonly string[];
}

const switches = [
  ['privileged', 'privileged containers', ['checkov:CKV_K8S_2', 'kics:psp_set_to_privileged']],
  ['hostPID', "the node's processes", ['checkov:CKV_K8S_1', 'kics:psp_allows_sharing_host_pid']],
  ['hostIPC', "the node's IPC", ['checkov:CKV_K8S_3', 'kics:psp_allows_sharing_host_ipc']],
  [
    'hostNetwork',
    "the node's network",
    ['checkov:CKV_K8S_4', 'kics:psp_containers_share_host_network_namespace'],
  ],
] as const;

const users = [
  ['runAsUser', 'root containers'],
  ['fsGroup', 'volumes of the root group'],
  ['supplementalGroups', 'containers in the root group'],
  ['runAsGroup', 'containers of the root group'],
] as const;

const escalation = ['checkov:CKV_K8S_5', 'kics:psp_allows_privilege_escalation'];
const netRaw = ['checkov:CKV_K8S_7', 'kics:net_raw_capabilities_disabled_for_psp'];
const unlimited = ['checkov:CKV_K8S_36', 'kics:not_limited_capabilities_for_pod_security_policy'];
const added = ['checkov:CKV_K8S_24', 'kics:psp_with_added_capabilities'];
const root = ['checkov:CKV_K8S_6', 'kics:root_containers_admitted'];
const hostPaths = ['kics:psp_with_unrestricted_access_to_host_path'];
const sysctls = ['kics:cluster_allows_unsafe_sysctls'];
const procMounts = ['kics:container_runs_unmasked'];
const seccomp = ['checkov:CKV_K8S_32'];

export const policyAliases: readonly string[] = [
  ...switches.flatMap(([, , aliases]) => aliases),
  ...escalation,
  ...netRaw,
  ...unlimited,
  ...added,
  ...root,
  ...hostPaths,
  ...sysctls,
  ...procMounts,
  ...seccomp,
];

export function admittedBy(object: KubernetesObject): readonly Admitted[] {
  const spec = nodeAt(object.node, 'spec');
  const keyOf = (key: string) => entryOf(spec, key)?.key.span;
  const found: Admitted[] = [];
  const add = (at: Span | undefined, admits: string, aliases: readonly string[]) =>
    at && found.push({ at, admits, aliases });
  for (const [key, admits, aliases] of switches)
    if (switchAt(spec, key)?.value === true) add(keyOf(key), admits, aliases);
  if (switchAt(spec, 'allowPrivilegeEscalation')?.value !== false)
    add(keyOf('allowPrivilegeEscalation') ?? object.nameSpan, 'privilege escalation', escalation);
  const dropped = textsAt(spec, 'requiredDropCapabilities').map(({ value }) => value);
  if (dropped.length === 0) add(object.nameSpan, 'every default capability', [...unlimited, ...netRaw]);
  else if (!dropped.some((name) => name === 'ALL' || name === 'NET_RAW'))
    add(keyOf('requiredDropCapabilities'), 'NET_RAW', netRaw);
  for (const key of ['allowedCapabilities', 'defaultAddCapabilities'])
    if (textsAt(spec, key).length > 0) add(keyOf(key), 'added capabilities', added);
  for (const [key, admits] of users) {
    const rule = textAt(spec, key, 'rule');
    const range = itemsAt(spec, key, 'ranges').find((item) => numberAt(item, 'min')?.value === 0);
    if (rule?.value === 'RunAsAny') add(rule.span, admits, root);
    else if (rule?.value === 'MustRunAs') add(range?.span, admits, root);
  }
  const paths = itemsAt(spec, 'allowedHostPaths');
  for (const path of paths) {
    if (switchAt(path, 'readOnly')?.value !== true) add(path.span, 'writing to paths of the node', hostPaths);
  }
  const volume = textsAt(spec, 'volumes').find(({ value }) => value === 'hostPath' || value === '*');
  if (paths.length === 0) add(volume?.span, 'every path of the node', hostPaths);
  for (const name of textsAt(spec, 'allowedUnsafeSysctls'))
    add(name.span, `kernel parameter ${name.value}`, sysctls);
  const unmasked = textsAt(spec, 'allowedProcMountTypes').find(({ value }) => value === 'Unmasked');
  add(unmasked?.span, 'containers that see all of /proc', procMounts);
  if (!object.annotations.has('seccomp.security.alpha.kubernetes.io/defaultProfileName'))
    add(object.nameSpan, 'containers without a seccomp profile', seccomp);
  return found;
}
