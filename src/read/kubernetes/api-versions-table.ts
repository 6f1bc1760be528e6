// API versions that were replaced. `kinds` empty: every kind of that version.
// Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/

export interface ReplacedVersion {
  readonly apiVersion: string;
  readonly kinds: readonly string[];
  /** `1.22`: the first release that no longer serves it; undefined: still served, but deprecated. */
  readonly removed: string | undefined;
  readonly instead: string | undefined;
  /** True when the successor has the same fields with the same meaning. */
  readonly alike: boolean;
}

const row = (
  apiVersion: string,
  kinds: string,
  removed: string | undefined,
  instead: string | undefined,
  alike = false,
): ReplacedVersion => ({ apiVersion, kinds: kinds === '' ? [] : kinds.split(' '), removed, instead, alike });

export const replacedVersions: readonly ReplacedVersion[] = [
  row('extensions/v1beta1', 'Deployment DaemonSet ReplicaSet', '1.16', 'apps/v1', true),
  row('extensions/v1beta1', 'NetworkPolicy', '1.16', 'networking.k8s.io/v1', true),
  row('extensions/v1beta1', 'Ingress', '1.22', 'networking.k8s.io/v1'),
  row('extensions/v1beta1', 'PodSecurityPolicy', '1.16', undefined),
  row('apps/v1beta1', '', '1.16', 'apps/v1', true),
  row('apps/v1beta2', '', '1.16', 'apps/v1', true),
  row('networking.k8s.io/v1beta1', 'Ingress', '1.22', 'networking.k8s.io/v1'),
  row('networking.k8s.io/v1beta1', 'IngressClass', '1.22', 'networking.k8s.io/v1', true),
  row(
    'rbac.authorization.k8s.io/v1alpha1',
    'Role ClusterRole RoleBinding ClusterRoleBinding',
    '1.22',
    'rbac.authorization.k8s.io/v1',
  ),
  row(
    'rbac.authorization.k8s.io/v1beta1',
    'Role ClusterRole RoleBinding ClusterRoleBinding',
    '1.22',
    'rbac.authorization.k8s.io/v1',
    true,
  ),
  row('apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition', '1.22', 'apiextensions.k8s.io/v1'),
  row(
    'admissionregistration.k8s.io/v1beta1',
    'ValidatingWebhookConfiguration MutatingWebhookConfiguration',
    '1.22',
    'admissionregistration.k8s.io/v1',
  ),
  row('apiregistration.k8s.io/v1beta1', 'APIService', '1.22', 'apiregistration.k8s.io/v1', true),
  row('certificates.k8s.io/v1beta1', 'CertificateSigningRequest', '1.22', 'certificates.k8s.io/v1'),
  row('coordination.k8s.io/v1beta1', 'Lease', '1.22', 'coordination.k8s.io/v1', true),
  row('scheduling.k8s.io/v1beta1', 'PriorityClass', '1.22', 'scheduling.k8s.io/v1', true),
  row('scheduling.k8s.io/v1alpha1', 'PriorityClass', '1.17', 'scheduling.k8s.io/v1'),
  row(
    'storage.k8s.io/v1beta1',
    'CSIDriver CSINode StorageClass VolumeAttachment',
    '1.22',
    'storage.k8s.io/v1',
    true,
  ),
  row('storage.k8s.io/v1beta1', 'CSIStorageCapacity', '1.27', 'storage.k8s.io/v1'),
  row('batch/v1beta1', 'CronJob', '1.25', 'batch/v1', true),
  row('batch/v2alpha1', 'CronJob', '1.21', 'batch/v1', true),
  row('discovery.k8s.io/v1beta1', 'EndpointSlice', '1.25', 'discovery.k8s.io/v1'),
  row('events.k8s.io/v1beta1', 'Event', '1.25', 'events.k8s.io/v1'),
  row('autoscaling/v2beta1', 'HorizontalPodAutoscaler', '1.25', 'autoscaling/v2'),
  row('autoscaling/v2beta2', 'HorizontalPodAutoscaler', '1.26', 'autoscaling/v2', true),
  row('policy/v1beta1', 'PodDisruptionBudget', '1.25', 'policy/v1', true),
  row('policy/v1beta1', 'PodSecurityPolicy', '1.25', undefined),
  row('node.k8s.io/v1beta1', 'RuntimeClass', '1.25', 'node.k8s.io/v1', true),
  row('flowcontrol.apiserver.k8s.io/v1beta1', '', '1.26', 'flowcontrol.apiserver.k8s.io/v1'),
  row('flowcontrol.apiserver.k8s.io/v1beta2', '', '1.29', 'flowcontrol.apiserver.k8s.io/v1'),
  row('flowcontrol.apiserver.k8s.io/v1beta3', '', '1.32', 'flowcontrol.apiserver.k8s.io/v1'),
  row('v1', 'Endpoints', undefined, 'EndpointSlice of discovery.k8s.io/v1'),
  row('v1', 'ComponentStatus', undefined, undefined),
];
