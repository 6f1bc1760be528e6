// What a PodSecurityPolicy lets through: https://kubernetes.io/docs/concepts/security/pod-security-policy/
import type { Span } from '../../../base/span.ts';
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import { entryOf } from '../../../syntax/yaml.ts';
import { itemsAt, nodeAt, switchAt, textAt, textsAt } from '../../../syntax/yaml-path.ts';

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
  const user = textAt(spec, 'runAsUser', 'rule');
  if (user?.value === 'RunAsAny') add(user.span, 'root containers');
  for (const path of itemsAt(spec, 'allowedHostPaths')) {
    if (switchAt(path, 'readOnly')?.value !== true) add(path.span, 'writing to paths of the node');
  }
  const seccomp = 'seccomp.security.alpha.kubernetes.io/defaultProfileName';
  if (!object.annotations.has(seccomp)) add(object.nameSpan, 'containers without a seccomp profile');
  return found;
}
