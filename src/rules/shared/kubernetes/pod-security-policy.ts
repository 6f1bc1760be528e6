// What a PodSecurityPolicy lets through: https://kubernetes.io/docs/concepts/security/pod-security-policy/
import type { Span } from '../../../base/span.ts';
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import { entryOf } from '../../../syntax/yaml.ts';
import { itemsAt, nodeAt, numberAt, switchAt, textAt, textsAt } from '../../../syntax/yaml-path.ts';

interface Admitted {
  readonly at: Span;
  readonly admits: string;
}

const switches = [
  ['privileged', 'privileged containers'],
  ['hostPID', "the node's processes"],
  ['hostIPC', "the node's IPC"],
  ['hostNetwork', "the node's network"],
] as const;

const users = [
  ['runAsUser', 'root containers'],
  ['fsGroup', 'volumes of the root group'],
  ['supplementalGroups', 'containers in the root group'],
] as const;

export function admittedBy(object: KubernetesObject): readonly Admitted[] {
  const spec = nodeAt(object.node, 'spec');
  const keyOf = (key: string) => entryOf(spec, key)?.key.span;
  const found: Admitted[] = [];
  const add = (at: Span | undefined, admits: string) => at && found.push({ at, admits });
  for (const [key, admits] of switches) if (switchAt(spec, key)?.value === true) add(keyOf(key), admits);
  const escalation = switchAt(spec, 'allowPrivilegeEscalation');
  if (escalation?.value !== false)
    add(keyOf('allowPrivilegeEscalation') ?? object.nameSpan, 'privilege escalation');
  const dropped = textsAt(spec, 'requiredDropCapabilities').map(({ value }) => value);
  if (dropped.length === 0) add(object.nameSpan, 'every default capability');
  else if (!dropped.some((name) => name === 'ALL' || name === 'NET_RAW'))
    add(keyOf('requiredDropCapabilities'), 'NET_RAW');
  if (textsAt(spec, 'allowedCapabilities').length > 0)
    add(keyOf('allowedCapabilities'), 'added capabilities');
  for (const [key, admits] of users) {
    const rule = textAt(spec, key, 'rule');
    const range = itemsAt(spec, key, 'ranges').find((item) => numberAt(item, 'min')?.value === 0);
    if (rule?.value === 'RunAsAny') add(rule.span, admits);
    else if (rule?.value === 'MustRunAs') add(range?.span, admits);
  }
  const paths = itemsAt(spec, 'allowedHostPaths');
  for (const path of paths) {
    if (switchAt(path, 'readOnly')?.value !== true) add(path.span, 'writing to paths of the node');
  }
  const volume = textsAt(spec, 'volumes').find(({ value }) => value === 'hostPath' || value === '*');
  if (paths.length === 0) add(volume?.span, 'every path of the node');
  for (const name of textsAt(spec, 'allowedUnsafeSysctls')) add(name.span, `kernel parameter ${name.value}`);
  const unmasked = textsAt(spec, 'allowedProcMountTypes').find(({ value }) => value === 'Unmasked');
  add(unmasked?.span, 'containers that see all of /proc');
  const seccomp = 'seccomp.security.alpha.kubernetes.io/defaultProfileName';
  if (!object.annotations.has(seccomp)) add(object.nameSpan, 'containers without a seccomp profile');
  return found;
}
