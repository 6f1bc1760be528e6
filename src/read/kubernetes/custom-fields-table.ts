// Fields of the kinds that common operators add, as in `fields-table.ts`; deep parts are left open (`any`).
// Source: names, types and "required" of the operators' published API references:
// https://prometheus-operator.dev/docs/api-reference/api/ (0.93), https://cert-manager.io/docs/reference/api-docs/ (1.21),
// https://external-secrets.io/latest/api/spec/ (2.9; v1beta1: 0.14),
// https://argo-cd.readthedocs.io/en/stable/operator-manual/application.yaml (3.5),
// https://argo-rollouts.readthedocs.io/en/stable/features/specification/ (1.9)
// and https://strimzi.io/docs/operators/latest/configuring.html (1.2; v1beta2: 0.45).

/** Kinds by version; `Kind=Row` where the row has another name. */
export const customVersions: Readonly<Record<string, string>> = {
  'monitoring.coreos.com/v1':
    'ServiceMonitor PodMonitor PrometheusRule Probe=MonitoringProbe Prometheus Alertmanager',
  'monitoring.coreos.com/v1alpha1': 'ScrapeConfig AlertmanagerConfig',
  'cert-manager.io/v1': 'Certificate Issuer ClusterIssuer',
  'external-secrets.io/v1': 'ExternalSecret SecretStore ClusterSecretStore ClusterExternalSecret',
  'argoproj.io/v1alpha1': 'Application AppProject Rollout AnalysisTemplate',
  'kafka.strimzi.io/v1':
    'Kafka KafkaConnect KafkaTopic KafkaUser KafkaNodePool KafkaBridge KafkaConnector KafkaMirrorMaker2',
  'external-secrets.io/v1beta1':
    'ExternalSecret=ExternalSecretV1beta1 SecretStore=SecretStoreV1beta1 ClusterSecretStore=ClusterSecretStoreV1beta1',
  'kafka.strimzi.io/v1beta2':
    'Kafka=KafkaV1beta2 KafkaConnect=KafkaConnectV1beta2 KafkaTopic=KafkaTopicV1beta2 KafkaUser=KafkaUserV1beta2 KafkaNodePool=KafkaNodePoolV1beta2 KafkaConnector=KafkaConnectorV1beta2',
};

