// Fields of the built-in kinds: `name:type`, `!` when it is required, `[x]` a list of x, `{x}` a map of x, `=a|b` a choice.
// `+a|b`: the object needs one of these fields, as the API server says when it looks at the whole of it.
// `a!b`: a is required where b is there; `a!b=c`: where b is c. `1..65535`, `0..`: a whole number within.
// `port`, `countOrPercent`, `label`, `cidr`, `name`, `host`, `absolute`, `schedule`, `clusterAddress` and `sysctl` are texts or
// numbers that the API server looks at more closely than their types say.
// Source: the field names, types and "required" marks of https://kubernetes.io/docs/reference/kubernetes-api/

export const fieldsTable: Readonly<Record<string, string>> = {
  AWSElasticBlockStoreVolumeSource: 'volumeID!:string fsType:string partition:int readOnly:bool',
  Affinity: 'nodeAffinity:NodeAffinity podAffinity:PodAffinity podAntiAffinity:PodAntiAffinity',
  AggregationRule: 'clusterRoleSelectors:[LabelSelector]',
  AppArmorProfile: 'type!:AppArmorProfileType localhostProfile:string',
  AppArmorProfileType: '=Unconfined|RuntimeDefault|Localhost',
  AzureDataDiskCachingMode: '=None|ReadOnly|ReadWrite',
  AzureDataDiskKind: '=Shared|Dedicated|Managed',
  AzureDiskVolumeSource:
    'diskName!:string diskURI!:string cachingMode:AzureDataDiskCachingMode fsType:string readOnly:bool kind:AzureDataDiskKind',
  AzureFilePersistentVolumeSource:
    'secretName!:string shareName!:string readOnly:bool secretNamespace:string',
  AzureFileVolumeSource: 'secretName!:string shareName!:string readOnly:bool',
  CSIPersistentVolumeSource:
    'driver!:string volumeHandle!:string readOnly:bool fsType:string volumeAttributes:{string} controllerPublishSecretRef:SecretReference nodeStageSecretRef:SecretReference nodePublishSecretRef:SecretReference controllerExpandSecretRef:SecretReference nodeExpandSecretRef:SecretReference',
  CSIVolumeSource:
    'driver!:string readOnly:bool fsType:string volumeAttributes:{string} nodePublishSecretRef:LocalObjectReference',
  Capabilities: 'add:[string] drop:[string]',
  CephFSPersistentVolumeSource:
    'monitors!:[string] path:string user:string secretFile:string secretRef:SecretReference readOnly:bool',
  CephFSVolumeSource:
    'monitors!:[string] path:string user:string secretFile:string secretRef:LocalObjectReference readOnly:bool',
  CinderPersistentVolumeSource: 'volumeID!:string fsType:string readOnly:bool secretRef:SecretReference',
  CinderVolumeSource: 'volumeID!:string fsType:string readOnly:bool secretRef:LocalObjectReference',
  ClaimResources: 'limits:{quantity} requests!:{quantity}',
  ClaimTemplate:
    'apiVersion:string kind:string metadata!:ClaimTemplateMeta spec!:ClaimTemplateSpec status:any',
  ClaimTemplateMeta:
    'name!:label generateName:string namespace:string labels:{string} annotations:{string} finalizers:[string] ownerReferences:[OwnerReference] uid:string resourceVersion:string generation:int selfLink:string creationTimestamp:string deletionTimestamp:string deletionGracePeriodSeconds:int managedFields:any',
  ClaimTemplateSpec:
    'accessModes!:[PersistentVolumeAccessMode] selector:LabelSelector resources:VolumeResourceRequirements volumeName:string storageClassName:name volumeMode:PersistentVolumeMode dataSource:TypedLocalObjectReference dataSourceRef:TypedObjectReference volumeAttributesClassName:string',
  ClientIPConfig: 'timeoutSeconds:int',
  ClusterRole:
    'apiVersion:string kind:string metadata:ObjectMeta rules:[PolicyRule] aggregationRule:AggregationRule',
  ClusterRoleBinding: 'apiVersion:string kind:string metadata:ObjectMeta subjects:[Subject] roleRef!:RoleRef',
  ClusterTrustBundleProjection:
    'name:string signerName:string labelSelector:LabelSelector optional:bool path!:string user:int',
  CompletionMode: '=NonIndexed|Indexed',
  ConcurrencyPolicy: '=Allow|Forbid|Replace',
  ConfigMap:
    'apiVersion:string kind:string metadata:ObjectMeta immutable:bool data:{string} binaryData:{string}',
  ConfigMapEnvSource: 'name!:name optional:bool',
  ConfigMapKeySelector: 'name!:name key!:string optional:bool',
  ConfigMapProjection: 'name:string items:[KeyToPath] optional:bool',
  ConfigMapVolumeSource: 'name!:string items:[KeyToPath] defaultMode:int optional:bool defaultUser:int',
  Container:
    'name!:label image!:string command:[string] args:[string] workingDir:string ports:[ContainerPort] envFrom:[EnvFromSource] env:[EnvVar] resources:ResourceRequirements resizePolicy:[ContainerResizePolicy] restartPolicy:string restartPolicyRules:[ContainerRestartRule] volumeMounts:[VolumeMount] volumeDevices:[VolumeDevice] livenessProbe:Probe readinessProbe:Probe startupProbe:Probe lifecycle:Lifecycle terminationMessagePath:string terminationMessagePolicy:TerminationMessagePolicy imagePullPolicy:PullPolicy securityContext:SecurityContext stdin:bool stdinOnce:bool tty:bool',
  ContainerPort: 'name:string hostPort:int containerPort!:int protocol:Protocol hostIP:string',
  ContainerResizePolicy: 'resourceName!:string restartPolicy!:string',
  ContainerResourceMetricSource: 'name!:string target!:MetricTarget container!:string',
  ContainerRestartRule: 'action!:string exitCodes:ContainerRestartRuleOnExitCodes',
  ContainerRestartRuleOnExitCodes: 'operator!:string values:[int]',
  CronJob: 'apiVersion:string kind:string metadata:ObjectMeta spec!:CronJobSpec status:any',
  CronJobSpec:
    'schedule!:schedule timeZone:string startingDeadlineSeconds:0.. concurrencyPolicy:ConcurrencyPolicy suspend:bool jobTemplate!:JobTemplateSpec successfulJobsHistoryLimit:0.. failedJobsHistoryLimit:0..',
  CrossVersionObjectReference: 'kind!:string name!:string apiVersion:string',
  DNSPolicy: '=ClusterFirstWithHostNet|ClusterFirst|Default|None',
  DaemonSet: 'apiVersion:string kind:string metadata:ObjectMeta spec!:DaemonSetSpec status:any',
  DaemonSetSpec:
    'selector!:WorkloadSelector template!:PodTemplateSpec updateStrategy:DaemonSetUpdateStrategy minReadySeconds:0.. revisionHistoryLimit:0..',
  DaemonSetUpdateStrategy: 'type:DaemonSetUpdateStrategyType rollingUpdate:RollingUpdateDaemonSet',
  DaemonSetUpdateStrategyType: '=RollingUpdate|OnDelete',
  Deployment: 'apiVersion:string kind:string metadata:ObjectMeta spec!:DeploymentSpec status:any',
  DeploymentSpec:
    'replicas:0.. selector!:WorkloadSelector template!:PodTemplateSpec strategy:DeploymentStrategy minReadySeconds:0.. revisionHistoryLimit:0.. paused:bool progressDeadlineSeconds:0..',
  DeploymentStrategy: 'type:DeploymentStrategyType rollingUpdate:RollingUpdateDeployment',
  DeploymentStrategyType: '=Recreate|RollingUpdate',
  DownwardAPIProjection: 'items:[DownwardAPIVolumeFile]',
  DownwardAPIVolumeFile:
    'path!:string fieldRef:ObjectFieldSelector resourceFieldRef:ResourceFieldSelector mode:int user:int',
  DownwardAPIVolumeSource: 'items:[DownwardAPIVolumeFile] defaultMode:int defaultUser:int',
  EmptyDirVolumeSource: 'medium:string sizeLimit:quantity mode:int',
  EndpointAddress: 'ip!:string hostname:string nodeName:string targetRef:ObjectReference',
  EndpointPort: 'name:string port!:int protocol:Protocol appProtocol:string',
  EndpointSubset: 'addresses:[EndpointAddress] notReadyAddresses:[EndpointAddress] ports:[EndpointPort]',
  Endpoints: 'apiVersion:string kind:string metadata:ObjectMeta subsets:[EndpointSubset]',
  EnvFromSource:
    'prefix:string configMapRef:ConfigMapEnvSource secretRef:SecretEnvSource +configMapRef|secretRef',
  EnvVar: 'name!:string value:string valueFrom:EnvVarSource',
  EnvVarSource:
    'fieldRef:ObjectFieldSelector resourceFieldRef:ResourceFieldSelector configMapKeyRef:ConfigMapKeySelector secretKeyRef:SecretKeySelector fileKeyRef:FileKeySelector +fieldRef|resourceFieldRef|configMapKeyRef|secretKeyRef|fileKeyRef',
  EphemeralContainer:
    'name!:string image:string command:[string] args:[string] workingDir:string ports:[ContainerPort] envFrom:[EnvFromSource] env:[EnvVar] resources:ResourceRequirements resizePolicy:[ContainerResizePolicy] restartPolicy:string restartPolicyRules:[ContainerRestartRule] volumeMounts:[VolumeMount] volumeDevices:[VolumeDevice] livenessProbe:Probe readinessProbe:Probe startupProbe:Probe lifecycle:Lifecycle terminationMessagePath:string terminationMessagePolicy:TerminationMessagePolicy imagePullPolicy:PullPolicy securityContext:SecurityContext stdin:bool stdinOnce:bool tty:bool targetContainerName:string',
  EphemeralVolumeSource: 'volumeClaimTemplate:PersistentVolumeClaimTemplate',
  EvictionResponder: 'name!:string priority!:int',
  ExecAction: 'command:[string] +command',
  ExternalMetricSource: 'metric!:MetricIdentifier target!:MetricTarget',
  FCVolumeSource: 'targetWWNs:[string] lun:int fsType:string readOnly:bool wwids:[string]',
  FileKeySelector: 'volumeName!:string path!:string key!:string optional:bool',
  FlexPersistentVolumeSource:
    'driver!:string fsType:string secretRef:SecretReference readOnly:bool options:{string}',
  FlexVolumeSource:
    'driver!:string fsType:string secretRef:LocalObjectReference readOnly:bool options:{string}',
  FlockerVolumeSource: 'datasetName:string datasetUUID:string',
  GCEPersistentDiskVolumeSource: 'pdName!:string fsType:string partition:int readOnly:bool',
  GRPCAction: 'port!:int service:string mode:GRPCProbeMode',
  GRPCProbeMode: '=Plaintext|TLS',
  GitRepoVolumeSource: 'repository!:string revision:string directory:string',
  GlusterfsPersistentVolumeSource: 'endpoints!:string path!:string readOnly:bool endpointsNamespace:string',
  GlusterfsVolumeSource: 'endpoints!:string path!:string readOnly:bool',
  HPAScalingPolicy: 'type!:string value!:int periodSeconds!:int',
  HPAScalingRules:
    'stabilizationWindowSeconds:int selectPolicy:string policies:[HPAScalingPolicy] tolerance:quantity',
  HTTPGetAction:
    'path:string port!:port host:string scheme:URIScheme httpHeaders:[HTTPHeader] protocol:HTTPProtocol',
  HTTPHeader: 'name!:string value!:string',
  HTTPIngressPath: 'path:absolute pathType!:PathType backend!:IngressBackend',
  HTTPIngressRuleValue: 'paths!:[HTTPIngressPath]',
  HTTPProtocol: '=HTTP1|HTTP2',
  HorizontalPodAutoscaler:
    'apiVersion:string kind:string metadata:ObjectMeta spec!:HorizontalPodAutoscalerSpec status:any',
  HorizontalPodAutoscalerBehavior: 'scaleUp:HPAScalingRules scaleDown:HPAScalingRules',
  HorizontalPodAutoscalerSpec:
    'scaleTargetRef!:CrossVersionObjectReference minReplicas:0.. maxReplicas!:1.. metrics:[MetricSpec] behavior:HorizontalPodAutoscalerBehavior',
  HostAlias: 'ip!:string hostnames:[string]',
  HostPathType: '=|DirectoryOrCreate|Directory|FileOrCreate|File|Socket|CharDevice|BlockDevice',
  HostPathVolumeSource: 'path!:string type:HostPathType',
  IPBlock: 'cidr!:cidr except:[cidr]',
  IPFamily: '=IPv4|IPv6|',
  IPFamilyPolicy: '=SingleStack|PreferDualStack|RequireDualStack',
  ISCSIPersistentVolumeSource:
    'targetPortal!:string iqn!:string lun!:int iscsiInterface:string fsType:string readOnly:bool portals:[string] chapAuthDiscovery:bool chapAuthSession:bool secretRef:SecretReference initiatorName:string',
  ISCSIVolumeSource:
    'targetPortal!:string iqn!:string lun!:int iscsiInterface:string fsType:string readOnly:bool portals:[string] chapAuthDiscovery:bool chapAuthSession:bool secretRef:LocalObjectReference initiatorName:string',
  ImageVolumeSource: 'reference:string pullPolicy:PullPolicy',
  Ingress: 'apiVersion:string kind:string metadata:ObjectMeta spec!:IngressSpec status:any',
  IngressBackend: 'service:IngressServiceBackend resource:TypedLocalObjectReference +service|resource',
  IngressClass: 'apiVersion:string kind:string metadata:ObjectMeta spec:IngressClassSpec',
  IngressClassParametersReference: 'apiGroup:string kind!:string name!:string scope:string namespace:string',
  IngressClassSpec: 'controller:string parameters:IngressClassParametersReference',
  IngressRule: 'host:host http:HTTPIngressRuleValue',
  IngressServiceBackend: 'name!:label port!:ServiceBackendPort',
  IngressSpec:
    'ingressClassName:string defaultBackend:IngressBackend tls:[IngressTLS] rules:[IngressRule] +defaultBackend|rules',
  IngressTLS: 'hosts:[host] secretName:name',
  Job: 'apiVersion:string kind:string metadata:ObjectMeta spec!:JobSpec status:any',
  JobSchedulingConfiguration:
    'schedulingPolicy:any schedulingConstraints:any disruptionMode:any resourceClaims:[any]',
  JobSpec:
    'parallelism:0.. completions:0.. activeDeadlineSeconds:0.. podFailurePolicy:PodFailurePolicy successPolicy:SuccessPolicy backoffLimit:0.. backoffLimitPerIndex:int maxFailedIndexes:int selector:LabelSelector manualSelector:bool template!:PodTemplateSpec ttlSecondsAfterFinished:0.. completionMode:CompletionMode suspend:bool podReplacementPolicy:PodReplacementPolicy managedBy:string scheduling:JobSchedulingConfiguration',
  JobTemplateSpec: 'metadata:ObjectMeta spec!:JobSpec',
  KeyToPath: 'key!:string path!:string mode:int user:int',
  LabelSelector: 'matchLabels:{string} matchExpressions:[LabelSelectorRequirement]',
  LabelSelectorOperator: '=In|NotIn|Exists|DoesNotExist',
  LabelSelectorRequirement: 'key!:string operator!:LabelSelectorOperator values:[string]',
  Lifecycle: 'postStart:LifecycleHandler preStop:LifecycleHandler stopSignal:Signal',
  LifecycleHandler: 'exec:ExecAction httpGet:HTTPGetAction tcpSocket:TCPSocketAction sleep:SleepAction',
  LimitRange: 'apiVersion:string kind:string metadata:ObjectMeta spec:LimitRangeSpec',
  LimitRangeItem:
    'type!:string max:{quantity} min:{quantity} default:{quantity} defaultRequest:{quantity} maxLimitRequestRatio:{quantity}',
  LimitRangeSpec: 'limits:[LimitRangeItem]',
  LocalObjectReference: 'name:name',
  LocalVolumeSource: 'path!:string fsType:string',
  MetricIdentifier: 'name!:string selector:LabelSelector',
  MetricSourceType: '=ContainerResource|External|Object|Pods|Resource',
  MetricSpec:
    'type!:MetricSourceType object!type=Object:ObjectMetricSource pods!type=Pods:PodsMetricSource resource!type=Resource:ResourceMetricSource containerResource!type=ContainerResource:ContainerResourceMetricSource external!type=External:ExternalMetricSource',
  MetricTarget: 'type!:MetricTargetType value:quantity averageValue:quantity averageUtilization:1..',
  MetricTargetType: '=Utilization|Value|AverageValue',
  MountPropagationMode: '=None|HostToContainer|Bidirectional',
  NFSVolumeSource: 'server!:string path!:string readOnly:bool',
  Namespace: 'apiVersion:string kind:string metadata:ObjectMeta spec:NamespaceSpec status:any',
  NamespaceSpec: 'finalizers:[string]',
  NetworkPolicy: 'apiVersion:string kind:string metadata:ObjectMeta spec:NetworkPolicySpec',
  NetworkPolicyEgressRule: 'ports:[NetworkPolicyPort] to:[NetworkPolicyPeer]',
  NetworkPolicyIngressRule: 'ports:[NetworkPolicyPort] from:[NetworkPolicyPeer]',
  NetworkPolicyPeer:
    'podSelector:LabelSelector namespaceSelector:LabelSelector ipBlock:IPBlock +podSelector|namespaceSelector|ipBlock',
  NetworkPolicyPort: 'protocol:Protocol port:port endPort:1..65535',
  NetworkPolicySpec:
    'podSelector:LabelSelector ingress:[NetworkPolicyIngressRule] egress:[NetworkPolicyEgressRule] policyTypes:[PolicyType]',
  NodeAffinity:
    'requiredDuringSchedulingIgnoredDuringExecution:NodeSelector preferredDuringSchedulingIgnoredDuringExecution:[PreferredSchedulingTerm]',
  NodeInclusionPolicy: '=Ignore|Honor',
  NodeSelector: 'nodeSelectorTerms!:[NodeSelectorTerm]',
  NodeSelectorOperator: '=In|NotIn|Exists|DoesNotExist|Gt|Lt',
  NodeSelectorRequirement: 'key!:string operator!:NodeSelectorOperator values:[string]',
  NodeSelectorTerm: 'matchExpressions:[NodeSelectorRequirement] matchFields:[NodeSelectorRequirement]',
  OSName: '=linux|windows',
  ObjectFieldSelector: 'apiVersion:string fieldPath!:string',
  ObjectMeta:
    'name:string generateName:string namespace:string labels:{string} annotations:{string} finalizers:[string] ownerReferences:[OwnerReference] uid:string resourceVersion:string generation:int selfLink:string creationTimestamp:string deletionTimestamp:string deletionGracePeriodSeconds:int managedFields:any',
  ObjectMetricSource:
    'describedObject!:CrossVersionObjectReference target!:MetricTarget metric!:MetricIdentifier',
  ObjectReference:
    'kind:string namespace:string name:string uid:string apiVersion:string resourceVersion:string fieldPath:string',
  OwnerReference:
    'apiVersion!:string kind!:string name!:string uid!:string controller:bool blockOwnerDeletion:bool',
  PathType: '=Exact|Prefix|ImplementationSpecific',
  PersistentVolume: 'apiVersion:string kind:string metadata:ObjectMeta spec:PersistentVolumeSpec status:any',
  PersistentVolumeAccessMode: '=ReadWriteOnce|ReadOnlyMany|ReadWriteMany|ReadWriteOncePod',
  PersistentVolumeClaim:
    'apiVersion:string kind:string metadata:ObjectMeta spec!:PersistentVolumeClaimSpec status:any',
  PersistentVolumeClaimSpec:
    'accessModes!:[PersistentVolumeAccessMode] selector:LabelSelector resources!:ClaimResources volumeName:string storageClassName:name volumeMode:PersistentVolumeMode dataSource:TypedLocalObjectReference dataSourceRef:TypedObjectReference volumeAttributesClassName:string',
  PersistentVolumeClaimTemplate: 'metadata:ObjectMeta spec!:PersistentVolumeClaimSpec',
  PersistentVolumeClaimVolumeSource: 'claimName!:string readOnly:bool',
  PersistentVolumeMode: '=Block|Filesystem',
  PersistentVolumeReclaimPolicy: '=Recycle|Delete|Retain',
  PersistentVolumeSpec:
    'capacity:{quantity} gcePersistentDisk:GCEPersistentDiskVolumeSource awsElasticBlockStore:AWSElasticBlockStoreVolumeSource hostPath:HostPathVolumeSource glusterfs:GlusterfsPersistentVolumeSource nfs:NFSVolumeSource rbd:RBDPersistentVolumeSource iscsi:ISCSIPersistentVolumeSource cinder:CinderPersistentVolumeSource cephfs:CephFSPersistentVolumeSource fc:FCVolumeSource flocker:FlockerVolumeSource flexVolume:FlexPersistentVolumeSource azureFile:AzureFilePersistentVolumeSource vsphereVolume:VsphereVirtualDiskVolumeSource quobyte:QuobyteVolumeSource azureDisk:AzureDiskVolumeSource photonPersistentDisk:PhotonPersistentDiskVolumeSource portworxVolume:PortworxVolumeSource scaleIO:ScaleIOPersistentVolumeSource local:LocalVolumeSource storageos:StorageOSPersistentVolumeSource csi:CSIPersistentVolumeSource accessModes:[PersistentVolumeAccessMode] claimRef:ObjectReference persistentVolumeReclaimPolicy:PersistentVolumeReclaimPolicy storageClassName:string mountOptions:[string] volumeMode:PersistentVolumeMode nodeAffinity:VolumeNodeAffinity volumeAttributesClassName:string',
  PhotonPersistentDiskVolumeSource: 'pdID!:string fsType:string',
  Pod: 'apiVersion:string kind:string metadata:ObjectMeta spec!:PodSpec status:any',
  PodAffinity:
    'requiredDuringSchedulingIgnoredDuringExecution:[PodAffinityTerm] preferredDuringSchedulingIgnoredDuringExecution:[WeightedPodAffinityTerm]',
  PodAffinityTerm:
    'labelSelector:LabelSelector namespaces:[string] topologyKey!:string namespaceSelector:LabelSelector matchLabelKeys:[string] mismatchLabelKeys:[string]',
  PodAntiAffinity:
    'requiredDuringSchedulingIgnoredDuringExecution:[PodAffinityTerm] preferredDuringSchedulingIgnoredDuringExecution:[WeightedPodAffinityTerm]',
  PodCertificateProjection:
    'signerName!:string keyType!:string maxExpirationSeconds:int credentialBundlePath:string keyPath:string certificateChainPath:string userAnnotations:{string} user:int',
  PodDNSConfig: 'nameservers:[string] searches:[string] options:[PodDNSConfigOption]',
  PodDNSConfigOption: 'name!:string value:string',
  PodDisruptionBudget:
    'apiVersion:string kind:string metadata:ObjectMeta spec:PodDisruptionBudgetSpec status:any',
  PodDisruptionBudgetSpec:
    'minAvailable:countOrPercent selector:LabelSelector maxUnavailable:countOrPercent unhealthyPodEvictionPolicy:UnhealthyPodEvictionPolicyType',
  PodFSGroupChangePolicy: '=OnRootMismatch|Always',
  PodFailurePolicy: 'rules!:[PodFailurePolicyRule]',
  PodFailurePolicyAction: '=FailJob|FailIndex|Ignore|Count',
  PodFailurePolicyOnExitCodesOperator: '=In|NotIn',
  PodFailurePolicyOnExitCodesRequirement:
    'containerName:string operator!:PodFailurePolicyOnExitCodesOperator values!:[int]',
  PodFailurePolicyOnPodConditionsPattern: 'type!:string status:any',
  PodFailurePolicyRule:
    'action!:PodFailurePolicyAction onExitCodes:PodFailurePolicyOnExitCodesRequirement onPodConditions:[PodFailurePolicyOnPodConditionsPattern]',
  PodManagementPolicyType: '=OrderedReady|Parallel',
  PodOS: 'name!:OSName',
  PodReadinessGate: 'conditionType!:string',
  PodReplacementPolicy: '=TerminatingOrFailed|Failed',
  PodResourceClaim: 'name!:string resourceClaimName:string resourceClaimTemplateName:string',
  PodSchedulingGate: 'name!:string',
  PodSchedulingGroup: 'podGroupName:string',
  PodSecurityContext:
    'seLinuxOptions:SELinuxOptions windowsOptions:WindowsSecurityContextOptions runAsUser:0..2147483647 runAsGroup:0..2147483647 runAsNonRoot:bool supplementalGroups:[0..2147483647] supplementalGroupsPolicy:SupplementalGroupsPolicy fsGroup:0..2147483647 sysctls:[Sysctl] fsGroupChangePolicy:PodFSGroupChangePolicy seccompProfile:SeccompProfile appArmorProfile:AppArmorProfile seLinuxChangePolicy:string',
  PodSpec:
    'volumes:[Volume] initContainers:[Container] containers!:[Container] ephemeralContainers:[EphemeralContainer] restartPolicy:RestartPolicy terminationGracePeriodSeconds:0.. activeDeadlineSeconds:1..2147483647 dnsPolicy:DNSPolicy nodeSelector:{string} serviceAccountName:name serviceAccount:string automountServiceAccountToken:bool nodeName:string hostNetwork:bool hostPID:bool hostIPC:bool shareProcessNamespace:bool securityContext:PodSecurityContext imagePullSecrets:[LocalObjectReference] hostname:string subdomain:string affinity:Affinity schedulerName:string tolerations:[Toleration] hostAliases:[HostAlias] priorityClassName:name priority:int dnsConfig:PodDNSConfig readinessGates:[PodReadinessGate] runtimeClassName:string enableServiceLinks:bool preemptionPolicy:PreemptionPolicy overhead:{quantity} topologySpreadConstraints:[TopologySpreadConstraint] setHostnameAsFQDN:bool os:PodOS hostUsers:bool schedulingGates:[PodSchedulingGate] resourceClaims:[PodResourceClaim] resources:ResourceRequirements hostnameOverride:string schedulingGroup:PodSchedulingGroup evictionResponders:[EvictionResponder]',
  PodTemplateSpec: 'metadata:ObjectMeta spec!:PodSpec',
  PodsMetricSource: 'metric!:MetricIdentifier target!:MetricTarget',
  PolicyRule:
    'verbs!:[string] apiGroups!resources:[string] resources:[string] resourceNames:[string] nonResourceURLs:[string] +resources|nonResourceURLs',
  PolicyType: '=Ingress|Egress',
  PortworxVolumeSource: 'volumeID!:string fsType:string readOnly:bool',
  PreemptionPolicy: '=PreemptLowerPriority|Never',
  PreferredSchedulingTerm: 'weight!:1..100 preference!:NodeSelectorTerm',
  PriorityClass:
    'apiVersion:string kind:string metadata:ObjectMeta value:int globalDefault:bool description:string preemptionPolicy:PreemptionPolicy',
  Probe:
    'exec:ExecAction httpGet:HTTPGetAction tcpSocket:TCPSocketAction grpc:GRPCAction initialDelaySeconds:0.. timeoutSeconds:0.. periodSeconds:0.. successThreshold:0.. failureThreshold:0.. terminationGracePeriodSeconds:int +exec|httpGet|tcpSocket|grpc',
  ProcMountType: '=Default|Unmasked',
  ProjectedVolumeSource: 'sources:[VolumeProjection] defaultMode:int defaultUser:int',
  Protocol: '=TCP|UDP|SCTP',
  PullPolicy: '=Always|Never|IfNotPresent',
  QuobyteVolumeSource: 'registry!:string volume!:string readOnly:bool user:string group:string tenant:string',
  RBDPersistentVolumeSource:
    'monitors!:[string] image!:string fsType:string pool:string user:string keyring:string secretRef:SecretReference readOnly:bool',
  RBDVolumeSource:
    'monitors!:[string] image!:string fsType:string pool:string user:string keyring:string secretRef:LocalObjectReference readOnly:bool',
  RbacGroup: '=|rbac.authorization.k8s.io',
  ReplicaSet: 'apiVersion:string kind:string metadata:ObjectMeta spec:ReplicaSetSpec status:any',
  ReplicaSetSpec: 'replicas:0.. minReadySeconds:0.. selector!:WorkloadSelector template:PodTemplateSpec',
  ReplicationController:
    'apiVersion:string kind:string metadata:ObjectMeta spec:ReplicationControllerSpec status:any',
  ReplicationControllerSpec: 'replicas:int minReadySeconds:int selector:{string} template:PodTemplateSpec',
  ResourceClaim: 'name!:string request:string',
  ResourceFieldSelector: 'containerName:string resource!:string divisor:quantity',
  ResourceMetricSource: 'name!:string target!:MetricTarget',
  ResourceQuota: 'apiVersion:string kind:string metadata:ObjectMeta spec:ResourceQuotaSpec status:any',
  ResourceQuotaScope:
    '=Terminating|NotTerminating|BestEffort|NotBestEffort|PriorityClass|CrossNamespacePodAffinity|VolumeAttributesClass',
  ResourceQuotaSpec: 'hard:{quantity} scopes:[ResourceQuotaScope] scopeSelector:ScopeSelector',
  ResourceRequirements: 'limits:{quantity} requests:{quantity} claims:[ResourceClaim]',
  RestartPolicy: '=Always|OnFailure|Never',
  Role: 'apiVersion:string kind:string metadata:ObjectMeta rules:[PolicyRule]',
  RoleBinding: 'apiVersion:string kind:string metadata:ObjectMeta subjects:[Subject] roleRef!:RoleRef',
  RoleKind: '=Role|ClusterRole',
  RoleRef: 'apiGroup:RbacGroup kind!:RoleKind name!:string',
  RollingUpdateDaemonSet: 'maxUnavailable:countOrPercent maxSurge:countOrPercent',
  RollingUpdateDeployment: 'maxUnavailable:countOrPercent maxSurge:countOrPercent',
  RollingUpdateStatefulSetStrategy: 'partition:int maxUnavailable:countOrPercent',
  SELinuxOptions: 'user:string role:string type:string level:string',
  ScaleIOPersistentVolumeSource:
    'gateway!:string system!:string secretRef!:SecretReference sslEnabled:bool protectionDomain:string storagePool:string storageMode:string volumeName:string fsType:string readOnly:bool',
  ScaleIOVolumeSource:
    'gateway!:string system!:string secretRef!:LocalObjectReference sslEnabled:bool protectionDomain:string storagePool:string storageMode:string volumeName:string fsType:string readOnly:bool',
  ScopeSelector: 'matchExpressions:[ScopedResourceSelectorRequirement]',
  ScopeSelectorOperator: '=In|NotIn|Exists|DoesNotExist',
  ScopedResourceSelectorRequirement:
    'scopeName!:ResourceQuotaScope operator!:ScopeSelectorOperator values:[string]',
  SeccompProfile: 'type!:SeccompProfileType localhostProfile:string',
  SeccompProfileType: '=Unconfined|RuntimeDefault|Localhost',
  Secret:
    'apiVersion:string kind:string metadata:ObjectMeta immutable:bool data:{string} stringData:{string} type:string',
  SecretEnvSource: 'name!:name optional:bool',
  SecretKeySelector: 'name!:name key!:string optional:bool',
  SecretProjection: 'name:string items:[KeyToPath] optional:bool',
  SecretReference: 'name:string namespace:string',
  SecretVolumeSource: 'secretName:string items:[KeyToPath] defaultMode:int optional:bool defaultUser:int',
  SecurityContext:
    'capabilities:Capabilities privileged:bool seLinuxOptions:SELinuxOptions windowsOptions:WindowsSecurityContextOptions runAsUser:0..2147483647 runAsGroup:0..2147483647 runAsNonRoot:bool readOnlyRootFilesystem:bool allowPrivilegeEscalation:bool procMount:ProcMountType seccompProfile:SeccompProfile appArmorProfile:AppArmorProfile',
  Service: 'apiVersion:string kind:string metadata:ObjectMeta spec!:ServiceSpec status:any',
  ServiceAccount:
    'apiVersion:string kind:string metadata:ObjectMeta secrets:[ObjectReference] imagePullSecrets:[LocalObjectReference] automountServiceAccountToken:bool',
  ServiceAccountTokenProjection: 'audience:string expirationSeconds:int path!:string user:int',
  ServiceAffinity: '=ClientIP|None',
  ServiceBackendPort: 'name:string number:1..65535 +name|number',
  ServiceExternalTrafficPolicy: '=Cluster|Local',
  ServiceInternalTrafficPolicy: '=Cluster|Local',
  ServicePort: 'name:label protocol:Protocol appProtocol:string port!:int targetPort:port nodePort:int',
  ServiceSpec:
    'ports:[ServicePort] selector:{string} clusterIP:clusterAddress clusterIPs:[clusterAddress] type!loadBalancerSourceRanges:ServiceType externalIPs:[string] sessionAffinity:ServiceAffinity loadBalancerIP:string loadBalancerSourceRanges:[cidr] externalName!type=ExternalName:name externalTrafficPolicy:ServiceExternalTrafficPolicy healthCheckNodePort:int publishNotReadyAddresses:bool sessionAffinityConfig:SessionAffinityConfig ipFamilies:[IPFamily] ipFamilyPolicy:IPFamilyPolicy allocateLoadBalancerNodePorts:bool loadBalancerClass:string internalTrafficPolicy:ServiceInternalTrafficPolicy trafficDistribution:string',
  ServiceType: '=ClusterIP|NodePort|LoadBalancer|ExternalName',
  SessionAffinityConfig: 'clientIP:ClientIPConfig',
  Signal:
    '=SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT|SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP|SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6|SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12|SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMAX-14|SIGRTMAX-13|SIGRTMAX-12|SIGRTMAX-11|SIGRTMAX-10|SIGRTMAX-9|SIGRTMAX-8|SIGRTMAX-7|SIGRTMAX-6|SIGRTMAX-5|SIGRTMAX-4|SIGRTMAX-3|SIGRTMAX-2|SIGRTMAX-1|SIGRTMAX',
  SleepAction: 'seconds!:int',
  StatefulSet: 'apiVersion:string kind:string metadata:ObjectMeta spec!:StatefulSetSpec status:any',
  StatefulSetOrdinals: 'start:int',
  StatefulSetPersistentVolumeClaimRetentionPolicy: 'whenDeleted:string whenScaled:string',
  StatefulSetSpec:
    'replicas:0.. selector!:WorkloadSelector template!:PodTemplateSpec volumeClaimTemplates:[ClaimTemplate] serviceName:name podManagementPolicy:PodManagementPolicyType updateStrategy:StatefulSetUpdateStrategy revisionHistoryLimit:0.. minReadySeconds:0.. persistentVolumeClaimRetentionPolicy:StatefulSetPersistentVolumeClaimRetentionPolicy ordinals:StatefulSetOrdinals',
  StatefulSetUpdateStrategy:
    'type:StatefulSetUpdateStrategyType rollingUpdate:RollingUpdateStatefulSetStrategy',
  StatefulSetUpdateStrategyType: '=RollingUpdate|OnDelete|Recreate',
  StorageClass:
    'apiVersion:string kind:string metadata:ObjectMeta provisioner!:string parameters:{string} reclaimPolicy:PersistentVolumeReclaimPolicy mountOptions:[string] allowVolumeExpansion:bool volumeBindingMode:VolumeBindingMode allowedTopologies:[TopologySelectorTerm]',
  StorageOSPersistentVolumeSource:
    'volumeName:string volumeNamespace:string fsType:string readOnly:bool secretRef:ObjectReference',
  StorageOSVolumeSource:
    'volumeName:string volumeNamespace:string fsType:string readOnly:bool secretRef:LocalObjectReference',
  Subject: 'kind!:SubjectKind apiGroup:RbacGroup name!:string namespace:string',
  SubjectKind: '=ServiceAccount|User|Group',
  SuccessPolicy: 'rules!:[SuccessPolicyRule]',
  SuccessPolicyRule: 'succeededIndexes:string succeededCount:int',
  SupplementalGroupsPolicy: '=Merge|Strict',
  Sysctl: 'name!:sysctl value:string',
  TCPSocketAction: 'port!:port host:string',
  TaintEffect: '=NoSchedule|PreferNoSchedule|NoExecute',
  TerminationMessagePolicy: '=File|FallbackToLogsOnError',
  Toleration: 'key:string operator:TolerationOperator value:string effect:TaintEffect tolerationSeconds:int',
  TolerationOperator: '=Exists|Equal|Lt|Gt',
  TopologySelectorLabelRequirement: 'key!:string values!:[string]',
  TopologySelectorTerm: 'matchLabelExpressions:[TopologySelectorLabelRequirement]',
  TopologySpreadConstraint:
    'maxSkew!:1.. topologyKey!:string whenUnsatisfiable!:UnsatisfiableConstraintAction labelSelector:LabelSelector minDomains:1.. nodeAffinityPolicy:NodeInclusionPolicy nodeTaintsPolicy:NodeInclusionPolicy matchLabelKeys:[string]',
  TypedLocalObjectReference: 'apiGroup:string kind!:string name!:string',
  TypedObjectReference: 'apiGroup:string kind!:string name!:string namespace:string',
  URIScheme: '=HTTP|HTTPS',
  UnhealthyPodEvictionPolicyType: '=IfHealthyBudget|AlwaysAllow',
  UnsatisfiableConstraintAction: '=DoNotSchedule|ScheduleAnyway',
  Volume:
    'name!:label hostPath:HostPathVolumeSource emptyDir:EmptyDirVolumeSource gcePersistentDisk:GCEPersistentDiskVolumeSource awsElasticBlockStore:AWSElasticBlockStoreVolumeSource gitRepo:GitRepoVolumeSource secret:SecretVolumeSource nfs:NFSVolumeSource iscsi:ISCSIVolumeSource glusterfs:GlusterfsVolumeSource persistentVolumeClaim:PersistentVolumeClaimVolumeSource rbd:RBDVolumeSource flexVolume:FlexVolumeSource cinder:CinderVolumeSource cephfs:CephFSVolumeSource flocker:FlockerVolumeSource downwardAPI:DownwardAPIVolumeSource fc:FCVolumeSource azureFile:AzureFileVolumeSource configMap:ConfigMapVolumeSource vsphereVolume:VsphereVirtualDiskVolumeSource quobyte:QuobyteVolumeSource azureDisk:AzureDiskVolumeSource photonPersistentDisk:PhotonPersistentDiskVolumeSource projected:ProjectedVolumeSource portworxVolume:PortworxVolumeSource scaleIO:ScaleIOVolumeSource storageos:StorageOSVolumeSource csi:CSIVolumeSource ephemeral:EphemeralVolumeSource image:ImageVolumeSource',
  VolumeBindingMode: '=Immediate|WaitForFirstConsumer',
  VolumeDevice: 'name!:string devicePath!:string',
  VolumeMount:
    'name!:string readOnly:bool recursiveReadOnly:string mountPath!:string subPath:string mountPropagation:MountPropagationMode subPathExpr:string bindMountOptions:[string]',
  VolumeNodeAffinity: 'required:NodeSelector',
  VolumeProjection:
    'secret:SecretProjection downwardAPI:DownwardAPIProjection configMap:ConfigMapProjection serviceAccountToken:ServiceAccountTokenProjection clusterTrustBundle:ClusterTrustBundleProjection podCertificate:PodCertificateProjection',
  VolumeResourceRequirements: 'limits:{quantity} requests:{quantity}',
  VsphereVirtualDiskVolumeSource:
    'volumePath!:string fsType:string storagePolicyName:string storagePolicyID:string',
  WeightedPodAffinityTerm: 'weight!:1..100 podAffinityTerm!:PodAffinityTerm',
  WindowsSecurityContextOptions:
    'gmsaCredentialSpecName:string gmsaCredentialSpec:string runAsUserName:string hostProcess:bool',
  WorkloadSelector:
    'matchLabels:{string} matchExpressions:[LabelSelectorRequirement] +matchLabels|matchExpressions',
};
