// Which fields name other objects, as kustomize knows them when names change.
// Source: https://github.com/kubernetes-sigs/kustomize/blob/master/examples/transformerconfigs/README.md and the fields'
// descriptions in https://kubernetes.io/docs/reference/kubernetes-api/
import { type NameReference, specs } from './field-specs.ts';

const podSpecs = {
  Pod: 'spec',
  PodTemplate: 'template/spec',
  Deployment: 'spec/template/spec',
  ReplicaSet: 'spec/template/spec',
  DaemonSet: 'spec/template/spec',
  StatefulSet: 'spec/template/spec',
  ReplicationController: 'spec/template/spec',
  Job: 'spec/template/spec',
  CronJob: 'spec/jobTemplate/spec/template/spec',
} as const;

type Owner = keyof typeof podSpecs;

const withTemplates: readonly Owner[] = [
  'Pod',
  'PodTemplate',
  'Deployment',
  'ReplicaSet',
  'DaemonSet',
  'StatefulSet',
  'Job',
  'CronJob',
];
const withControllers: readonly Owner[] = [
  'Pod',
  'StatefulSet',
  'Deployment',
  'ReplicationController',
  'CronJob',
  'Job',
  'DaemonSet',
];

function inPods(owners: readonly Owner[], paths: readonly string[]): string {
  return owners.flatMap((owner) => paths.map((path) => `${owner} ${podSpecs[owner]}/${path}`)).join('\n');
}

/** In containers and init containers. */
function inContainers(...paths: readonly string[]): readonly string[] {
  return ['containers', 'initContainers'].flatMap((list) => paths.map((path) => `${list}/${path}`));
}

const configMaps = [
  inPods(withTemplates, [
    'volumes/configMap/name',
    'volumes/projected/sources/configMap/name',
    ...inContainers('env/valueFrom/configMapKeyRef/name', 'envFrom/configMapRef/name'),
  ]),
  'Node spec/configSource/configMap',
  'Role rules/resourceNames',
  'ClusterRole rules/resourceNames',
  'Ingress metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap',
].join('\n');

const secrets = [
  inPods(withTemplates, [
    'volumes/secret/secretName',
    'volumes/projected/sources/secret/name',
    'imagePullSecrets/name',
    ...inContainers('env/valueFrom/secretKeyRef/name', 'envFrom/secretRef/name'),
  ]),
  'Ingress spec/tls/secretName',
  'Ingress metadata/annotations/ingress.kubernetes.io\\/auth-secret',
  'Ingress metadata/annotations/nginx.ingress.kubernetes.io\\/auth-secret',
  'Ingress metadata/annotations/nginx.ingress.kubernetes.io\\/auth-tls-secret',
  'ServiceAccount imagePullSecrets/name',
  'StorageClass parameters/secretName',
  'StorageClass parameters/adminSecretName',
  'StorageClass parameters/userSecretName',
  'StorageClass parameters/secretRef',
  'Role rules/resourceNames',
  'ClusterRole rules/resourceNames',
  'serving.knative.dev/Service spec/template/spec/containers/env/valueFrom/secretKeyRef/name',
  'PersistentVolume spec/azureFile/secretName',
].join('\n');

const services = `
  apps/StatefulSet spec/serviceName
  Ingress spec/rules/http/paths/backend/serviceName
  Ingress spec/backend/serviceName
  Ingress spec/rules/http/paths/backend/service/name
  Ingress spec/defaultBackend/service/name
  apiregistration.k8s.io/APIService spec/service/name
  admissionregistration.k8s.io/ValidatingWebhookConfiguration webhooks/clientConfig/service
  admissionregistration.k8s.io/MutatingWebhookConfiguration webhooks/clientConfig/service
`;

const rbac = 'rbac.authorization.k8s.io';

export function defaultReferences(): readonly NameReference[] {
  const scaled = specs('HorizontalPodAutoscaler spec/scaleTargetRef/name');
  const roles = { group: rbac };
  return [
    ...['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map((kind) => ({
      kind,
      specs: scaled,
    })),
    { kind: 'ConfigMap', version: 'v1', specs: specs(configMaps) },
    { kind: 'Secret', version: 'v1', specs: specs(secrets) },
    { kind: 'Service', version: 'v1', specs: specs(services) },
    { kind: 'Role', ...roles, specs: specs(`${rbac}/RoleBinding roleRef/name`) },
    {
      kind: 'ClusterRole',
      ...roles,
      specs: specs(`${rbac}/RoleBinding roleRef/name\n${rbac}/ClusterRoleBinding roleRef/name`),
    },
    {
      kind: 'ServiceAccount',
      version: 'v1',
      specs: specs(
        `${rbac}/RoleBinding subjects\n${rbac}/ClusterRoleBinding subjects\n${inPods(withControllers, ['serviceAccountName'])}`,
      ),
    },
    {
      kind: 'PersistentVolumeClaim',
      version: 'v1',
      specs: specs(inPods(withControllers, ['volumes/persistentVolumeClaim/claimName'])),
    },
    {
      kind: 'PersistentVolume',
      version: 'v1',
      specs: specs('PersistentVolumeClaim spec/volumeName\nClusterRole rules/resourceNames'),
    },
    {
      kind: 'StorageClass',
      group: 'storage.k8s.io',
      version: 'v1',
      specs: specs(
        'PersistentVolume spec/storageClassName\nPersistentVolumeClaim spec/storageClassName\nStatefulSet spec/volumeClaimTemplates/spec/storageClassName',
      ),
    },
    {
      kind: 'PriorityClass',
      group: 'scheduling.k8s.io',
      version: 'v1',
      specs: specs(inPods(withControllers, ['priorityClassName'])),
    },
    {
      kind: 'ValidatingAdmissionPolicy',
      group: 'admissionregistration.k8s.io',
      specs: specs('admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding spec/policyName'),
    },
  ];
}
