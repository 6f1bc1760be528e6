// Files of a node that a cluster rests on, and how open a mode leaves them.
// https://kubernetes.io/docs/setup/best-practices/certificates/

/** Whoever reads it has credentials, or all that is stored; who writes it decides what the node runs. */
type NodeFile = 'credentials' | 'configuration';

const credentials = [
  /^\/etc\/kubernetes\/(?:super-)?(?:admin|scheduler|controller-manager|kubelet|bootstrap-kubelet)\.conf$/,
  /^\/etc\/rancher\/(?:k3s\/k3s|rke2\/rke2)\.yaml$/,
  /^\/etc\/kubernetes\/.*(?:\.key|-key\.pem|token.*\.csv)$/,
  /^\/var\/lib\/(?:kubernetes|kubelet|kube-proxy|k0s)\/.*(?:\.key|-key\.pem|kubeconfig)$/,
  /^\/var\/lib\/etcd(?:\/|$)/,
];
const configuration = [
  /^\/etc\/kubernetes(?:\/|$)/,
  /^\/var\/lib\/(?:kubernetes|kube-proxy)(?:\/|$)/,
  /^\/var\/lib\/kubelet(?:\/(?:kubelet-)?config\.yaml|\/pki(?:\/.*)?|\/?)$/,
  /^\/(?:etc|lib|usr\/lib)\/systemd\/system\/kubelet\.service(?:\.d)?(?:\/|$)/,
  /^\/etc\/(?:cni|systemd\/system\/kubelet)/,
];
/** Folders with keys in them, when a mode is set all the way down. */
const holdsCredentials = /^\/(?:etc\/kubernetes(?:\/pki.*)?|var\/lib\/(?:etcd|kubernetes|kubelet))\/?\*?$/;

export function nodeFile(path: string, isRecursive: boolean): NodeFile | undefined {
  const isCredentials = credentials.some((known) => known.test(path));
  if (isCredentials || (isRecursive && holdsCredentials.test(path))) return 'credentials';
  return configuration.some((known) => known.test(path)) ? 'configuration' : undefined;
}

/** What users of the machine other than the owner may do with it; undefined: nothing that matters. */
export function openness(mode: string, kind: NodeFile): 'read' | 'write' | undefined {
  const octal = /^0?o?([0-7])([0-7])([0-7])$/.exec(mode);
  if (octal !== null) {
    const [group, others] = [Number(octal[2]), Number(octal[3])];
    if (((group | others) & 2) !== 0) return 'write';
    return kind === 'credentials' && (others & 4) !== 0 ? 'read' : undefined;
  }
  const parts = mode.split(',');
  // Without a letter in front, the mask of the user keeps others from writing.
  if (parts.some((part) => /^u?[goa]+[+=][rxX]*w/.test(part))) return 'write';
  const isRead = parts.some((part) => /^(?:[ug]*[oa][goa]*|)[+=][wxX]*r/.test(part));
  return kind === 'credentials' && isRead ? 'read' : undefined;
}
