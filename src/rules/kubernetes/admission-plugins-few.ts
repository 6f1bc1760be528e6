import { bad, good } from '../rule.ts';
import { allInSight, componentRule, listIn } from '../shared/kubernetes/control-plane.ts';
import { staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'admission-plugins-few',
  severity: 'low',
  aliases: [
    'trivy:KCV-0003',
    'trivy:KCV-0010',
    'checkov:CKV_K8S_78',
    'kics:event_rate_limit_admission_control_plugin_not_set',
    'trivy:KCV-0012',
    'checkov:CKV_K8S_80',
    'kics:always_pull_images_admission_control_plugin_not_set',
    'kics:image_policy_webhook_admission_control_plugin_not_set',
  ],
  title: 'The API server does without an admission plugin that hardening guides ask for',
  why: 'One client can flood the server with events, a pod may use an image that another one pulled with its secret, images come from anywhere, and externalIPs of a Service take over traffic.',
  fix: 'Add the plugin to --enable-admission-plugins, with its part of --admission-control-config-file where it needs one.',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/'],
  preset: 'strict',
  joins: 'file',
  of: ['kube-apiserver'],
  signs: (component) => {
    // The older flag names all plugins at once.
    const name = component.flags.has('admission-control') ? 'admission-control' : 'enable-admission-plugins';
    const plugins = listIn(component, name);
    const flag = component.flags.get(name);
    const isWhole =
      allInSight.some((given) => given === component.given) ||
      (component.given === 'added' && flag !== undefined);
    if (!isWhole || (plugins === undefined && flag !== undefined)) return [];
    return Object.entries(wanted).flatMap(([plugin, { against, aliases }]) =>
      plugins?.includes(plugin) === true
        ? []
        : { at: flag?.at ?? component.at, says: `does without ${plugin}, ${against}`, flag: plugin, aliases },
    );
  },
  examples: [
    bad(
      staticPod('kube-apiserver', [
        '--etcd-servers=https://10.0.0.5:2379',
        '--enable-admission-plugins=NodeRestriction,AlwaysPullImages',
      ]),
      [
        'manifests/kube-apiserver.yaml:14:11',
        'manifests/kube-apiserver.yaml:14:11',
        'manifests/kube-apiserver.yaml:14:11',
      ],
    ),
    good(
      staticPod('kube-apiserver', [
        '--etcd-servers=https://10.0.0.5:2379',
        '--enable-admission-plugins=AlwaysPullImages,DenyServiceExternalIPs,EventRateLimit,ImagePolicyWebhook',
      ]),
    ),
    good(
      staticPod(
        'kube-apiserver',
        [
          '--etcd-servers=https://10.0.0.5:2379',
          '--admission-control=AlwaysPullImages,DenyServiceExternalIPs,EventRateLimit,ImagePolicyWebhook',
        ],
        'v1.9.11',
      ),
    ),
  ],
});

interface Wanted {
  readonly against: string;
  readonly aliases: readonly string[];
}

const wanted: Readonly<Record<string, Wanted>> = {
  AlwaysPullImages: {
    against: 'which asks the registry who may have an image',
    aliases: [
      'trivy:KCV-0012',
      'checkov:CKV_K8S_80',
      'kics:always_pull_images_admission_control_plugin_not_set',
    ],
  },
  DenyServiceExternalIPs: {
    against: 'which keeps Services from taking addresses that are not theirs',
    aliases: ['trivy:KCV-0003'],
  },
  EventRateLimit: {
    against: 'which keeps events from flooding the server',
    aliases: [
      'trivy:KCV-0010',
      'checkov:CKV_K8S_78',
      'kics:event_rate_limit_admission_control_plugin_not_set',
    ],
  },
  ImagePolicyWebhook: {
    against: 'which asks whether an image may run',
    aliases: ['kics:image_policy_webhook_admission_control_plugin_not_set'],
  },
};
