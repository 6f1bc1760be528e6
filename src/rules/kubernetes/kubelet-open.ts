import { bad, good } from '../rule.ts';
import { componentRule, flagsWhere, isLoopback, isTrue, signOf } from '../shared/kubernetes/control-plane.ts';
import { kubeletFile, staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'kubelet-open',
  severity: 'high',
  aliases: [
    'trivy:KCV-0079',
    'checkov:CKV_K8S_138',
    'kics:anonymous_auth_is_not_set_to_false',
    'trivy:KCV-0080',
    'checkov:CKV_K8S_139',
    'kics:authorization_mode_set_to_always_allow',
  ],
  title: 'A kubelet answers anybody, or allows everything',
  why: 'Its port runs commands in every container of the node: who reaches it is root on the node, and has the tokens of all its pods.',
  fix: 'Set authentication.anonymous.enabled: false and authorization.mode: Webhook.',
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/',
    'https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/',
  ],
  of: ['kubelet'],
  signs: (component) => {
    const { flags } = component;
    // Only programs of the node reach such a one.
    if (isLoopback(flags.get('address')?.value ?? '')) return [];
    const anonymous = flagsWhere(component, ['anonymous-auth'], isTrue)[0];
    const allowed = flagsWhere(component, ['authorization-mode'], (mode) => mode === 'AlwaysAllow')[0];
    if (anonymous !== undefined && allowed !== undefined) {
      const means = `and ${allowed.shown}, so that anybody runs commands in its pods`;
      const related = [{ at: allowed.at, message: 'and everything is allowed here' }];
      return [{ ...signOf(anonymous, means), severity: 'critical', related }];
    }
    // A file has Webhook by default, which still asks what such a request may do; the command line has AlwaysAllow.
    const isAsked = component.given !== 'line' || flags.has('authorization-mode');
    const severity = isAsked ? 'medium' : 'high';
    return [
      ...(anonymous === undefined
        ? []
        : [{ ...signOf(anonymous, 'which lets requests without credentials in'), severity } as const]),
      ...(allowed === undefined ? [] : [signOf(allowed, 'so that every client may do everything')]),
    ];
  },
  examples: [
    bad(
      kubeletFile('authentication:\n  anonymous:\n    enabled: true\nauthorization:\n  mode: AlwaysAllow'),
      'kubelet.yaml:5:5',
    ),
    bad(kubeletFile('authorization:\n  mode: AlwaysAllow'), 'kubelet.yaml:4:3'),
    bad(staticPod('kubelet', ['--anonymous-auth']), 'manifests/kubelet.yaml:13:11'),
    good(kubeletFile('authentication:\n  anonymous:\n    enabled: false\nauthorization:\n  mode: Webhook')),
    good(kubeletFile('address: 127.0.0.1\nauthorization:\n  mode: AlwaysAllow')),
  ],
});
