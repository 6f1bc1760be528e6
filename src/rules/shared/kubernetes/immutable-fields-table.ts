// Fields that the API server does not let change, by kind: from the validation errors of the API ("field is immutable",
// "updates to statefulset spec for fields other than ... are forbidden") and the pages of the kinds on kubernetes.io.

export interface ImmutableField {
  readonly path: readonly string[];
  /** What an absent field means, where it means something. */
  readonly whenAbsent?: string;
}

const field = (path: string, whenAbsent?: string): ImmutableField => ({
  path: path.split('.'),
  ...(whenAbsent === undefined ? {} : { whenAbsent }),
});

export const immutableFields: Readonly<Record<string, readonly ImmutableField[]>> = {
  Deployment: [field('spec.selector')],
  DaemonSet: [field('spec.selector')],
  ReplicaSet: [field('spec.selector')],
  StatefulSet: [
    field('spec.selector'),
    field('spec.serviceName'),
    field('spec.podManagementPolicy', 'OrderedReady'),
    field('spec.volumeClaimTemplates'),
  ],
  Job: [
    field('spec.selector'),
    field('spec.template'),
    field('spec.completionMode', 'NonIndexed'),
    field('spec.podFailurePolicy'),
  ],
  Service: [field('spec.clusterIP')],
  PersistentVolumeClaim: [
    field('spec.accessModes'),
    field('spec.storageClassName'),
    field('spec.selector'),
    field('spec.volumeMode', 'Filesystem'),
  ],
  StorageClass: [
    field('provisioner'),
    field('parameters'),
    field('reclaimPolicy', 'Delete'),
    field('volumeBindingMode', 'Immediate'),
  ],
  RoleBinding: [field('roleRef')],
  ClusterRoleBinding: [field('roleRef')],
  Secret: [field('type', 'Opaque')],
  PriorityClass: [field('value')],
  IngressClass: [field('spec.controller')],
};
