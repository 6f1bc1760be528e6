// Flags and admission plugins that programs of Kubernetes do not know any more, by the minor version that removed them.
// https://github.com/kubernetes/kubernetes/tree/master/CHANGELOG
import { type Component, flagsWhere, listIn, type Program, type Sign, signOf } from './control-plane.ts';

const insecure = { address: 24, port: 24 };
const removed: Readonly<Record<Program, Readonly<Record<string, number>>>> = {
  'kube-apiserver': {
    ...insecure,
    'basic-auth-file': 19,
    'insecure-bind-address': 24,
    'insecure-port': 24,
    'kubelet-https': 22,
  },
  'kube-controller-manager': insecure,
  'kube-scheduler': insecure,
  kubelet: {
    'cni-bin-dir': 24,
    'cni-conf-dir': 24,
    'container-runtime': 27,
    'image-pull-progress-deadline': 24,
    'network-plugin': 24,
  },
  etcd: {},
};

const plugins: Readonly<Record<string, number>> = { PodSecurityPolicy: 25, SecurityContextDeny: 30 };

export function refusedFlags(component: Component): readonly Sign[] {
  return Object.entries(removed[component.program]).flatMap(([name, since]) =>
    isGone(component, since)
      ? flagsWhere(component, [name]).map((flag) => ({
          ...signOf(flag, `which Kubernetes ${versionOf(since)} removed: it does not start`),
          ...surely(component),
        }))
      : [],
  );
}

/** From 1.20 until it is removed the port takes nothing but 0: https://github.com/kubernetes/kubernetes/pull/95856 */
export function refusedPort(component: Component): readonly Sign[] {
  const { minor = 0, program } = component;
  if (program !== 'kube-apiserver' || minor < 20 || minor >= 24) return [];
  return flagsWhere(component, ['insecure-port', 'port'], (value) => /^[1-9]\d*$/.test(value)).map((flag) =>
    signOf(flag, 'and Kubernetes 1.20 and later takes nothing but 0: it does not start'),
  );
}

export function refusedPlugins(component: Component): readonly Sign[] {
  return ['enable-admission-plugins', 'disable-admission-plugins', 'admission-control'].flatMap((name) => {
    const flag = component.flags.get(name);
    const gone = listIn(component, name)?.find((item) => isGone(component, plugins[item])) ?? '';
    const since = plugins[gone];
    if (flag === undefined || since === undefined) return [];
    const says = `names the admission plugin ${gone}, which Kubernetes ${versionOf(since)} removed: it does not start`;
    return [{ at: flag.at, says, flag: gone, ...surely(component) }];
  });
}

function isGone({ minor }: Component, since: number | undefined): boolean {
  return since !== undefined && (minor ?? Number.POSITIVE_INFINITY) >= since;
}

/** Where no version is named, it may be an old one. */
function surely({ minor }: Component): Partial<Sign> {
  return minor === undefined ? { severity: 'high', confidence: 'likely' } : {};
}

function versionOf(minor: number): string {
  return `1.${minor}`;
}
