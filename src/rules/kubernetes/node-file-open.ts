import type { Span } from '../../base/span.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import type { ScriptCommand } from '../../model/script.ts';
import { itemsAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { kubeadmSpec } from '../shared/kubernetes/kubeadm.ts';
import { nodeFile, openness } from '../shared/kubernetes/node-files.ts';

export default defineRule({
  id: 'node-file-open',
  area: 'kubernetes',
  severity: 'high',
  aliases: [
    'trivy:KCV-0048',
    'trivy:KCV-0049',
    'trivy:KCV-0050',
    'trivy:KCV-0051',
    'trivy:KCV-0052',
    'trivy:KCV-0053',
    'trivy:KCV-0054',
    'trivy:KCV-0055',
    'trivy:KCV-0056',
    'trivy:KCV-0057',
    'trivy:KCV-0058',
    'trivy:KCV-0059',
    'trivy:KCV-0060',
    'trivy:KCV-0061',
    'trivy:KCV-0062',
    'trivy:KCV-0063',
    'trivy:KCV-0064',
    'trivy:KCV-0065',
    'trivy:KCV-0066',
    'trivy:KCV-0067',
    'trivy:KCV-0068',
    'trivy:KCV-0069',
    'trivy:KCV-0070',
    'trivy:KCV-0071',
    'trivy:KCV-0072',
    'trivy:KCV-0073',
    'trivy:KCV-0074',
    'trivy:KCV-0075',
    'trivy:KCV-0076',
    'trivy:KCV-0077',
    'trivy:KCV-0078',
  ],
  title: 'A file that the cluster rests on is open to other users of the node',
  why: 'Any account of the node, and any process that breaks out to one, is then administrator of the cluster, or decides what the node runs.',
  fix: 'Leave it to root: mode 600 for credentials, keys and manifests, 700 for the folder of etcd; give people a kubeconfig of their own.',
  references: ['https://kubernetes.io/docs/setup/best-practices/certificates/'],
  on: 'project',
  *check({ scripts, kubernetes }) {
    for (const { kind, file, commands } of scripts) {
      // A machine that runs one job has no other users, and a page is read by people.
      if (kind === 'job' || kind === 'document') continue;
      for (const { at, says, path, severity } of commands.flatMap(inCommand)) {
        yield { at, message: `${file} ${says}`, object: path, ...(severity && { severity }) };
      }
    }
    for (const object of kubernetes.sets.flatMap(({ objects }) => objects)) {
      for (const { at, says, path, severity } of inKubeadmFiles(object)) {
        yield { at, message: `${object.title} ${says}`, object: path, ...(severity && { severity }) };
      }
    }
  },
  examples: [
    bad(
      {
        'setup.sh': `
          kubeadm init --config kubeadm.yaml
          sudo chmod 644 /etc/kubernetes/admin.conf
          chown -R ubuntu /etc/kubernetes/pki
          curl -sfL https://get.k3s.io | sh -s - --write-kubeconfig-mode 644
        `,
      },
      ['setup.sh:2:12', 'setup.sh:3:10', 'setup.sh:4:64'],
    ),
    bad(
      {
        'cluster/control-plane.yaml': `
          apiVersion: controlplane.cluster.x-k8s.io/v1beta1
          kind: KubeadmControlPlane
          metadata:
            name: main
          spec:
            kubeadmConfigSpec:
              files:
                - path: /etc/kubernetes/pki/sa.key
                  permissions: "0644"
                - path: /etc/kubernetes/manifests/kube-vip.yaml
                  owner: ubuntu:ubuntu
        `,
      },
      ['cluster/control-plane.yaml:9:22', 'cluster/control-plane.yaml:11:16'],
    ),
    good({
      'setup.sh': `
        cp /etc/kubernetes/admin.conf $HOME/.kube/config
        chown $(id -u):$(id -g) $HOME/.kube/config
        chmod 600 /etc/kubernetes/admin.conf
        chmod 644 /etc/kubernetes/pki/ca.crt
        chown -R etcd:etcd /var/lib/etcd
      `,
      'cluster/control-plane.yaml': `
        apiVersion: controlplane.cluster.x-k8s.io/v1beta1
        kind: KubeadmControlPlane
        metadata:
          name: main
        spec:
          kubeadmConfigSpec:
            files:
              - path: /etc/kubernetes/manifests/kube-vip.yaml
                owner: root:root
                permissions: "0644"
      `,
    }),
  ],
});

interface Open {
  readonly at: Span;
  readonly says: string;
  readonly path: string;
  readonly severity?: 'medium';
}

function inCommand({ words }: ScriptCommand): readonly Open[] {
  const flag = words.findIndex(({ text }) => /^--write-kubeconfig-mode(?:=|$)/.test(text));
  if (flag >= 0) return kubeconfigMode(words, flag);
  const start = words[0]?.text === 'sudo' ? 1 : 0;
  const program = words[start]?.text;
  if (program !== 'chmod' && program !== 'chown') return [];
  const rest = words.slice(start + 1);
  const isRecursive = rest.some(({ text }) => /^-\w*R|^--recursive$/.test(text));
  const [what, ...paths] = rest.filter(({ text }) => !text.startsWith('-'));
  if (what === undefined) return [];
  return paths.flatMap(({ text: path }) => {
    const kind = nodeFile(path, isRecursive);
    if (kind === undefined) return [];
    if (program === 'chown') return ownedBy(what.text, path, what.span);
    const lets = openness(what.text, kind);
    return lets === undefined ? [] : { at: what.span, says: `lets other users ${lets} ${path}`, path };
  });
}

/** The kubeconfig of k3s is the administrator's. */
function kubeconfigMode(words: ScriptCommand['words'], flag: number): readonly Open[] {
  const word = words[flag];
  const joined = word?.text.split('=')[1];
  const value = joined === undefined ? words[flag + 1] : word;
  if (value === undefined || openness(joined ?? value.text, 'credentials') === undefined) return [];
  const path = '/etc/rancher/k3s/k3s.yaml';
  return [{ at: value.span, says: `lets other users read ${path}`, path, severity: 'medium' }];
}

function ownedBy(owner: string, path: string, at: Span): readonly Open[] {
  const [user = ''] = owner.split(':');
  const isOwn = /^(?:root|0|)$/.test(user) || (/^etcd$/.test(user) && path.startsWith('/var/lib/etcd'));
  return isOwn ? [] : [{ at, says: `gives ${path} to ${user}`, path, severity: 'medium' }];
}

function inKubeadmFiles({ node, apiVersion }: KubernetesObject): readonly Open[] {
  return itemsAt(kubeadmSpec(node, apiVersion.value), 'files').flatMap((item) => {
    const path = textAt(item, 'path');
    const kind = path && nodeFile(path.value, false);
    if (path === undefined || kind === undefined) return [];
    const [mode, owner] = [textAt(item, 'permissions'), textAt(item, 'owner')];
    const lets = mode && openness(mode.value, kind);
    return [
      ...(owner === undefined ? [] : ownedBy(owner.value, path.value, owner.span)),
      ...(lets === undefined
        ? []
        : [
            { at: mode?.span ?? path.span, says: `lets other users ${lets} ${path.value}`, path: path.value },
          ]),
    ];
  });
}
