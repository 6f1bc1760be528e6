// Short ways to write the examples of rules about the control plane.
import type { ExampleFiles } from '../../rule.ts';

/** `manifests/<program>.yaml`; its program stands at 12:11, and its flags at 13:11 and below. */
export function staticPod(program: string, flags: readonly string[], version = 'v1.35.0'): ExampleFiles {
  const words = [program, ...flags].map((word) => `        - ${word}\n`).join('');
  const text = `apiVersion: v1
kind: Pod
metadata:
  name: ${program}
  namespace: kube-system
spec:
  hostNetwork: true
  containers:
    - name: ${program}
      image: registry.k8s.io/${program}:${version}
      command:
${words}`;
  return { [`manifests/${program}.yaml`]: text };
}

/** `kubelet.yaml`; its fields begin in line 3. */
export function kubeletFile(fields: string): ExampleFiles {
  const text = `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n${fields}\n`;
  return { 'kubelet.yaml': text };
}

/** `kubeadm.yaml`; what is given begins in line 3. */
export function clusterConfiguration(text: string): ExampleFiles {
  const head = 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n';
  return { 'kubeadm.yaml': `${head}${text}\n` };
}
