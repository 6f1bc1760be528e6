// A KubeletConfiguration as the flags that its fields stand for.
// https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/

import { entryOf, type YamlMap, type YamlNode } from '../../../syntax/yaml.ts';
import { nodeAt } from '../../../syntax/yaml-path.ts';
import { type Flag, flagOf } from './program-flags.ts';

const fields: Readonly<Record<string, string>> = {
  'authentication.anonymous.enabled': 'anonymous-auth',
  'authentication.x509.clientCAFile': 'client-ca-file',
  'authorization.mode': 'authorization-mode',
  address: 'address',
  eventRecordQPS: 'event-qps',
  featureGates: 'feature-gates',
  makeIPTablesUtilChains: 'make-iptables-util-chains',
  protectKernelDefaults: 'protect-kernel-defaults',
  readOnlyPort: 'read-only-port',
  rotateCertificates: 'rotate-certificates',
  serverTLSBootstrap: 'rotate-server-certificates',
  tlsCertFile: 'tls-cert-file',
  tlsCipherSuites: 'tls-cipher-suites',
  tlsMinVersion: 'tls-min-version',
  tlsPrivateKeyFile: 'tls-private-key-file',
};
// A streamingConnectionIdleTimeout of 0 is none: the kubelet takes 4h for it, and kubeadm writes it so.

const byFlag = new Map(Object.entries(fields).map(([path, name]) => [name, path]));

/** The field that a flag of the kubelet is in its file. */
export function kubeletField(flag: string): string {
  return byFlag.get(flag) ?? flag;
}

export function kubeletFlags(node: YamlMap): readonly Flag[] {
  return Object.entries(fields).flatMap(([path, name]) => {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const entry = entryOf(nodeAt(node, ...keys), last);
    const value = entry && textOf(entry.value);
    if (entry === undefined || value === undefined || nodeAt(node, ...keys, last) === undefined) return [];
    const shown = entry.value.kind === 'scalar' ? `${path}: ${value}` : path;
    return [flagOf(name, value, shown, entry.span)];
  });
}

/** Lists and maps as a flag holds them: `A,B`, `A=true,B=false`. */
function textOf(node: YamlNode): string | undefined {
  if (node.kind === 'scalar') return node.text;
  if (node.kind === 'list') return node.items.flatMap((item) => textOf(item) ?? []).join(',');
  return node.entries.map(({ key, value }) => `${key.text}=${textOf(value) ?? ''}`).join(',');
}
