// The programs that a cluster is made of, with the flags that manifests and configurations give them, and rules on them.
import type { Span } from '../../../base/span.ts';
import type { Problem } from '../../../model/finding.ts';
import type { Container, KubernetesObject, KubernetesSet, Workload } from '../../../model/kubernetes.ts';
import { defineRule, type Rule } from '../../rule.ts';
import { kubeadmFlags } from './kubeadm.ts';
import { kubeletField, kubeletFlags } from './kubelet-fields.ts';
import { mayBePatched } from './pods.ts';
import { commandFlags, type Flag, flagOf } from './program-flags.ts';

const programs = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd', 'kubelet'] as const;
export type Program = (typeof programs)[number];

export interface Component {
  readonly program: Program;
  /** `kube-apiserver of Pod kube-apiserver`. */
  readonly title: string;
  /** Where to point for a flag that is missing. */
  readonly at: Span;
  /** The last one of a name is in force. */
  readonly flags: ReadonlyMap<string, Flag>;
  /**
   * `line`: the whole command line, so that defaults hold for what is missing; `added`: kubeadm gives flags of its own
   * beside these; `part`: nothing is known of the rest; `file`: a configuration file, with defaults of its own. Short
   * ones lack what the program needs to start, so that they may be the beginning of more.
   */
  readonly given: 'line' | 'short-line' | 'added' | 'part' | 'file' | 'short-file';
  /** 29 of Kubernetes 1.29, as the image or kubeadm's configuration names it. */
  readonly minor: number | undefined;
  readonly workload: Workload | undefined;
}

/** What strict rules take for the whole: nothing in sight adds to it. */
export const allInSight = ['line', 'short-line', 'file', 'short-file'] as const;

/** A command line without these does not start: it is a part of one, or a sample of something else. */
const startFlags: Readonly<Record<Program, readonly string[]>> = {
  'kube-apiserver': ['etcd-servers'],
  'kube-controller-manager': ['kubeconfig', 'master'],
  'kube-scheduler': ['kubeconfig', 'master'],
  etcd: ['listen-client-urls', 'data-dir'],
  kubelet: ['kubeconfig', 'bootstrap-kubeconfig'],
};

const known = new WeakMap<KubernetesSet, readonly Component[]>();
const none: readonly Component[] = [];

export function componentsOf(set: KubernetesSet): readonly Component[] {
  const made = known.get(set);
  if (made !== undefined) return made;
  const found = [
    ...set.objects.flatMap((object) => [...inPods(object, set), ...inKubeadm(object)]),
    ...set.configurations.flatMap((object) => [...inKubeadm(object), ...inKubeletFile(object, set)]),
  ];
  known.set(set, found.length === 0 ? none : found);
  return found;
}

function inPods({ workload }: KubernetesObject, set: KubernetesSet): readonly Component[] {
  return workload?.pod.containers.flatMap((container) => inContainer(container, workload, set)) ?? [];
}

function inContainer(container: Container, workload: Workload, set: KubernetesSet): readonly Component[] {
  const command = commandFlags(container, programs);
  const program = programs.find((one) => one === command?.program.value);
  if (command === undefined || program === undefined) return [];
  const flags = flagMap([...(program === 'etcd' ? etcdVariables(container) : []), ...command.flags]);
  const isRead = !command.open && !mayBePatched(set) && !flags.has('config') && !flags.has('config-file');
  const starts = startFlags[program].some((name) => flags.has(name));
  return [
    {
      program,
      title: `${program} of ${workload.title}`,
      at: command.program.span,
      flags,
      given: !isRead ? 'part' : starts ? 'line' : 'short-line',
      minor:
        program === 'etcd'
          ? undefined
          : minorOf(container.image?.value.replace(/@.*$/, '').split(':').at(-1)),
      workload,
    },
  ];
}

/** Every flag of etcd is a variable as well: https://etcd.io/docs/latest/op-guide/configuration/ */
function etcdVariables({ env }: Container): readonly Flag[] {
  return env.flatMap(({ name, value }) => {
    if (!name.value.startsWith('ETCD_')) return [];
    const flag = name.value.slice('ETCD_'.length).toLowerCase().replaceAll('_', '-');
    const text = value?.value ?? '$(…)';
    return [flagOf(flag, text, `${name.value}=${text}`, value?.span ?? name.span)];
  });
}

function inKubeadm(object: KubernetesObject): readonly Component[] {
  return kubeadmFlags(object).map(({ program, flags, at, version }) => ({
    program,
    title: `${program} of ${object.title}`,
    at,
    flags: flagMap(flags),
    given: 'added',
    minor: program === 'etcd' ? undefined : minorOf(version),
    workload: undefined,
  }));
}

