import { bad, good } from '../rule.ts';
import { type Component, componentRule, listIn, type Sign } from '../shared/kubernetes/control-plane.ts';
import { staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'admission-plugin-unsafe',
  severity: 'medium',
  aliases: [
    'trivy:KCV-0011',
    'checkov:CKV_K8S_79',
    'kics:always_admit_admission_control_plugin_set',
    'trivy:KCV-0014',
    'checkov:CKV_K8S_82',
    'kics:service_account_admission_control_plugin_disabled',
    'trivy:KCV-0015',
    'checkov:CKV_K8S_83',
    'kics:namespace_lifecycle_admission_control_plugin_disabled',
  ],
  title: 'The API server admits everything, or does without a plugin that guards it',
  why: 'AlwaysAdmit stands for no admission control at all. Without ServiceAccount pods have no identity, without NamespaceLifecycle objects stay behind in namespaces that are gone, without PodSecurity the labels of namespaces mean nothing.',
  fix: 'Take AlwaysAdmit out of --enable-admission-plugins, and the others out of --disable-admission-plugins.',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/'],
  of: ['kube-apiserver'],
  signs: (component) => [
    ...listed(component, enabling, ['AlwaysAdmit'], (name) => `enables ${name}, which admits every request`),
    ...listed(
      component,
      ['disable-admission-plugins'],
      needed,
      (name) => `disables the admission plugin ${name}`,
    ),
  ],
  examples: [
    bad(
      staticPod('kube-apiserver', [
        '--enable-admission-plugins=NodeRestriction,AlwaysAdmit',
        '--disable-admission-plugins=ServiceAccount,NamespaceLifecycle',
      ]),
      [
        'manifests/kube-apiserver.yaml:13:11',
        'manifests/kube-apiserver.yaml:14:11',
        'manifests/kube-apiserver.yaml:14:11',
      ],
    ),
    good(
      staticPod('kube-apiserver', [
        '--enable-admission-plugins=NodeRestriction',
        '--disable-admission-plugins=StorageObjectInUseProtection',
      ]),
    ),
  ],
});

const enabling = ['enable-admission-plugins', 'admission-control'];
const needed = ['ServiceAccount', 'NamespaceLifecycle', 'NodeRestriction', 'PodSecurity'];

function listed(
  component: Component,
  flags: readonly string[],
  names: readonly string[],
  says: (name: string) => string,
): readonly Sign[] {
  return flags.flatMap((name) => {
    const flag = component.flags.get(name);
    const found = listIn(component, name)?.filter((item) => names.includes(item)) ?? [];
    return flag === undefined ? [] : found.map((item) => ({ at: flag.at, says: says(item), flag: item }));
  });
}