export const customFieldsTable: Readonly<Record<string, string>> = {
  Acls: 'type:SyncWindowsKind resource!:AclsResource host:string operations!:[Operations]',
  AclsResource: 'name:string patternType:PatternType type!:ResourceType',
  Acme: 'caBundle:string disableAccountKeyGeneration:bool email:string enableDurationFeature:bool externalAccountBinding:ExternalAccountBinding preferredChain:string privateKeySecretRef!:PasswordSecretRef profile:string renewalInformationSource:RenewalInformationSource server!:string skipTLSVerify:bool solvers:[Solvers]',
  AcmeDNS: 'accountSecretRef!:any host!:string',
  AcmeExternalAccountBinding: 'keyAlgorithm:KeyAlgorithm keyID!:string keySecretRef!:any',
  AcmeSolvers: 'dns01:any http01:any selector:any waitInsteadOfSelfCheck:string',
  Action:
    '=replace|Replace|keep|Keep|drop|Drop|hashmod|HashMod|labelmap|LabelMap|labeldrop|LabelDrop|labelkeep|LabelKeep|lowercase|Lowercase|uppercase|Uppercase|keepequal|KeepEqual|dropequal|DropEqual',
  AdditionalLabelSelectors: '=OnResource|OnShard',
  AdditionalOutputFormats: 'type!:AdditionalOutputFormatsType',
  AdditionalOutputFormatsType: '=DER|CombinedPEM',
  AdminClient: 'config:any',
  Akamai:
    'accessTokenSecretRef!:any clientSecretSecretRef!:any clientTokenSecretRef!:any serviceConsumerDomain!:string',
  Alerting: 'alertmanagers!:[any]',
  Alertmanager: 'apiVersion:string kind:string metadata:ObjectMeta spec!:AlertmanagerSpec status:any',
  AlertmanagerConfig:
    'apiVersion:string kind:string metadata:ObjectMeta spec!:AlertmanagerConfigSpec status:any',
  AlertmanagerConfigMatcherStrategy: 'type:AlertmanagerConfigMatcherStrategyType',
  AlertmanagerConfigMatcherStrategyType: '=OnNamespace|OnNamespaceExceptForAlertmanagerNamespace|None',
  AlertmanagerConfigSpec:
    'inhibitRules:[InhibitRules] muteTimeIntervals:[MuteTimeIntervals] receivers:[Receivers] route:Route',
  AlertmanagerConfiguration: 'global:any name:string templates:[any]',
  AlertmanagerSpec:
    'additionalArgs:[HTTPHeader] additionalPeers:[string] affinity:Affinity alertmanagerConfigMatcherStrategy:AlertmanagerConfigMatcherStrategy alertmanagerConfigNamespaceSelector:LabelSelector alertmanagerConfigSelector:LabelSelector alertmanagerConfiguration:AlertmanagerConfiguration automountServiceAccountToken:bool baseImage:string clusterAdvertiseAddress:string clusterGossipInterval:string clusterLabel:string clusterPeerTimeout:string clusterPushpullInterval:string clusterTLS:ClusterTLS configMaps:[string] configSecret:string containers:[Container] dnsConfig:PodDNSConfig dnsPolicy:DnsPolicy enableFeatures:[string] enableServiceLinks:bool externalUrl:string forceEnableClusterMode:bool hostAliases:[HostAlias] hostNetwork:bool hostUsers:bool image:string imagePullPolicy:ImagePullPolicy imagePullSecrets:[LocalObjectReference] initContainers:[Container] limits:Limits listenLocal:bool logFormat:LogFormat logLevel:LogLevel minReadySeconds:int nodeSelector:{string} paused:bool persistentVolumeClaimRetentionPolicy:StatefulSetPersistentVolumeClaimRetentionPolicy podManagementPolicy:PodManagementPolicy podMetadata:PodMetadata portName:string priorityClassName:string replicas:int resources:ResourceRequirements retention:string routePrefix:string schedulerName:string secrets:[string] securityContext:PodSecurityContext serviceAccountName:string serviceName:string sha:string storage:Storage tag:string terminationGracePeriodSeconds:int tolerations:[Toleration] topologySpreadConstraints:[TopologySpreadConstraint] updateStrategy:DaemonSetUpdateStrategy version:string volumeMounts:[VolumeMounts] volumes:[Volume] web:SpecWeb',
  Algorithm: '=RSA|ECDSA|Ed25519',
  AlterOffsets: 'fromConfigMap!:LocalObjectReference',
  Analysis: 'successfulRunHistoryLimit:int unsuccessfulRunHistoryLimit:int',
  AnalysisTemplate: 'apiVersion:string kind:string metadata:ObjectMeta spec!:AnalysisTemplateSpec',
  AnalysisTemplateSpec:
    'args:[EnvVar] dryRun:[DryRun] measurementRetention:[MeasurementRetention] metrics:[Metrics] templates:[Templates]',
  ApiUsers: 'type!:ApiUsersType valueFrom!:any',
  ApiUsersType: '=hashLoginService',
  ApiserverConfig:
    'authorization:any basicAuth:any bearerToken:string bearerTokenFile:string host!:string noProxy:string proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string tlsConfig:any',
  AppProject: 'apiVersion:string kind:string metadata:ObjectMeta spec!:AppProjectSpec status:any',
  AppProjectSpec:
    'clusterResourceBlacklist:[ClusterResourceBlacklist] clusterResourceWhitelist:[ClusterResourceBlacklist] description:string destinationServiceAccounts:[DestinationServiceAccounts] destinations:[Destination] namespaceResourceBlacklist:[NamespaceResourceBlacklist] namespaceResourceWhitelist:[NamespaceResourceBlacklist] orphanedResources:OrphanedResources permitOnlyProjectScopedClusters:bool roles:[Roles] signatureKeys:[SignatureKeys] sourceIntegrity:SourceIntegrity sourceNamespaces:[string] sourceRepos:[string] syncWindows:[SpecSyncWindows]',
  AppRole: 'path!:string roleId!:string secretRef!:PasswordSecretRef',
  Application:
    'apiVersion:string kind:string metadata:ObjectMeta operation:Operation spec!:ApplicationSpec status:any',
  ApplicationSpec:
    'destination!:Destination ignoreDifferences:[IgnoreDifferences] info:[HTTPHeader] project!:string revisionHistoryLimit:int source:SpecSource sourceHydrator:SourceHydrator sources:[SpecSource] syncPolicy:SyncPolicy',
  Apply: 'force:bool',
  ArbitraryFSAccessThroughSMs: 'deny:bool',
  AttachMetadata: 'node:bool',
  Auth: 'appRole:AppRole aws:Aws clientCertificate:ClientCertificate kubernetes:Kubernetes tokenSecretRef:PasswordSecretRef',
  Authentication:
    'certificateAndKey:any config:any passwordSecret:any sasl:bool type!:AuthenticationType username:string',
  AuthenticationMethod: '=OAuth|ManagedIdentity|SDK|WorkloadIdentity',
  AuthenticationType: '=tls|scram-sha-256|scram-sha-512|plain|custom',
  Authorization: 'credentials:ConfigMapKeySelector type:string',
  AuthorizationAcls:
    'type:SyncWindowsKind resource!:AclsResource host:string operation:Operations operations:[Operations]',
  AuthorizationType: '=simple|custom',
  AutoRebalance: 'mode!:AutoRebalanceMode template:LocalObjectReference',
  AutoRebalanceMode: '=add-brokers|remove-brokers',
  AutoRestart: 'enabled:bool maxRestarts:int',
  Automated: 'allowEmpty:bool enabled:bool prune:bool selfHeal:bool',
  Availability: '=Public|public|Admin|admin|Internal|internal',
  Aws: 'iamRoleArn:string mountPath:string region:string role!:string serviceAccountRef:ServiceAccountRef vaultHeaderValue:string',
  AzureDNS:
    'clientID:string clientSecretSecretRef:any environment:Environment hostedZoneName:string managedIdentity:any resourceGroupName!:string subscriptionID!:string tenantID:string zoneType:ZoneType',
  AzureSDConfigs:
    'authenticationMethod:AuthenticationMethod authorization:any basicAuth:any clientID:string clientSecret:ConfigMapKeySelector enableHTTP2:bool environment:string followRedirects:bool noProxy:string oauth2:any port:int proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string refreshInterval:string resourceGroup:string subscriptionID!:string tenantID:string tlsConfig:any',
  Backoff: 'duration:string factor:int maxDuration:string',
  BasicAuth: 'password:ConfigMapKeySelector username:ConfigMapKeySelector',
  BlueGreen:
    'abortScaleDownDelaySeconds:int activeMetadata:any activeService!:string antiAffinity:NodeAffinity autoPromotionEnabled:bool autoPromotionSeconds:int maxUnavailable:intOrString postPromotionAnalysis:any prePromotionAnalysis:any previewMetadata:any previewReplicaCount:int previewService:string scaleDownDelayRevisionLimit:int scaleDownDelaySeconds:int',
  BrokerCapacity: 'cpu:string inboundNetwork:string outboundNetwork:string overrides:[any]',
  Build: 'output!:any plugins!:[any] resources:ResourceRequirements',
  Ca: 'crlDistributionPoints:[string] issuingCertificateURLs:[string] ocspServers:[string] secretName!:string',
  Canary:
    'abortScaleDownDelaySeconds:int analysis:any antiAffinity:NodeAffinity canaryMetadata:any canaryService:string dynamicStableScale:bool maxSurge:intOrString maxUnavailable:intOrString minPodsPerReplicaSet:int pingPong:any replicaProgressThreshold:any scaleDownDelayRevisionLimit:int scaleDownDelaySeconds:int stableMetadata:any stableService:string steps:[any] trafficRouting:any',
  Certificate: 'apiVersion:string kind:string metadata:ObjectMeta spec:CertificateSpec status:any',
  CertificateExpirationPolicy: '=renew-certificate|replace-key',
  CertificateSpec:
    'additionalOutputFormats:[AdditionalOutputFormats] commonName:string dnsNames:[string] duration:string emailAddresses:[string] encodeUsagesInRequest:bool ipAddresses:[string] isCA:bool issuerRef!:IssuerRef keystores:Keystores literalSubject:string nameConstraints:NameConstraints otherNames:[OtherNames] privateKey:PrivateKey renewBefore:string renewBeforePercentage:int renewal:Renewal revisionHistoryLimit:int secretName!:string secretTemplate:SecretTemplate signatureAlgorithm:SignatureAlgorithm subject:SpecSubject uris:[string] usages:[string]',
  ClientCertificate: 'mountPath:string name:string secretName:string',
  ClientId: 'configMap:ConfigMapKeySelector secret:ConfigMapKeySelector',
  ClientType: '=http|grpc|HTTP|GRPC',
  Cloud: 'apiTokenSecretRef!:PasswordSecretRef url:string',
  CloudDNS: 'hostedZoneName:string project!:string serviceAccountSecretRef:any',
  Cloudflare: 'apiKeySecretRef:any apiTokenSecretRef:any email:string',
  ClusterCa:
    'generateCertificateAuthority:bool generateSecretOwnerReference:bool validityDays:int renewalDays:int certificateExpirationPolicy:CertificateExpirationPolicy',
  ClusterExternalSecret:
    'apiVersion:string kind:string metadata:ObjectMeta spec:ClusterExternalSecretSpec status:any',
  ClusterExternalSecretSpec:
    'externalSecretMetadata:SecretTemplate externalSecretName:string externalSecretSpec!:SpecExternalSecretSpec namespaceSelector:LabelSelector namespaceSelectors:[LabelSelector] namespaces:[string] refreshTime:string',
  ClusterIssuer: 'apiVersion:string kind:string metadata:ObjectMeta spec!:ClusterIssuerSpec status:any',
  ClusterIssuerSpec: 'acme:SpecAcme ca:Ca selfSigned:SelfSigned vault:SpecVault venafi:SpecVenafi',
  ClusterResourceBlacklist: 'group!:string kind!:string name:string',
  ClusterSecretStore: 'apiVersion:string kind:string metadata:ObjectMeta spec:SecretStoreSpec status:any',
  ClusterSecretStoreV1beta1:
    'apiVersion:string kind:string metadata:ObjectMeta spec:SecretStoreSpecX status:any',
  ClusterTLS: 'client!:any server!:any',
  CnameStrategy: '=None|Follow',
  Compression: '=gzip|Gzip',
  Conditions: 'namespaceRegexes:[string] namespaceSelector:LabelSelector namespaces:[string]',
  ConflictPolicy: '=Ignore|Error',
  ConsulSDConfigs:
    'allowStale:bool authorization:any basicAuth:any datacenter:string enableHTTP2:bool filter:string followRedirects:bool healthFilter:string namespace:string noProxy:string nodeMeta:{string} oauth2:any partition:string pathPrefix:string proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string refreshInterval:string scheme:Scheme server!:string services:[string] tagSeparator:string tags:[string] tlsConfig:any tokenRef:ConfigMapKeySelector',
  Consumer: 'enabled:bool timeoutSeconds:int config:any',
  ConversionStrategy: '=Default|Unicode',
  CreationPolicy: '=Owner|Orphan|Merge|None|CreateOrMerge',
  CruiseControl:
    'image:string resources:ResourceRequirements livenessProbe:LivenessProbe readinessProbe:LivenessProbe jvmOptions:JvmOptions logging:Logging template:CruiseControlTemplate brokerCapacity:BrokerCapacity config:any metricsConfig:MetricsConfig apiUsers:ApiUsers autoRebalance:[AutoRebalance]',
  CruiseControlBrokerCapacity:
    'disk:string cpuUtilization:int cpu:string inboundNetwork:string outboundNetwork:string overrides:[any]',
  CruiseControlTemplate:
    'deployment:any pod:any apiService:any podDisruptionBudget:any cruiseControlContainer:any serviceAccount:any',
  Data: 'remoteRef!:RemoteRef secretKey!:string sourceRef:SourceRef',
  DataFrom: 'extract:RemoteRef find:Find rewrite:[Rewrite] sourceRef:SourceRef',
  DataFromFind:
    'conversionStrategy:ConversionStrategy decodingStrategy:DecodingStrategy name:Name path:string tags:{string}',
  DataFromRewrite: 'regexp:Regexp transform:Transform',
  DataRemoteRef:
    'conversionStrategy:ConversionStrategy decodingStrategy:DecodingStrategy key!:string metadataPolicy:MetadataPolicy property:string version:string',
  DecodingStrategy: '=Auto|Base64|Base64URL|None',
  DeletionPolicy: '=Delete|Merge|Retain',
  Destination: 'name:string namespace:string server:string',
  DestinationServiceAccounts: 'defaultServiceAccount!:string namespace:string server!:string',
  DigitalOceanSDConfigs:
    'authorization:any enableHTTP2:bool followRedirects:bool noProxy:string oauth2:any port:int proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string refreshInterval:string tlsConfig:any',
  Digitalocean: 'tokenSecretRef!:any',
  Directory: 'disableExtensionFilter:bool exclude:string include:string jsonnet:Jsonnet recurse:bool',
  DirectoryJsonnet: 'extVars:[ExtVars] libs:[string] tlas:[ExtVars]',
  Dns01:
    'acmeDNS:AcmeDNS akamai:Akamai azureDNS:AzureDNS cloudDNS:CloudDNS cloudflare:Cloudflare cnameStrategy:CnameStrategy digitalocean:Digitalocean nameservers:[string] rfc2136:Rfc2136 route53:Route53 webhook:Webhook',
  DnsPolicy: '=ClusterFirstWithHostNet|ClusterFirst|Default|None',
  DnsSDConfigs: 'names!:[string] port:int refreshInterval:string type:Type',
  DockerSDConfigs:
    'authorization:any basicAuth:any enableHTTP2:bool filters:[any] followRedirects:bool host!:string hostNetworkingHost:string matchFirstNetwork:bool noProxy:string oauth2:any port:int proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string refreshInterval:string tlsConfig:any',
  DockerSwarmSDConfigs:
    'authorization:any basicAuth:any enableHTTP2:bool filters:[any] followRedirects:bool host!:string noProxy:string oauth2:any port:int proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string refreshInterval:string role!:DockerSwarmSDConfigsRole tlsConfig:any',
  DockerSwarmSDConfigsRole: '=Services|Tasks|Nodes',
  DryRun: 'metricName!:string',
  DrySource:
    'directory:Directory helm:Helm kustomize:Kustomize path!:string plugin:Plugin repoURL!:string targetRevision!:string',
  Ec2SDConfigs:
    'accessKey:ConfigMapKeySelector enableHTTP2:bool filters:[any] followRedirects:bool noProxy:string port:int proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string refreshInterval:string region:string roleARN:string secretKey:ConfigMapKeySelector tlsConfig:any',
  Encoding: '=PKCS1|PKCS8',
  EndpointsTlsConfig:
    'ca:ClientId caFile:string cert:ClientId certFile:string insecureSkipVerify:bool keyFile:string keySecret:ConfigMapKeySelector maxVersion:MaxVersion minVersion:MaxVersion serverName:string',
  EngineVersion: '=v2',
  EntityOperator: 'topicOperator:TopicOperator userOperator:UserOperator template:EntityOperatorTemplate',
  EntityOperatorTemplate:
    'deployment:any pod:any topicOperatorContainer:any userOperatorContainer:any serviceAccount:any podDisruptionBudget:any entityOperatorRole:any topicOperatorRoleBinding:any userOperatorRoleBinding:any',
  EntityOperatorTopicOperator:
    'watchedNamespace:string image:string reconciliationIntervalSeconds:int reconciliationIntervalMs:int zookeeperSessionTimeoutSeconds:int startupProbe:any livenessProbe:any readinessProbe:any resources:ResourceRequirements topicMetadataMaxAttempts:int logging:any jvmOptions:any',
  EntityOperatorUserOperator:
    'watchedNamespace:string image:string reconciliationIntervalSeconds:int reconciliationIntervalMs:int zookeeperSessionTimeoutSeconds:int secretPrefix:string livenessProbe:any readinessProbe:any resources:ResourceRequirements logging:any jvmOptions:any',
  Environment: '=AzurePublicCloud|AzureChinaCloud|AzureGermanCloud|AzureUSGovernmentCloud',
  EurekaSDConfigs:
    'authorization:any basicAuth:any enableHTTP2:bool followRedirects:bool noProxy:string oauth2:any proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string refreshInterval:string server!:string tlsConfig:any',
  Excluded: 'dnsDomains:[string] emailAddresses:[string] ipRanges:[string] uriDomains:[string]',
  ExcludedFromEnforcement: 'group:Group name:string namespace!:string resource!:Resource',
  Exemplars: 'maxSize:int',
  ExtVars: 'code:bool name!:string value!:string',
  ExternalAccountBinding: 'keyAlgorithm:KeyAlgorithm keyID!:string keySecretRef!:PasswordSecretRef',
  ExternalConfiguration: 'env:[any] volumes:[any]',
  ExternalSecret: 'apiVersion:string kind:string metadata:ObjectMeta spec:ExternalSecretSpec status:any',
  ExternalSecretSpec:
    'data:[Data] dataFrom:[DataFrom] refreshInterval:string refreshPolicy:RefreshPolicy secretStoreRef:StoreRef syncWindows:SyncWindows target:Target',
  ExternalSecretSpecData: 'remoteRef!:any secretKey!:string sourceRef:any',
  ExternalSecretSpecDataFrom: 'extract:any find:any rewrite:[any] sourceRef:any',
  ExternalSecretSpecSyncWindows: 'kind!:SyncWindowsKind windows!:[any]',
  ExternalSecretSpecTarget:
    'creationPolicy:CreationPolicy deletionPolicy:DeletionPolicy immutable:bool manifest:any name:string template:any',
  ExternalSecretSpecTargetX:
    'creationPolicy:TargetCreationPolicy deletionPolicy:DeletionPolicy immutable:bool name:string template:SpecTargetTemplate',
  ExternalSecretSpecX:
    'data:[SpecData] dataFrom:[SpecDataFrom] refreshInterval:string secretStoreRef:StoreRef target:ExternalSecretSpecTargetX',
  ExternalSecretV1beta1:
    'apiVersion:string kind:string metadata:ObjectMeta spec:ExternalSecretSpecX status:any',
  FallbackScrapeProtocol:
    '=PrometheusProto|OpenMetricsText0.0.1|OpenMetricsText1.0.0|PrometheusText0.0.4|PrometheusText1.0.0',
  FileParameters: 'name:string path:string',
  FileSDConfigs: 'files!:[string] refreshInterval:string',
  Find: 'conversionStrategy:ConversionStrategy decodingStrategy:DecodingStrategy name:Name nullBytePolicy:NullBytePolicy path:string tags:{string}',
  GatewayHTTPRoute:
    'labels:{string} parentRefs:[any] podTemplate:PersistentVolumeClaimTemplate serviceType:string',
  GceSDConfigs:
    'filter:string port:int project!:string refreshInterval:string tagSeparator:string zone!:string',
  Git: 'policies!:[Policies]',
  Gpg: 'keys!:[string] mode!:string',
  Group: '=monitoring.coreos.com',
  Groups:
    'interval:string labels:{string} limit:int name!:string partial_response_strategy:string query_offset:string rules:[Rules]',
  Helm: 'apiVersions:[string] fileParameters:[FileParameters] ignoreMissingValueFiles:bool kubeVersion:string namespace:string parameters:[Parameters] passCredentials:bool releaseName:string skipCrds:bool skipSchemaValidation:bool skipTests:bool valueFiles:[string] values:string valuesObject:any version:string',
  HetznerSDConfigs:
    'authorization:any basicAuth:any enableHTTP2:bool followRedirects:bool labelSelector:string noProxy:string oauth2:any port:int proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string refreshInterval:string role!:HetznerSDConfigsRole tlsConfig:any',
  HetznerSDConfigsRole: '=hcloud|Hcloud|robot|Robot',
  Http: 'port:int tls:any cors:any',
  Http01: 'gatewayHTTPRoute:GatewayHTTPRoute ingress:Http01Ingress',
  Http01Ingress:
    'class:string ingressClassName:string ingressTemplate:any name:string podTemplate:PersistentVolumeClaimTemplate serviceType:string',
  HttpSDConfigs:
    'authorization:any basicAuth:any enableHTTP2:bool followRedirects:bool noProxy:string oauth2:any proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string refreshInterval:string tlsConfig:any url!:string',
  HydrateTo: 'targetBranch!:string',
  Ignore: 'group:string kind:string name:string',
  IgnoreDifferences:
    'group:string jqPathExpressions:[string] jsonPointers:[string] kind!:string managedFieldsManagers:[string] name:string namespace:string',
  ImagePullPolicy: '=|Always|Never|IfNotPresent',
  InhibitRules: 'equal:[string] sourceMatch:[any] targetMatch:[any]',
  InitiatedBy: 'automated:bool username:string',
  IonosSDConfigs:
    'authorization!:any datacenterID!:string enableHTTP2:bool followRedirects:bool noProxy:string oauth2:any port:int proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string refreshInterval:string tlsConfig:any',
  Issuer: 'apiVersion:string kind:string metadata:ObjectMeta spec!:IssuerSpec status:any',
  IssuerRef: 'group:string kind:string name!:string',
  IssuerSpec: 'acme:Acme ca:Ca selfSigned:SelfSigned vault:Vault venafi:Venafi',
  Jks: 'alias:string create!:bool password:string passwordSecretRef:PasswordSecretRef',
  JmxOptions: 'authentication:any',
  JmxTrans:
    'image:string outputDefinitions!:[OutputDefinitions] logLevel:string kafkaQueries!:[KafkaQueries] resources:ResourceRequirements template:JmxTransTemplate',
  JmxTransTemplate: 'deployment:any pod:any container:any serviceAccount:any',
  Jsonnet: 'extVars:[any] libs:[string] tlas:[any]',
  JvmOptions: '-XX:{string} -Xmx:string -Xms:string gcLoggingEnabled:bool javaSystemProperties:[HTTPHeader]',
  JwtTokens: 'exp:int iat!:int id:string',
  Kafka: 'apiVersion:string kind:string metadata:ObjectMeta spec!:KafkaSpec status:any',
  KafkaAuthorization:
    'authorizerClass:string superUsers:[string] supportsAdminApi:bool type!:AuthorizationType',
  KafkaAuthorizationType: '=simple|opa|keycloak|custom',
  KafkaBridge: 'apiVersion:string kind:string metadata:ObjectMeta spec!:KafkaBridgeSpec status:any',
  KafkaBridgeSpec:
    'replicas!:int image:string bootstrapServers!:string tls:Tls authentication:Authentication http:Http adminClient:AdminClient consumer:Consumer producer:Producer resources:ResourceRequirements jvmOptions:JvmOptions logging:Logging clientRackInitImage:string rack:Rack metricsConfig:MetricsConfig livenessProbe:LivenessProbe readinessProbe:LivenessProbe template:KafkaBridgeSpecTemplate tracing:Tracing config:any',
  KafkaBridgeSpecTemplate:
    'deployment:any pod:any apiService:any podDisruptionBudget:any bridgeContainer:any clusterRoleBinding:any serviceAccount:any initContainer:any',
  KafkaConnect: 'apiVersion:string kind:string metadata:ObjectMeta spec!:KafkaConnectSpec status:any',
  KafkaConnectSpec:
    'version:string replicas!:int image:string bootstrapServers!:string groupId!:string configStorageTopic!:string statusStorageTopic!:string offsetStorageTopic!:string tls:Tls authentication:Authentication config:any resources:ResourceRequirements livenessProbe:LivenessProbe readinessProbe:LivenessProbe jvmOptions:JvmOptions jmxOptions:JmxOptions logging:Logging clientRackInitImage:string rack:Rack metricsConfig:MetricsConfig tracing:Tracing template:SpecTemplate build:Build plugins:[Plugins]',
  KafkaConnectSpecAuthentication:
    'accessToken:any accessTokenIsJwt:bool accessTokenLocation:string audience:string certificateAndKey:any clientAssertion:any clientAssertionLocation:string clientAssertionType:string clientId:string clientSecret:any connectTimeoutSeconds:int disableTlsHostnameVerification:bool enableMetrics:bool httpRetries:int httpRetryPauseMs:int includeAcceptHeader:bool maxTokenExpirySeconds:int passwordSecret:any readTimeoutSeconds:int refreshToken:any saslExtensions:{string} scope:string tlsTrustedCertificates:[any] tokenEndpointUri:string type!:KafkaConnectSpecAuthenticationType username:string',
  KafkaConnectSpecAuthenticationType: '=tls|scram-sha-256|scram-sha-512|plain|oauth',
  KafkaConnectSpecTemplate:
    'deployment:any podSet:any pod:any apiService:any headlessService:any connectContainer:any initContainer:any podDisruptionBudget:any serviceAccount:any clusterRoleBinding:any buildPod:any buildContainer:any buildConfig:any buildServiceAccount:any jmxSecret:any',
  KafkaConnectSpecX:
    'version:string replicas:int image:string bootstrapServers!:string tls:Tls authentication:KafkaConnectSpecAuthentication config:any resources:ResourceRequirements livenessProbe:LivenessProbe readinessProbe:LivenessProbe jvmOptions:JvmOptions jmxOptions:JmxOptions logging:Logging clientRackInitImage:string rack:KafkaRack metricsConfig:KafkaMetricsConfig tracing:SpecTracing template:KafkaConnectSpecTemplate externalConfiguration:ExternalConfiguration build:Build',
  KafkaConnectV1beta2: 'apiVersion:string kind:string metadata:ObjectMeta spec:KafkaConnectSpecX status:any',
  KafkaConnector: 'apiVersion:string kind:string metadata:ObjectMeta spec!:KafkaConnectorSpec status:any',
  KafkaConnectorSpec:
    'class:string tasksMax:int autoRestart:AutoRestart version:string config:any state:State listOffsets:ListOffsets alterOffsets:AlterOffsets',
  KafkaConnectorSpecX:
    'class:string tasksMax:int autoRestart:AutoRestart config:any pause:bool state:State listOffsets:ListOffsets alterOffsets:AlterOffsets',
  KafkaConnectorV1beta2:
    'apiVersion:string kind:string metadata:ObjectMeta spec:KafkaConnectorSpecX status:any',
  KafkaExporter:
    'image:string groupRegex:string topicRegex:string groupExcludeRegex:string topicExcludeRegex:string resources:ResourceRequirements logging:string livenessProbe:LivenessProbe readinessProbe:LivenessProbe enableSaramaLogging:bool showAllOffsets:bool template:KafkaExporterTemplate',
  KafkaExporterTemplate: 'deployment:any pod:any container:any serviceAccount:any podDisruptionBudget:any',
  KafkaListeners:
    'name!:string port!:int type!:KafkaListenersType tls!:bool authentication:any configuration:any networkPolicyPeers:[NetworkPolicyPeer]',
  KafkaListenersType: '=internal|route|loadbalancer|nodeport|ingress|cluster-ip',
  KafkaMetricsConfig: 'type!:KafkaMetricsConfigType valueFrom!:any',
  KafkaMetricsConfigType: '=jmxPrometheusExporter',
  KafkaMirrorMaker2:
    'apiVersion:string kind:string metadata:ObjectMeta spec!:KafkaMirrorMaker2Spec status:any',
  KafkaMirrorMaker2Spec:
    'version:string replicas!:int image:string target!:SpecTarget mirrors!:[Mirrors] resources:ResourceRequirements livenessProbe:LivenessProbe readinessProbe:LivenessProbe jvmOptions:JvmOptions jmxOptions:JmxOptions logging:Logging clientRackInitImage:string rack:Rack metricsConfig:MetricsConfig tracing:Tracing template:SpecTemplate',
  KafkaNodePool: 'apiVersion:string kind:string metadata:ObjectMeta spec!:KafkaNodePoolSpec status:any',
  KafkaNodePoolSpec:
    'replicas!:int storage!:SpecStorage roles!:[SpecRoles] resources:ResourceRequirements jvmOptions:JvmOptions template:KafkaNodePoolSpecTemplate',
  KafkaNodePoolSpecTemplate:
    'podSet:any pod:any perPodService:any perPodRoute:any perPodIngress:any persistentVolumeClaim:any kafkaContainer:any initContainer:any',
  KafkaNodePoolSpecX:
    'replicas!:int storage!:KafkaStorage roles!:[SpecRoles] resources:ResourceRequirements jvmOptions:JvmOptions template:KafkaNodePoolSpecTemplate',
  KafkaNodePoolV1beta2:
    'apiVersion:string kind:string metadata:ObjectMeta spec:KafkaNodePoolSpecX status:any',
  KafkaQueries: 'targetMBean!:string attributes!:[string] outputs!:[string]',
  KafkaRack: 'topologyKey!:string',
  KafkaSpec:
    'kafka!:Kafka entityOperator:EntityOperator clusterCa:ClusterCa clientsCa:ClusterCa cruiseControl:CruiseControl kafkaExporter:KafkaExporter maintenanceTimeWindows:[string]',
  KafkaSpecX:
    'kafka!:SpecKafka zookeeper:Zookeeper entityOperator:SpecEntityOperator clusterCa:ClusterCa clientsCa:ClusterCa cruiseControl:SpecCruiseControl jmxTrans:JmxTrans kafkaExporter:SpecKafkaExporter maintenanceTimeWindows:[string]',
  KafkaStorage:
    'class:string deleteClaim:bool id:int kraftMetadata:KraftMetadata overrides:[any] selector:{string} size:string sizeLimit:string type!:StorageType volumes:[any]',
  KafkaTemplate:
    'pod:any bootstrapService:any brokersService:any externalBootstrapService:any perPodService:any externalBootstrapRoute:any perPodRoute:any externalBootstrapIngress:any perPodIngress:any persistentVolumeClaim:any podDisruptionBudget:any kafkaContainer:any initContainer:any clusterCaCert:any serviceAccount:any jmxSecret:any clusterRoleBinding:any podSet:any',
  KafkaTopic: 'apiVersion:string kind:string metadata:ObjectMeta spec!:KafkaTopicSpec status:any',
  KafkaTopicSpec: 'topicName:string partitions:int replicas:int config:any',
  KafkaTopicV1beta2: 'apiVersion:string kind:string metadata:ObjectMeta spec:KafkaTopicSpec status:any',
  KafkaUser: 'apiVersion:string kind:string metadata:ObjectMeta spec!:KafkaUserSpec status:any',
  KafkaUserSpec:
    'authentication:SpecAuthentication authorization:SpecAuthorization quotas:SpecQuotas template:KafkaUserSpecTemplate',
  KafkaUserSpecAuthentication: 'password:Password type!:SpecAuthenticationType',
  KafkaUserSpecAuthorization: 'acls!:[AuthorizationAcls] type!:SpecAuthorizationType',
  KafkaUserSpecTemplate: 'secret:TemplateSecret',
  KafkaUserSpecX:
    'authentication:KafkaUserSpecAuthentication authorization:KafkaUserSpecAuthorization quotas:SpecQuotas template:KafkaUserSpecTemplate',
  KafkaUserV1beta2: 'apiVersion:string kind:string metadata:ObjectMeta spec:KafkaUserSpecX status:any',
  KafkaV1beta2: 'apiVersion:string kind:string metadata:ObjectMeta spec:KafkaSpecX status:any',
  KeyAlgorithm: '=HS256|HS384|HS512',
  Keystores: 'jks:Jks pkcs12:Pkcs12',
  Kind: '=SecretStore|ClusterSecretStore',
  KraftMetadata: '=shared',
  Kubernetes: 'mountPath:string role!:string secretRef:PasswordSecretRef serviceAccountRef:ServiceAccountRef',
  KubernetesSDConfigs:
    'apiServer:string attachMetadata:any authorization:any basicAuth:any enableHTTP2:bool followRedirects:bool namespaces:any noProxy:string oauth2:any proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string role!:KubernetesSDConfigsRole selectors:[any] tlsConfig:any',
  KubernetesSDConfigsRole: '=Pod|Endpoints|Ingress|Service|Node|EndpointSlice',
  KumaSDConfigs:
    'authorization:any basicAuth:any clientID:string enableHTTP2:bool fetchTimeout:string followRedirects:bool noProxy:string oauth2:any proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string refreshInterval:string server!:string tlsConfig:any',
  Kustomize:
    'apiVersions:[string] commonAnnotations:{string} commonAnnotationsEnvsubst:bool commonLabels:{string} components:[string] forceCommonAnnotations:bool forceCommonLabels:bool ignoreMissingComponents:bool images:[string] kubeVersion:string labelIncludeTemplates:bool labelWithoutSelector:bool namePrefix:string nameSuffix:string namespace:string patches:[Patches] replicas:[Replicas] version:string',
  KustomizePatches: 'options:{bool} patch:string path:string target:PatchesTarget',
  LightSailSDConfigs:
    'accessKey:ConfigMapKeySelector authorization:any basicAuth:any enableHTTP2:bool endpoint:string followRedirects:bool noProxy:string oauth2:any port:int proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string refreshInterval:string region:string roleARN:string secretKey:ConfigMapKeySelector tlsConfig:any',
  Limits: 'maxPerSilenceBytes:string maxSilences:int',
  LinodeSDConfigs:
    'authorization:any enableHTTP2:bool followRedirects:bool noProxy:string oauth2:any port:int proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string refreshInterval:string region:string tagSeparator:string tlsConfig:any',
  ListOffsets: 'toConfigMap!:LocalObjectReference',
  Listeners:
    'name!:string port!:int type!:ListenersType tls!:bool authentication:any configuration:any networkPolicyPeers:[NetworkPolicyPeer]',
  ListenersType: '=internal|route|tlsroute|loadbalancer|nodeport|ingress|cluster-ip',
  LivenessProbe:
    'initialDelaySeconds:int timeoutSeconds:int periodSeconds:int successThreshold:int failureThreshold:int',
  LogFormat: '=|logfmt|json',
  LogLevel: '=|debug|info|warn|error',
  Logging: 'loggers:{string} type!:LoggingType valueFrom:any',
  LoggingType: '=inline|external',
  Manifest: 'apiVersion!:string kind!:string',
  MaxVersion: '=TLS10|TLS11|TLS12|TLS13',
  MeasurementRetention: 'limit!:int metricName!:string',
  Merge:
    'conflictPolicy:ConflictPolicy into:string priority:[string] priorityPolicy:PriorityPolicy strategy:Strategy',
  MergePolicy: '=Replace|Merge',
  MessageVersion: '=V1.0|V2.0',
  MetadataPolicy: '=None|Fetch',
  MetricRelabelings:
    'action:Action modulus:int regex:string replacement:string separator:string sourceLabels:[string] targetLabel:string',
  Metrics:
    'consecutiveErrorLimit:intOrString consecutiveSuccessLimit:intOrString count:intOrString failureCondition:string failureLimit:intOrString inconclusiveLimit:intOrString initialDelay:string interval:string name!:string provider!:any successCondition:string',
  MetricsConfig: 'type!:MetricsConfigType valueFrom:any values:any',
  MetricsConfigType: '=jmxPrometheusExporter|strimziMetricsReporter',
  Mirrors:
    'source!:any sourceConnector:any checkpointConnector:any topicsPattern:string topicsExcludePattern:string groupsPattern:string groupsExcludePattern:string',
  Mode: '=Address|Topology',
  MonitoringProbe: 'apiVersion:string kind:string metadata:ObjectMeta spec!:ProbeSpec status:any',
  MuteTimeIntervals: 'name!:string timeIntervals:[any]',
  Name: 'regexp:string',
  NameConstraints: 'critical:bool excluded:Excluded permitted:Excluded',
  NameEscapingScheme: '=AllowUTF8|Underscores|Dots|Values',
  NameValidationScheme: '=UTF8|Legacy',
  NamespaceResourceBlacklist: 'group!:string kind!:string',
  NamespaceSelector: 'any:bool matchNames:[string]',
  Ngts: 'credentialsRef!:LocalObjectReference tokenEndpoint:string tsgID!:string url:string',
  NomadSDConfigs:
    'allowStale:bool authorization:any basicAuth:any enableHTTP2:bool followRedirects:bool namespace:string noProxy:string oauth2:any proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string refreshInterval:string region:string server!:string tagSeparator:string tlsConfig:any',
  NullBytePolicy: '=Ignore|Fail',
  Oauth2:
    'clientId!:ClientId clientSecret!:ConfigMapKeySelector endpointParams:{string} noProxy:string proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string scopes:[string] tlsConfig:TlsConfig tokenUrl!:string',
  OpenstackSDConfigs:
    'allTenants:bool applicationCredentialId:string applicationCredentialName:string applicationCredentialSecret:ConfigMapKeySelector availability:Availability domainID:string domainName:string identityEndpoint:string password:ConfigMapKeySelector port:int projectID:string projectName:string refreshInterval:string region!:string role!:OpenstackSDConfigsRole tlsConfig:any userid:string username:string',
  OpenstackSDConfigsRole: '=Instance|Hypervisor|LoadBalancer',
  Operation: 'info:[HTTPHeader] initiatedBy:InitiatedBy retry:Retry sync:Sync',
  Operations:
    '=Read|Write|Create|Delete|Alter|Describe|ClusterAction|AlterConfigs|DescribeConfigs|IdempotentWrite|All',
  OrphanedResources: 'ignore:[Ignore] warn:bool',
  OtherNames: 'oid:string utf8Value:string',
  Otlp: 'convertHistogramsToNHCB:bool ignoreResourceAttributes:[string] keepIdentifyingResourceAttributes:bool labelNamePreserveMultipleUnderscores:bool labelNameUnderscoreSanitization:bool promoteAllResourceAttributes:bool promoteResourceAttributes:[string] promoteScopeMetadata:bool translationStrategy:TranslationStrategy',
  OutputDefinitions:
    'outputType!:string host:string port:int flushDelayInSeconds:int typeNames:[string] name!:string',
  OvhcloudSDConfigs:
    'applicationKey!:string applicationSecret!:ConfigMapKeySelector consumerKey!:ConfigMapKeySelector endpoint:string refreshInterval:string service!:OvhcloudSDConfigsService',
  OvhcloudSDConfigsService: '=VPS|DedicatedServer',
  Parameters: 'forceString:bool name:string value:string',
  Params: 'name!:string values:[string]',
  Password: 'valueFrom!:ValueFrom',
  PasswordSecretRef: 'key:string name!:string',
  Patches: 'options:{bool} patch:string path:string target:any',
  PatchesTarget:
    'annotationSelector:string group:string kind:string labelSelector:string name:string namespace:string version:string',
  PatternType: '=literal|prefix',
  Pkcs12: 'create!:bool password:string passwordSecretRef:PasswordSecretRef profile:Profile',
  Plugin: 'env:[HTTPHeader] name:string parameters:[PluginParameters]',
  PluginParameters: 'array:[string] map:{string} name:string string:string',
  Plugins: 'name!:string artifacts!:[any]',
  PodManagementPolicy: '=OrderedReady|Parallel',
  PodMetadata: 'annotations:{string} labels:{string} name:string',
  PodMetricsEndpoints:
    'authorization:Authorization basicAuth:BasicAuth bearerTokenSecret:ConfigMapKeySelector enableHttp2:bool filterRunning:bool followRedirects:bool honorLabels:bool honorTimestamps:bool interval:string metricRelabelings:[MetricRelabelings] noProxy:string oauth2:Oauth2 params:{[string]} path:string port:string portNumber:int proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string relabelings:[MetricRelabelings] scheme:Scheme scrapeTimeout:string targetPort:intOrString tlsConfig:TlsConfig trackTimestampsStaleness:bool',
  PodMonitor: 'apiVersion:string kind:string metadata:ObjectMeta spec!:PodMonitorSpec status:any',
  PodMonitorSpec:
    'attachMetadata:AttachMetadata bodySizeLimit:string convertClassicHistogramsToNHCB:bool fallbackScrapeProtocol:FallbackScrapeProtocol jobLabel:string keepDroppedTargets:int labelLimit:int labelNameLengthLimit:int labelValueLengthLimit:int namespaceSelector:NamespaceSelector nativeHistogramBucketLimit:int nativeHistogramMinBucketFactor:intOrString podMetricsEndpoints:[PodMetricsEndpoints] podTargetLabels:[string] sampleLimit:int scrapeClass:string scrapeClassicHistograms:bool scrapeNativeHistograms:bool scrapeProtocols:[FallbackScrapeProtocol] selector!:LabelSelector selectorMechanism:SelectorMechanism targetLimit:int',
  Policies: 'gpg!:Gpg repos!:[Repos]',
  Policy: '=RenewBefore|Disabled',
  PriorityPolicy: '=IgnoreNotFound|Strict',
  PrivateKey: 'algorithm:Algorithm encoding:Encoding rotationPolicy:RotationPolicy size:int',
  ProbeSpec:
    'authorization:Authorization basicAuth:BasicAuth bearerTokenSecret:ConfigMapKeySelector convertClassicHistogramsToNHCB:bool enableHttp2:bool fallbackScrapeProtocol:FallbackScrapeProtocol followRedirects:bool interval:string jobName:string keepDroppedTargets:int labelLimit:int labelNameLengthLimit:int labelValueLengthLimit:int metricRelabelings:[MetricRelabelings] module:string nativeHistogramBucketLimit:int nativeHistogramMinBucketFactor:intOrString oauth2:Oauth2 params:[Params] prober:Prober sampleLimit:int scrapeClass:string scrapeClassicHistograms:bool scrapeNativeHistograms:bool scrapeProtocols:[FallbackScrapeProtocol] scrapeTimeout:string targetLimit:int targets:Targets tlsConfig:TlsConfig',
  Prober:
    'noProxy:string path:string proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string scheme:Scheme url!:string',
  Producer: 'enabled:bool config:any',
  Profile: '=LegacyRC2|LegacyDES|Modern2023|Modern2026',
  Prometheus: 'apiVersion:string kind:string metadata:ObjectMeta spec!:PrometheusSpec status:any',
  PrometheusRule: 'apiVersion:string kind:string metadata:ObjectMeta spec!:PrometheusRuleSpec status:any',
  PrometheusRuleSpec: 'groups:[Groups]',
  PrometheusRulesExcludedFromEnforce: 'ruleName!:string ruleNamespace!:string',
  PrometheusSpec:
    'additionalAlertManagerConfigs:ConfigMapKeySelector additionalAlertRelabelConfigs:ConfigMapKeySelector additionalArgs:[HTTPHeader] additionalScrapeConfigs:ConfigMapKeySelector affinity:Affinity alerting:Alerting allowOverlappingBlocks:bool apiserverConfig:ApiserverConfig arbitraryFSAccessThroughSMs:ArbitraryFSAccessThroughSMs automountServiceAccountToken:bool baseImage:string bodySizeLimit:string configMaps:[string] containers:[Container] convertClassicHistogramsToNHCB:bool disableCompaction:bool dnsConfig:PodDNSConfig dnsPolicy:DnsPolicy enableAdminAPI:bool enableFeatures:[string] enableOTLPReceiver:bool enableRemoteWriteReceiver:bool enableServiceLinks:bool enforcedBodySizeLimit:string enforcedKeepDroppedTargets:int enforcedLabelLimit:int enforcedLabelNameLengthLimit:int enforcedLabelValueLengthLimit:int enforcedNamespaceLabel:string enforcedSampleLimit:int enforcedTargetLimit:int evaluationInterval:string excludedFromEnforcement:[ExcludedFromEnforcement] exemplars:Exemplars externalLabels:{string} externalUrl:string hostAliases:[HostAlias] hostNetwork:bool hostUsers:bool ignoreNamespaceSelectors:bool image:string imagePullPolicy:ImagePullPolicy imagePullSecrets:[LocalObjectReference] initContainers:[Container] keepDroppedTargets:int labelLimit:int labelNameLengthLimit:int labelValueLengthLimit:int listenLocal:bool logFormat:LogFormat logLevel:LogLevel maximumStartupDurationSeconds:int minReadySeconds:int nameEscapingScheme:NameEscapingScheme nameValidationScheme:NameValidationScheme nodeSelector:{string} otlp:Otlp overrideHonorLabels:bool overrideHonorTimestamps:bool paused:bool persistentVolumeClaimRetentionPolicy:StatefulSetPersistentVolumeClaimRetentionPolicy podManagementPolicy:PodManagementPolicy podMetadata:PodMetadata podMonitorNamespaceSelector:LabelSelector podMonitorSelector:LabelSelector podTargetLabels:[string] portName:string priorityClassName:string probeNamespaceSelector:LabelSelector probeSelector:LabelSelector prometheusExternalLabelName:string prometheusRulesExcludedFromEnforce:[PrometheusRulesExcludedFromEnforce] query:Query queryLogFile:string reloadStrategy:ReloadStrategy remoteRead:[RemoteRead] remoteWrite:[RemoteWrite] remoteWriteReceiverMessageVersions:[MessageVersion] replicaExternalLabelName:string replicas:int resources:ResourceRequirements retention:string retentionSize:string routePrefix:string ruleNamespaceSelector:LabelSelector ruleQueryOffset:string ruleSelector:LabelSelector rules:SpecRules runtime:Runtime sampleLimit:int schedulerName:string scrapeClasses:[ScrapeClasses] scrapeClassicHistograms:bool scrapeConfigNamespaceSelector:LabelSelector scrapeConfigSelector:LabelSelector scrapeFailureLogFile:string scrapeInterval:string scrapeNativeHistograms:bool scrapeProtocols:[FallbackScrapeProtocol] scrapeTimeout:string secrets:[string] securityContext:PodSecurityContext serviceAccountName:string serviceDiscoveryRole:ServiceDiscoveryRole serviceMonitorNamespaceSelector:LabelSelector serviceMonitorSelector:LabelSelector serviceName:string sha:string shardRetentionPolicy:ShardRetentionPolicy shardingStrategy:ShardingStrategy shards:int storage:Storage tag:string targetLimit:int terminationGracePeriodSeconds:int thanos:Thanos tolerations:[Toleration] topologySpreadConstraints:[TopologySpreadConstraints] tracingConfig:TracingConfig tsdb:Tsdb updateStrategy:DaemonSetUpdateStrategy version:string volumeMounts:[VolumeMounts] volumes:[Volume] walCompression:bool web:Web',
  Provider:
    'akeyless:any aws:any azurekv:any barbican:any beyondtrust:any beyondtrustworkloadcredentials:any bitwardensecretsmanager:any chef:any cloudrusm:any conjur:any crd:any delinea:any doppler:any dvls:any fake:any fortanix:any gcpsm:any github:any gitlab:any ibm:any infisical:any keepersecurity:any kubernetes:any nebiusmysterybox:any ngrok:any onboardbase:any onepassword:any onepasswordSDK:any openBao:any oracle:any ovh:any passbolt:any passworddepot:any previder:any pulumi:any scaleway:any secretserver:any senhasegura:any vault:any volcengine:any webhook:any yandexcertificatemanager:any yandexlockbox:any',
  PuppetDBSDConfigs:
    'authorization:any basicAuth:any enableHTTP2:bool followRedirects:bool includeParameters:bool noProxy:string oauth2:any port:int proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string query!:string refreshInterval:string tlsConfig:any url!:string',
  Query: 'lookbackDelta:string maxConcurrency:int maxSamples:int timeout:string',
  Quotas:
    'consumerByteRate:int controllerMutationRate:any excludedPrincipals:[string] minAvailableBytesPerVolume:int minAvailableRatioPerVolume:any producerByteRate:int requestPercentage:int type!:QuotasType',
  QuotasType: '=kafka|strimzi',
  Rack: 'envVarName:string topologyKey:string type:RackType',
  RackType: '=topology-label|environment-variable',
  Receivers:
    'discordConfigs:[any] emailConfigs:[any] msteamsConfigs:[any] msteamsv2Configs:[any] name!:string opsgenieConfigs:[any] pagerdutyConfigs:[any] pushoverConfigs:[any] rocketchatConfigs:[any] slackConfigs:[any] snsConfigs:[any] telegramConfigs:[any] victoropsConfigs:[any] webexConfigs:[any] webhookConfigs:[any] wechatConfigs:[any]',
  RefreshPolicy: '=CreatedOnce|Periodic|OnChange',
  Regexp: 'source!:string target!:string',
  ReloadStrategy: '=HTTP|ProcessSignal',
  RemoteRead:
    'authorization:any basicAuth:any bearerToken:string bearerTokenFile:string filterExternalLabels:bool followRedirects:bool headers:{string} name:string noProxy:string oauth2:any proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string readRecent:bool remoteTimeout:string requiredMatchers:{string} tlsConfig:any url!:string',
  RemoteRef:
    'conversionStrategy:ConversionStrategy decodingStrategy:DecodingStrategy key!:string metadataPolicy:MetadataPolicy nullBytePolicy:NullBytePolicy property:string version:string',
  RemoteWrite:
    'authorization:any azureAd:any basicAuth:any bearerToken:string bearerTokenFile:string enableHTTP2:bool followRedirects:bool headers:{string} messageVersion:MessageVersion metadataConfig:any name:string noProxy:string oauth2:any proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string queueConfig:any remoteTimeout:string roundRobinDNS:bool sendExemplars:bool sendNativeHistograms:bool sigv4:any tlsConfig:any url!:string writeRelabelConfigs:[any]',
  Renewal: 'policy:Policy windows:[Windows]',
  RenewalInformationSource: '=ARI|None',
  Replicas: 'count!:intOrString name!:string',
  Repos: 'url!:string',
  Resource: '=prometheusrules|servicemonitors|podmonitors|probes|scrapeconfigs',
  ResourceType: '=topic|group|cluster|transactionalId',
  Resources: 'group:string kind!:string name!:string namespace:string',
  Retry: 'backoff:Backoff limit:int refresh:bool',
  RetrySettings: 'maxRetries:int retryInterval:string',
  Rewrite: 'merge:Merge regexp:Regexp transform:Transform',
  Rfc2136:
    'nameserver!:string protocol:Rfc2136Protocol tsigAlgorithm:string tsigKeyName:string tsigSecretSecretRef:any',
  Rfc2136Protocol: '=TCP|UDP',
  Roles: 'description:string groups:[string] jwtTokens:[JwtTokens] name!:string policies:[string]',
  RollbackWindow: 'revisions:int',
  Rollout: 'apiVersion:string kind:string metadata:ObjectMeta spec!:RolloutSpec status:any',
  RolloutSpec:
    'analysis:Analysis minReadySeconds:int paused:bool progressDeadlineAbort:bool progressDeadlineSeconds:int replicas:int restartAt:string revisionHistoryLimit:int rollbackWindow:RollbackWindow selector:LabelSelector strategy:SpecStrategy template:PersistentVolumeClaimTemplate workloadRef:WorkloadRef',
  RotationPolicy: '=Never|Always',
  Route:
    'activeTimeIntervals:[string] continue:bool groupBy:[string] groupInterval:string groupWait:string matchers:[any] muteTimeIntervals:[string] receiver:string repeatInterval:string routes:[any]',
  Route53:
    'accessKeyID:string accessKeyIDSecretRef:any auth:any hostedZoneID:string region:string role:string secretAccessKeySecretRef:any',
  Rules:
    'alert:string annotations:{string} expr!:intOrString for:string keep_firing_for:string labels:{string} record:string',
  Runtime: 'goGC:int',
  ScalewaySDConfigs:
    'accessKey!:string apiURL:string enableHTTP2:bool followRedirects:bool nameFilter:string noProxy:string port:int projectID!:string proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string refreshInterval:string role!:ScalewaySDConfigsRole secretKey!:ConfigMapKeySelector tagsFilter:[string] tlsConfig:any zone:string',
  ScalewaySDConfigsRole: '=Instance|Baremetal',
  Scheme: '=http|https|HTTP|HTTPS',
  ScrapeClasses:
    'attachMetadata:any authorization:any default:bool fallbackScrapeProtocol:FallbackScrapeProtocol metricRelabelings:[any] name!:string relabelings:[any] tlsConfig:any',
  ScrapeConfig: 'apiVersion:string kind:string metadata:ObjectMeta spec!:ScrapeConfigSpec status:any',
  ScrapeConfigSpec:
    'authorization:Authorization azureSDConfigs:[AzureSDConfigs] basicAuth:BasicAuth bodySizeLimit:string consulSDConfigs:[ConsulSDConfigs] convertClassicHistogramsToNHCB:bool digitalOceanSDConfigs:[DigitalOceanSDConfigs] dnsSDConfigs:[DnsSDConfigs] dockerSDConfigs:[DockerSDConfigs] dockerSwarmSDConfigs:[DockerSwarmSDConfigs] ec2SDConfigs:[Ec2SDConfigs] enableCompression:bool enableHTTP2:bool eurekaSDConfigs:[EurekaSDConfigs] fallbackScrapeProtocol:FallbackScrapeProtocol fileSDConfigs:[FileSDConfigs] gceSDConfigs:[GceSDConfigs] hetznerSDConfigs:[HetznerSDConfigs] honorLabels:bool honorTimestamps:bool httpSDConfigs:[HttpSDConfigs] ionosSDConfigs:[IonosSDConfigs] jobName:string keepDroppedTargets:int kubernetesSDConfigs:[KubernetesSDConfigs] kumaSDConfigs:[KumaSDConfigs] labelLimit:int labelNameLengthLimit:int labelValueLengthLimit:int lightSailSDConfigs:[LightSailSDConfigs] linodeSDConfigs:[LinodeSDConfigs] metricRelabelings:[MetricRelabelings] metricsPath:string nameEscapingScheme:NameEscapingScheme nameValidationScheme:NameValidationScheme nativeHistogramBucketLimit:int nativeHistogramMinBucketFactor:intOrString noProxy:string nomadSDConfigs:[NomadSDConfigs] oauth2:SpecOauth2 openstackSDConfigs:[OpenstackSDConfigs] ovhcloudSDConfigs:[OvhcloudSDConfigs] params:{[string]} proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string puppetDBSDConfigs:[PuppetDBSDConfigs] relabelings:[MetricRelabelings] sampleLimit:int scalewaySDConfigs:[ScalewaySDConfigs] scheme:Scheme scrapeClass:string scrapeClassicHistograms:bool scrapeInterval:string scrapeNativeHistograms:bool scrapeProtocols:[FallbackScrapeProtocol] scrapeTimeout:string staticConfigs:[StaticConfigs] targetLimit:int tlsConfig:SpecTlsConfig trackTimestampsStaleness:bool',
  SecretMetadata: 'labels:{string} annotations:{string}',
  SecretStore: 'apiVersion:string kind:string metadata:ObjectMeta spec:SecretStoreSpec status:any',
  SecretStoreSpec:
    'conditions:[Conditions] controller:string provider!:Provider refreshInterval:intOrString retrySettings:RetrySettings',
  SecretStoreSpecX:
    'conditions:[Conditions] controller:string provider!:SpecProvider refreshInterval:int retrySettings:RetrySettings',
  SecretStoreV1beta1: 'apiVersion:string kind:string metadata:ObjectMeta spec:SecretStoreSpecX status:any',
  SecretTemplate: 'annotations:{string} labels:{string}',
  SelectorMechanism: '=RelabelConfig|RoleSelector',
  SelfSigned: 'crlDistributionPoints:[string]',
  ServiceAccountRef: 'audiences:[string] name!:string',
  ServiceDiscoveryRole: '=Endpoints|EndpointSlice',
  ServiceMonitor: 'apiVersion:string kind:string metadata:ObjectMeta spec!:ServiceMonitorSpec status:any',
  ServiceMonitorSpec:
    'attachMetadata:AttachMetadata bodySizeLimit:string convertClassicHistogramsToNHCB:bool endpoints!:[SpecEndpoints] fallbackScrapeProtocol:FallbackScrapeProtocol jobLabel:string keepDroppedTargets:int labelLimit:int labelNameLengthLimit:int labelValueLengthLimit:int namespaceSelector:NamespaceSelector nativeHistogramBucketLimit:int nativeHistogramMinBucketFactor:intOrString podTargetLabels:[string] sampleLimit:int scrapeClass:string scrapeClassicHistograms:bool scrapeNativeHistograms:bool scrapeProtocols:[FallbackScrapeProtocol] selector!:LabelSelector selectorMechanism:SelectorMechanism serviceDiscoveryRole:ServiceDiscoveryRole targetLabels:[string] targetLimit:int',
  ShardRetentionPolicy: 'retain:any whenScaled:WhenScaled',
  ShardingStrategy: 'mode:Mode topology:any',
  SignatureAlgorithm:
    '=SHA256WithRSA|SHA384WithRSA|SHA512WithRSA|ECDSAWithSHA256|ECDSAWithSHA384|ECDSAWithSHA512|PureEd25519',
  SignatureKeys: 'keyID!:string',
  Solvers: 'dns01:Dns01 http01:Http01 selector:SolversSelector waitInsteadOfSelfCheck:string',
  SolversSelector: 'dnsNames:[string] dnsZones:[string] matchLabels:{string}',
  Source:
    'chart:string directory:Directory helm:Helm kustomize:Kustomize name:string path:string plugin:Plugin ref:string repoURL!:string tagPrefix:string targetRevision:string',
  SourceDirectory:
    'disableExtensionFilter:bool exclude:string include:string jsonnet:DirectoryJsonnet recurse:bool',
  SourceHydrator: 'drySource!:DrySource hydrateTo:HydrateTo syncSource!:SyncSource',
  SourceIntegrity: 'git!:Git',
  SourceKustomize:
    'apiVersions:[string] commonAnnotations:{string} commonAnnotationsEnvsubst:bool commonLabels:{string} components:[string] forceCommonAnnotations:bool forceCommonLabels:bool ignoreMissingComponents:bool images:[string] kubeVersion:string labelIncludeTemplates:bool labelWithoutSelector:bool namePrefix:string nameSuffix:string namespace:string patches:[KustomizePatches] replicas:[Replicas] version:string',
  SourceRef: 'generatorRef:CrossVersionObjectReference storeRef:StoreRef',
  SpecAcme:
    'caBundle:string disableAccountKeyGeneration:bool email:string enableDurationFeature:bool externalAccountBinding:AcmeExternalAccountBinding preferredChain:string privateKeySecretRef!:PasswordSecretRef profile:string renewalInformationSource:RenewalInformationSource server!:string skipTLSVerify:bool solvers:[AcmeSolvers]',
  SpecAuthentication: 'password:Password renewalDays:int type!:SpecAuthenticationType validityDays:int',
  SpecAuthenticationType: '=tls|tls-external|scram-sha-512',
  SpecAuthorization: 'acls!:[Acls] type!:SpecAuthorizationType',
  SpecAuthorizationType: '=simple',
  SpecCruiseControl:
    'image:string tlsSidecar:TlsSidecar resources:ResourceRequirements livenessProbe:LivenessProbe readinessProbe:LivenessProbe jvmOptions:JvmOptions logging:Logging template:SpecCruiseControlTemplate brokerCapacity:CruiseControlBrokerCapacity config:any metricsConfig:KafkaMetricsConfig apiUsers:ApiUsers autoRebalance:[AutoRebalance]',
  SpecCruiseControlTemplate:
    'deployment:any pod:any apiService:any podDisruptionBudget:any cruiseControlContainer:any tlsSidecarContainer:any serviceAccount:any',
  SpecData: 'remoteRef!:DataRemoteRef secretKey!:string sourceRef:SourceRef',
  SpecDataFrom: 'extract:DataRemoteRef find:DataFromFind rewrite:[DataFromRewrite] sourceRef:SourceRef',
  SpecEndpoints:
    'authorization:Authorization basicAuth:BasicAuth bearerTokenFile:string bearerTokenSecret:ConfigMapKeySelector enableHttp2:bool filterRunning:bool followRedirects:bool honorLabels:bool honorTimestamps:bool interval:string metricRelabelings:[MetricRelabelings] noProxy:string oauth2:Oauth2 params:{[string]} path:string port:string proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string relabelings:[MetricRelabelings] scheme:Scheme scrapeTimeout:string targetPort:intOrString tlsConfig:EndpointsTlsConfig trackTimestampsStaleness:bool',
  SpecEntityOperator:
    'topicOperator:EntityOperatorTopicOperator userOperator:EntityOperatorUserOperator tlsSidecar:TlsSidecar template:SpecEntityOperatorTemplate',
  SpecEntityOperatorTemplate:
    'deployment:any pod:any topicOperatorContainer:any userOperatorContainer:any tlsSidecarContainer:any serviceAccount:any entityOperatorRole:any topicOperatorRoleBinding:any userOperatorRoleBinding:any',
  SpecExternalSecretSpec:
    'data:[ExternalSecretSpecData] dataFrom:[ExternalSecretSpecDataFrom] refreshInterval:string refreshPolicy:RefreshPolicy secretStoreRef:StoreRef syncWindows:ExternalSecretSpecSyncWindows target:ExternalSecretSpecTarget',
  SpecKafka:
    'version:string metadataVersion:string replicas:int image:string listeners!:[KafkaListeners] config:any storage:KafkaStorage authorization:SpecKafkaAuthorization rack:KafkaRack brokerRackInitImage:string livenessProbe:LivenessProbe readinessProbe:LivenessProbe jvmOptions:JvmOptions jmxOptions:JmxOptions resources:ResourceRequirements metricsConfig:KafkaMetricsConfig logging:Logging template:SpecKafkaTemplate tieredStorage:TieredStorage quotas:Quotas',
  SpecKafkaAuthorization:
    'allowOnError:bool authorizerClass:string clientId:string connectTimeoutSeconds:int delegateToKafkaAcls:bool disableTlsHostnameVerification:bool enableMetrics:bool expireAfterMs:int grantsAlwaysLatest:bool grantsGcPeriodSeconds:int grantsMaxIdleTimeSeconds:int grantsRefreshPeriodSeconds:int grantsRefreshPoolSize:int httpRetries:int includeAcceptHeader:bool initialCacheCapacity:int maximumCacheSize:int readTimeoutSeconds:int superUsers:[string] supportsAdminApi:bool tlsTrustedCertificates:[any] tokenEndpointUri:string type!:KafkaAuthorizationType url:string',
  SpecKafkaExporter:
    'image:string groupRegex:string topicRegex:string groupExcludeRegex:string topicExcludeRegex:string resources:ResourceRequirements logging:string livenessProbe:LivenessProbe readinessProbe:LivenessProbe enableSaramaLogging:bool showAllOffsets:bool template:SpecKafkaExporterTemplate',
  SpecKafkaExporterTemplate: 'deployment:any pod:any service:any container:any serviceAccount:any',
  SpecKafkaTemplate:
    'statefulset:any pod:any bootstrapService:any brokersService:any externalBootstrapService:any perPodService:any externalBootstrapRoute:any perPodRoute:any externalBootstrapIngress:any perPodIngress:any persistentVolumeClaim:any podDisruptionBudget:any kafkaContainer:any initContainer:any clusterCaCert:any serviceAccount:any jmxSecret:any clusterRoleBinding:any podSet:any',
  SpecOauth2:
    'clientId!:any clientSecret!:ConfigMapKeySelector endpointParams:{string} noProxy:string proxyConnectHeader:{[ConfigMapKeySelector]} proxyFromEnvironment:bool proxyUrl:string scopes:[string] tlsConfig:any tokenUrl!:string',
  SpecProvider:
    'akeyless:any alibaba:any aws:any azurekv:any beyondtrust:any bitwardensecretsmanager:any chef:any conjur:any delinea:any device42:any doppler:any fake:any fortanix:any gcpsm:any gitlab:any ibm:any infisical:any keepersecurity:any kubernetes:any onboardbase:any onepassword:any oracle:any passbolt:any passworddepot:any previder:any pulumi:any scaleway:any secretserver:any senhasegura:any vault:any webhook:any yandexcertificatemanager:any yandexlockbox:any',
  SpecQuotas: 'producerByteRate:int consumerByteRate:int requestPercentage:int controllerMutationRate:any',
  SpecRoles: '=controller|broker',
  SpecRules: 'alert:any',
  SpecSource:
    'chart:string directory:SourceDirectory helm:Helm kustomize:SourceKustomize name:string path:string plugin:Plugin ref:string repoURL!:string tagPrefix:string targetRevision:string',
  SpecStorage:
    'class:string deleteClaim:bool id:int kraftMetadata:KraftMetadata selector:{string} size:string sizeLimit:string type!:StorageType volumeAttributesClass:string volumes:[any]',
  SpecStrategy: 'blueGreen:BlueGreen canary:Canary',
  SpecSubject:
    'countries:[string] localities:[string] organizationalUnits:[string] organizations:[string] postalCodes:[string] provinces:[string] serialNumber:string streetAddresses:[string]',
  SpecSyncWindows:
    'andOperator:bool applications:[string] clusters:[string] description:string duration:string kind:string manualSync:bool namespaces:[string] schedule:string syncOverrun:bool timeZone:string',
  SpecTarget:
    'alias!:string bootstrapServers!:string groupId!:string configStorageTopic!:string statusStorageTopic!:string offsetStorageTopic!:string tls:any authentication:any config:any',
  SpecTargetTemplate:
    'data:{string} engineVersion:TemplateEngineVersion mergePolicy:MergePolicy metadata:SecretTemplate templateFrom:[TemplateTemplateFrom] type:string',
  SpecTemplate:
    'podSet:any pod:any apiService:any headlessService:any connectContainer:any initContainer:any podDisruptionBudget:any serviceAccount:any clusterRoleBinding:any buildPod:any buildContainer:any buildConfig:any buildServiceAccount:any jmxSecret:any',
  SpecTlsConfig:
    'ca:any cert:any insecureSkipVerify:bool keySecret:ConfigMapKeySelector maxVersion:MaxVersion minVersion:MaxVersion serverName:string',
  SpecTracing: 'type!:SpecTracingType',
  SpecTracingType: '=jaeger|opentelemetry',
  SpecVault:
    'auth!:VaultAuth caBundle:string caBundleSecretRef:PasswordSecretRef clientCertSecretRef:PasswordSecretRef clientKeySecretRef:PasswordSecretRef namespace:string path!:string server!:string serverName:string',
  SpecVenafi: 'cloud:VenafiCloud ngts:Ngts tpp:VenafiTpp zone!:string',
  SpecWeb: 'getConcurrency:int httpConfig:any timeout:int tlsConfig:any',
  State: '=paused|stopped|running',
  StaticConfig: 'labels:{string} relabelingConfigs:[MetricRelabelings] static:[string]',
  StaticConfigs: 'labels:{string} targets!:[string]',
  Storage:
    'disableMountSubPath:bool emptyDir:any ephemeral:EphemeralVolumeSource volumeClaimTemplate:CronJob',
  StorageType: '=ephemeral|persistent-claim|jbod',
  StoreRef: 'kind:Kind name:string',
  Strategy: '=Extract|JSON',
  Sync: 'autoHealAttemptsCount:int dryRun:bool manifests:[string] prune:bool resources:[Resources] revision:string revisions:[string] source:Source sources:[Source] syncOptions:[string] syncStrategy:SyncStrategy',
  SyncPolicy: 'automated:Automated managedNamespaceMetadata:SecretTemplate retry:Retry syncOptions:[string]',
  SyncSource: 'path!:string repoURL:string targetBranch!:string',
  SyncStrategy: 'apply:Apply hook:Apply',
  SyncWindows: 'kind!:SyncWindowsKind windows!:[SyncWindowsWindows]',
  SyncWindowsKind: '=allow|deny',
  SyncWindowsWindows: 'duration!:string schedule!:string',
  Target:
    'creationPolicy:CreationPolicy deletionPolicy:DeletionPolicy immutable:bool manifest:Manifest name:string template:TargetTemplate',
  TargetCreationPolicy: '=Owner|Orphan|Merge|None',
  TargetTemplate:
    'data:{string} engineVersion:EngineVersion mergePolicy:MergePolicy metadata:TemplateMetadata templateFrom:[TemplateFrom] type:string',
  Targets: 'ingress:TargetsIngress staticConfig:StaticConfig',
  TargetsIngress:
    'namespaceSelector:NamespaceSelector relabelingConfigs:[MetricRelabelings] selector:LabelSelector',
  TemplateEngineVersion: '=v1|v2',
  TemplateFrom:
    'configMap:TemplateFromConfigMap literal:string secret:TemplateFromConfigMap target:string valuesDecodingStrategy:DecodingStrategy',
  TemplateFromConfigMap: 'items!:[any] name!:string',
  TemplateFromTarget: '=Data|Annotations|Labels',
  TemplateMetadata: 'annotations:{string} finalizers:[string] labels:{string}',
  TemplateSecret: 'metadata:SecretMetadata',
  TemplateTemplateFrom:
    'configMap:TemplateFromConfigMap literal:string secret:TemplateFromConfigMap target:TemplateFromTarget',
  Templates: 'clusterScope:bool templateName:string',
  Thanos:
    'additionalArgs:[HTTPHeader] baseImage:string blockSize:string getConfigInterval:string getConfigTimeout:string grpcListenLocal:bool grpcServerTlsConfig:any httpListenLocal:bool image:string listenLocal:bool logFormat:LogFormat logLevel:LogLevel minTime:string objectStorageConfig:ConfigMapKeySelector objectStorageConfigFile:string readyTimeout:string resources:ResourceRequirements sha:string tag:string tracingConfig:ConfigMapKeySelector tracingConfigFile:string version:string volumeMounts:[any]',
  TieredStorage: 'remoteStorageManager:any type!:TieredStorageType',
  TieredStorageType: '=custom',
  Tls: 'trustedCertificates:[any]',
  TlsConfig:
    'ca:ClientId cert:ClientId insecureSkipVerify:bool keySecret:ConfigMapKeySelector maxVersion:MaxVersion minVersion:MaxVersion serverName:string',
  TlsSidecar:
    'image:string resources:ResourceRequirements livenessProbe:any readinessProbe:any logLevel:TlsSidecarLogLevel',
  TlsSidecarLogLevel: '=emerg|alert|crit|err|warning|notice|info|debug',
  TopicOperator:
    'watchedNamespace:string image:string reconciliationIntervalMs:int startupProbe:any livenessProbe:any readinessProbe:any resources:ResourceRequirements logging:any jvmOptions:any',
  TopologySpreadConstraints:
    'additionalLabelSelectors:AdditionalLabelSelectors labelSelector:LabelSelector matchLabelKeys:[string] maxSkew!:int minDomains:int nodeAffinityPolicy:string nodeTaintsPolicy:string topologyKey!:string whenUnsatisfiable!:string',
  Tpp: 'caBundle:string caBundleSecretRef:PasswordSecretRef credentialsRef!:LocalObjectReference url!:string',
  Tracing: 'type!:TracingType',
  TracingConfig:
    'clientType:ClientType compression:Compression endpoint!:string headers:{string} insecure:bool samplingFraction:intOrString timeout:string tlsConfig:any',
  TracingType: '=opentelemetry',
  Transform: 'template!:string',
  TranslationStrategy:
    '=NoUTF8EscapingWithSuffixes|UnderscoreEscapingWithSuffixes|NoTranslation|UnderscoreEscapingWithoutSuffixes',
  Tsdb: 'chunkEncoding:any outOfOrderTimeWindow:string staleSeriesCompactionThreshold:intOrString',
  Type: '=A|AAAA|MX|NS|SRV',
  UserOperator:
    'watchedNamespace:string image:string reconciliationIntervalMs:int secretPrefix:string livenessProbe:any readinessProbe:any resources:ResourceRequirements logging:any jvmOptions:any',
  ValueFrom: 'secretKeyRef:ConfigMapKeySelector',
  Vault:
    'auth!:Auth caBundle:string caBundleSecretRef:PasswordSecretRef clientCertSecretRef:PasswordSecretRef clientKeySecretRef:PasswordSecretRef namespace:string path!:string server!:string serverName:string',
  VaultAuth: 'appRole:any aws:any clientCertificate:any kubernetes:any tokenSecretRef:any',
  Venafi: 'cloud:Cloud ngts:Ngts tpp:Tpp zone!:string',
  VenafiCloud: 'apiTokenSecretRef!:any url:string',
  VenafiTpp: 'caBundle:string caBundleSecretRef:any credentialsRef!:LocalObjectReference url!:string',
  VolumeMounts:
    'mountPath!:string mountPropagation:string name!:string readOnly:bool recursiveReadOnly:string subPath:string subPathExpr:string',
  Web: 'httpConfig:any maxConnections:int pageTitle:string tlsConfig:any',
  Webhook: 'config:any groupName!:string solverName!:string',
  WhenScaled: '=Retain|Delete',
  Windows: 'cron!:string timezone:string windowDuration!:string',
  WorkloadRef: 'apiVersion:string kind:string name:string scaleDown:string',
  ZoneType: '=AzurePublicZone|AzurePrivateZone',
  Zookeeper:
    'replicas!:int image:string storage!:ZookeeperStorage config:any livenessProbe:LivenessProbe readinessProbe:LivenessProbe jvmOptions:JvmOptions jmxOptions:JmxOptions resources:ResourceRequirements metricsConfig:KafkaMetricsConfig logging:Logging template:ZookeeperTemplate',
  ZookeeperStorage:
    'class:string deleteClaim:bool id:int kraftMetadata:KraftMetadata overrides:[any] selector:{string} size:string sizeLimit:string type!:ZookeeperStorageType',
  ZookeeperStorageType: '=ephemeral|persistent-claim',
  ZookeeperTemplate:
    'statefulset:any podSet:any pod:any clientService:any nodesService:any persistentVolumeClaim:any podDisruptionBudget:any zookeeperContainer:any serviceAccount:any jmxSecret:any',
};
