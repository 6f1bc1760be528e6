import { bad, good } from '../rule.ts';
import {
  allInSight,
  type Component,
  componentRule,
  isFalse,
  listIn,
  type Sign,
  signOf,
  whereMissing,
  whereSet,
} from '../shared/kubernetes/control-plane.ts';
import { kubeletFile, staticPod } from '../shared/kubernetes/control-plane-example.ts';
import { etcdSigns } from '../shared/kubernetes/etcd-listening.ts';
import {
  authorizers,
  etcdAuth,
  nodeRestriction,
  podPolicies,
  wantedAliases,
  wantedFlags,
} from '../shared/kubernetes/wanted-flags.ts';

export default componentRule({
  id: 'control-plane-flag-missing',
  severity: 'low',
  confidence: 'possible',
  aliases: wantedAliases,
  title: 'A program of the cluster leaves a flag out that closes it',
  why: 'The defaults of these programs are those of a first try on one machine: nobody has to prove who they are.',
  fix: 'Set the flag, or leave the file as it is where something else adds the flags before the program starts.',
  references: [
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/',
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/',
    'https://etcd.io/docs/v3.6/op-guide/security/',
  ],
  preset: 'strict',
  of: ['kube-apiserver', 'kube-controller-manager', 'etcd', 'kubelet'],
  signs: (component) => (allInSight.some((given) => given === component.given) ? signsOf(component) : []),
  examples: [
    bad(
      staticPod('kube-controller-manager', ['--root-ca-file=/pki/ca.crt']),
      'manifests/kube-controller-manager.yaml:12:11',
    ),
    bad(
      staticPod('etcd', [
        '--cert-file=/pki/a.crt',
        '--key-file=/pki/a.key',
        '--client-cert-auth=false',
        '--peer-cert-file=/pki/b.crt',
        '--peer-key-file=/pki/b.key',
      ]),
      ['manifests/etcd.yaml:12:11', 'manifests/etcd.yaml:15:11'],
    ),
    bad(kubeletFile('readOnlyPort: 0'), 'kubelet.yaml:2:7'),
    good(
      staticPod('kube-controller-manager', [
        '--root-ca-file=/pki/ca.crt',
        '--service-account-private-key-file=/pki/sa.key',
      ]),
    ),
    good(staticPod('kube-controller-manager', ['--config=/etc/kubernetes/manager.yaml'])),
    good(kubeletFile('rotateCertificates: true')),
  ],
});

function signsOf(component: Component): readonly Sign[] {
  const told = component.program === 'etcd' ? etcdTold(component) : [];
  return [
    ...missingFlags(component),
    ...withoutModes(component),
    ...withoutPlugins(component),
    ...switchedOff(component),
  ].filter(({ flag }) => !told.some((prefix) => flag.startsWith(prefix)));
}

function missingFlags(component: Component): readonly Sign[] {
  const { given, minor = 0, program } = component;
  const isFile = given === 'file' || given === 'short-file';
  const isShort = given === 'short-line' || given === 'short-file';
  return wantedFlags[program].flatMap(({ flags, means, aliases, instead = [], until, lineOnly, told }) => {
    const isMoot =
      instead.some((name) => component.flags.has(name)) ||
      (until !== undefined && (minor === 0 || minor >= until));
    if (isMoot || (isFile && lineOnly === true) || (told === true && !isShort)) return [];
    return whereMissing(component, flags, means, allInSight).map((sign) => ({ ...sign, aliases }));
  });
}

/** Beside a webhook, which may decide what they would. */
function withoutModes(component: Component): readonly Sign[] {
  const flag = component.flags.get('authorization-mode');
  const modes = component.program === 'kube-apiserver' ? listIn(component, 'authorization-mode') : undefined;
  if (flag === undefined || modes?.includes('Webhook') !== true) return [];
  return Object.entries(authorizers).flatMap(([mode, aliases]) =>
    modes.includes(mode) ? [] : { ...signOf(flag, `without ${mode}`), flag: mode, aliases },
  );
}

function withoutPlugins(component: Component): readonly Sign[] {
  const { at, flags, given, minor = 21, program } = component;
  if (program !== 'kube-apiserver') return [];
  const name = flags.has('admission-control') ? 'admission-control' : 'enable-admission-plugins';
  const plugins = listIn(component, name);
  const flag = flags.get(name);
  if (flag !== undefined && plugins === undefined) return [];
  const lacks = (...names: readonly string[]) => !names.some((one) => plugins?.includes(one));
  const place = flag?.at ?? at;
  const says = 'does without PodSecurityPolicy and SecurityContextDeny, which keep privileged pods out';
  return [
    ...(flag !== undefined && flag.value !== '' && given === 'short-line' && lacks('NodeRestriction')
      ? [{ ...signOf(flag, 'without NodeRestriction'), aliases: nodeRestriction }]
      : []),
    ...(minor < 21 && lacks('PodSecurityPolicy', 'SecurityContextDeny')
      ? [{ at: place, says, flag: 'PodSecurityPolicy', aliases: podPolicies }]
      : []),
  ];
}

function switchedOff(component: Component): readonly Sign[] {
  if (component.program !== 'etcd') return [];
  return Object.entries(etcdAuth).flatMap(([flag, aliases]) =>
    whereSet(component, [flag], isFalse, 'and asks for no certificate', { aliases }),
  );
}

/** The sides of which a rule of their own speaks, by how their flags begin. */
function etcdTold(component: Component): readonly string[] {
  return [
    ...(etcdSigns(component, 'clients').length > 0 ? ['cert-', 'client-', 'key-'] : []),
    ...(etcdSigns(component, 'peers').length > 0 ? ['peer-'] : []),
  ];
}
