// How etcd proves who speaks to it, to clients and between members: https://etcd.io/docs/v3.6/op-guide/security/
import type { Severity } from '../../../model/finding.ts';
import { type Component, isLoopback, isTrue, listIn, type Sign, signOf, whereSet } from './control-plane.ts';

const sides = {
  clients: { urls: 'listen-client-urls', prefix: '' },
  peers: { urls: 'listen-peer-urls', prefix: 'peer-' },
} as const;

export function etcdSigns(component: Component, side: keyof typeof sides): readonly Sign[] {
  const { urls, prefix } = sides[side];
  const { flags, given } = component;
  const severity = ofCluster(component) ? {} : lowered[side];
  const selfMade = whereSet(
    component,
    [`${prefix}auto-tls`],
    isTrue,
    'with certificates that nobody can check',
    { severity: 'medium' },
  );
  const open = (listIn(component, urls) ?? []).filter((url) => !isLoopback(url));
  const flag = flags.get(urls);
  if (flag !== undefined && open.some((url) => url.startsWith('http://')))
    return [{ ...signOf(flag, `which takes ${side} without TLS`), ...severity }, ...selfMade];
  // Either is enough for etcd to ask for certificates.
  const asks = flags.has(`${prefix}trusted-ca-file`) || isOn(component, `${prefix}client-cert-auth`);
  if (given !== 'line' || open.length === 0 || asks) return selfMade;
  const off = flags.get(`${prefix}client-cert-auth`);
  const says = `asks ${side} for no certificate`;
  return [{ at: off?.at ?? component.at, says, flag: `${prefix}client-cert-auth`, ...severity }, ...selfMade];
}

function isOn({ flags }: Component, name: string): boolean {
  const flag = flags.get(name);
  return flag !== undefined && (flag.dynamic || isTrue(flag.value));
}

const lowered: Readonly<Record<keyof typeof sides, { readonly severity: Severity }>> = {
  clients: { severity: 'medium' },
  peers: { severity: 'low' },
};

/** The store of a cluster itself, and not one that some service of the cluster keeps its own things in. */
function ofCluster({ workload }: Component): boolean {
  return (
    workload === undefined || workload.kind === 'Pod' || workload.object.namespace?.value === 'kube-system'
  );
}