function inKubeletFile(object: KubernetesObject, { configurations }: KubernetesSet): readonly Component[] {
  if (object.kind.value !== 'KubeletConfiguration') return [];
  // kubeadm completes a document that is handed to it, and so does whoever takes some fields only.
  const isCompleted = configurations.some(
    ({ file, apiVersion }) => file === object.file && apiVersion.value.startsWith('kubeadm.k8s.io/'),
  );
  const flags = flagMap(kubeletFlags(object.node));
  const isWhole = !isCompleted && (flags.has('client-ca-file') || flags.has('authorization-mode'));
  return [
    {
      program: 'kubelet',
      title: `kubelet of ${object.title}`,
      at: object.nameSpan,
      flags,
      given: isWhole ? 'file' : isCompleted ? 'part' : 'short-file',
      minor: undefined,
      workload: undefined,
    },
  ];
}

function flagMap(flags: readonly Flag[]): ReadonlyMap<string, Flag> {
  return new Map(flags.map((flag) => [flag.name, flag]));
}

function minorOf(version: string | undefined): number | undefined {
  const minor = /^v?1\.(\d+)(?:[.+-]|$)/.exec(version ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}

/** What a rule says of a component; the message goes on from its title. */
export interface Sign extends Omit<Problem, 'message' | 'object'> {
  readonly says: string;
  /** The flag that it is about. */
  readonly flag: string;
}

type ComponentRule = Omit<Rule<'kubernetes-set'>, 'on' | 'check' | 'area'> & {
  readonly of: readonly Program[];
  readonly signs: (component: Component, set: KubernetesSet) => readonly Sign[];
};

/** A rule on programs of the control plane and kubelets. */
export function componentRule({ of, signs, ...rule }: ComponentRule): Rule<'kubernetes-set'> {
  return defineRule({
    ...rule,
    area: 'kubernetes',
    on: 'kubernetes-set',
    *check(set) {
      for (const component of componentsOf(set)) {
        if (!of.includes(component.program)) continue;
        for (const { says, flag, ...rest } of signs(component, set)) {
          yield { ...rest, message: `${component.title} ${says}`, object: `${component.title} ${flag}` };
        }
      }
    },
  });
}

/** The flags of these names that hold. */
export function flagsWhere(
  { flags }: Component,
  names: readonly string[],
  holds: (value: string, name: string) => boolean = () => true,
): readonly Flag[] {
  return names.flatMap((name) => {
    const flag = flags.get(name);
    return flag !== undefined && !flag.dynamic && holds(flag.value, name) ? flag : [];
  });
}

/** `sets --profiling=true, which …` of each flag that holds. */
export function whereSet(
  component: Component,
  names: readonly string[],
  holds: (value: string, name: string) => boolean,
  means: string,
  rest: Partial<Sign> = {},
): readonly Sign[] {
  return flagsWhere(component, names, holds).map((flag) => ({ ...signOf(flag, means), ...rest }));
}

export function signOf(flag: Flag, means: string): Sign {
  return { at: flag.at, says: `sets ${flag.shown}, ${means}`, flag: flag.name };
}

/** Of a whole command line, or file, that leaves some of the flags away. */
export function whereMissing(
  { at, flags, given }: Component,
  names: readonly string[],
  means: string,
  kinds: readonly Component['given'][] = ['line'],
): readonly Sign[] {
  // An empty value is none.
  const missing = names.filter((name) => (flags.get(name)?.value ?? '') === '');
  if (missing.length === 0 || !kinds.includes(given)) return [];
  const isFile = given === 'file' || given === 'short-file';
  const shown = missing.map((name) => (isFile ? kubeletField(name) : `--${name}`)).join(' and ');
  return [{ at, says: `leaves out ${shown}, ${means}`, flag: missing.join(' ') }];
}

export const isFalse = (value: string) => /^(?:false|f|0)$/i.test(value);
export const isTrue = (value: string) => /^(?:true|t|1)$/i.test(value);

/** The items of a flag that holds a list; undefined where it is not known. */
export function listIn({ flags }: Component, name: string): readonly string[] | undefined {
  const flag = flags.get(name);
  return flag === undefined || flag.dynamic ? undefined : flag.value.split(',').map((item) => item.trim());
}

/** True for addresses that only programs of the same machine reach. */
export function isLoopback(address: string): boolean {
  return /^(?:\w+:\/\/)?(?:127(?:\.\d+){3}|localhost|\[?::1\]?)(?=[:/]|$)|^unix/i.test(address);
}
