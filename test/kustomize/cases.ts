// Small repositories with kustomizations, each for one thing that kustomize does. `recorded/` has what it makes of them.

export interface Case {
  /** The folder that is built. */
  readonly folder: string;
  readonly files: Readonly<Record<string, string>>;
}

const deployment = (name: string, more = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      serviceAccountName: ${name}
      containers:
        - name: ${name}
          image: acme/${name}:1.0.0
          env:
            - {name: MODE, value: fast}
            - {name: KEY, valueFrom: {secretKeyRef: {name: keys, key: main}}}
          envFrom: [{configMapRef: {name: settings}}]
          ports: [{containerPort: 8080, name: http}]
          volumeMounts: [{name: files, mountPath: /etc/app}]
      volumes: [{name: files, configMap: {name: settings}}]
${more}`;

const service = `apiVersion: v1
kind: Service
metadata: {name: api}
spec:
  selector: {app: api}
  ports: [{port: 80, targetPort: http}]
`;

const rbac = `apiVersion: v1
kind: ServiceAccount
metadata: {name: api}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: reader}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: reader}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
subjects:
  - {kind: ServiceAccount, name: api, namespace: default}
  - {kind: ServiceAccount, name: default, namespace: default}
`;

const generators = `configMapGenerator:
  - name: settings
    literals: [LEVEL=info, 'QUOTED="a=b"', 'HTML=<a>&']
    files: [app.conf, renamed.conf=app.conf]
    envs: [app.env]
secretGenerator:
  - name: keys
    type: Opaque
    literals: [main=hunter2, "long=${'x'.repeat(90)}"]
`;

const base = {
  'base/kustomization.yaml': `resources: [api.yaml, service.yaml, rbac.yaml]\n${generators}`,
  'base/api.yaml': deployment('api'),
  'base/service.yaml': service,
  'base/rbac.yaml': rbac,
  'base/app.conf': 'level = info\n',
  'base/app.env': '# comment\nA=1\n B = "two" \n\nEMPTY=\n',
};

const overlay = (text: string, more: Readonly<Record<string, string>> = {}): Case => ({
  folder: 'over',
  files: { ...base, 'over/kustomization.yaml': `resources: [../base]\n${text}`, ...more },
});

const merge = (text: string, api = deployment('api')): Case => ({
  folder: '',
  files: {
    'kustomization.yaml': `resources: [api.yaml]\npatches: [{path: patch.yaml}]\n`,
    'api.yaml': api,
    'patch.yaml': text,
  },
});

const head = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\n';

export const cases: Readonly<Record<string, Case>> = {
  'a base alone': { folder: 'base', files: base },
  'prefix, suffix and namespace': overlay('namePrefix: dev-\nnameSuffix: -v2\nnamespace: shop\n'),
  'prefixes of two layers': {
    folder: 'top',
    files: {
      ...overlay('namePrefix: dev-\n').files,
      'top/kustomization.yaml': 'resources: [../over]\nnamePrefix: eu-\nnamespace: eu\n',
    },
  },
  'labels and annotations': overlay(
    'commonLabels: {tier: back}\nlabels: [{pairs: {team: a}}, {pairs: {part: b}, includeTemplates: true}, {pairs: {sel: c}, includeSelectors: true}]\ncommonAnnotations: {note: "1"}\n',
  ),
  'images and replicas': overlay(
    'images: [{name: acme/api, newName: registry.example.com:5000/acme/api, newTag: 2.0.0}]\nreplicas: [{name: api, count: 3}]\n',
  ),
  'an image by digest': overlay(`images: [{name: acme/api, digest: "sha256:${'0'.repeat(64)}"}]\n`),
  'generators of an overlay merge': overlay(
    'configMapGenerator: [{name: settings, behavior: merge, literals: [LEVEL=debug, NEW=1]}]\nsecretGenerator: [{name: keys, behavior: replace, literals: [other=1]}]\n',
  ),
  'generator options': overlay(
    'generatorOptions: {disableNameSuffixHash: true, labels: {made: "yes"}}\nconfigMapGenerator: [{name: extra, literals: [A=1], options: {annotations: {a: b}, immutable: true}}]\n',
  ),
  replacements: overlay(
    `replacements:
  - source: {kind: Service, name: api, fieldPath: metadata.name}
    targets:
      - select: {kind: Deployment}
        fieldPaths: ["spec.template.spec.containers.[name=api].env.[name=MODE].value"]
  - source: {kind: Deployment, name: api, fieldPath: spec.template.spec.containers.0.image, options: {delimiter: ":", index: 1}}
    targets:
      - select: {kind: Service}
        fieldPaths: [metadata.annotations.version]
        options: {create: true}
`,
  ),
  variables: overlay(
    `vars:
  - {name: SERVICE, objref: {kind: Service, name: api, apiVersion: v1}}
  - {name: PORT, objref: {kind: Service, name: api, apiVersion: v1}, fieldref: {fieldpath: "spec.ports[0].port"}}
namePrefix: x-
patches:
  - target: {kind: Deployment}
    patch: |-
      - {op: add, path: /spec/template/spec/containers/0/args, value: ["--to=$(SERVICE):$(PORT)", "$(PORT)", "$$(SERVICE)", "$(OTHER)"]}
`,
  ),
  'a component': overlay('components: [../part]\n', {
    'part/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [extra.yaml]\nconfigMapGenerator: [{name: settings, behavior: merge, literals: [PART=1]}]\npatches: [{target: {kind: Deployment}, patch: "- {op: add, path: /spec/replicas, value: 2}"}]\n',
    'part/extra.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: extra}\ndata: {A: "1"}\n',
  }),
  'a merge adds and changes items of lists': merge(
    `${head}spec:
  replicas: 2
  template:
    spec:
      containers:
        - name: side
          image: acme/side:1
        - name: api
          env: [{name: MODE, value: slow}, {name: NEW, value: "1"}]
          ports: [{containerPort: 9090}]
          volumeMounts: [{name: tmp, mountPath: /tmp}]
      volumes: [{name: tmp, emptyDir: {}}]
      imagePullSecrets: [{name: pull}]
      tolerations: [{operator: Exists}]
`,
  ),
  'a merge takes away': merge(
    `${head}spec:
  template:
    spec:
      serviceAccountName: null
      containers:
        - name: api
          env: [{name: MODE, $patch: delete}]
          volumeMounts: null
          envFrom: [{$patch: replace}, {secretRef: {name: keys}}]
      volumes: [{$patch: replace}]
`,
  ),
  'a merge replaces a mapping': merge(
    `${head}spec:\n  template:\n    metadata:\n      labels: {$patch: replace, only: this}\n`,
  ),
  'a merge deletes the object': {
    folder: '',
    files: {
      'kustomization.yaml': `resources: [api.yaml, service.yaml]\npatches:\n  - patch: |\n      $patch: delete\n      apiVersion: v1\n      kind: Service\n      metadata: {name: api}\n`,
      'api.yaml': deployment('api'),
      'service.yaml': service,
    },
  },
  'ports with protocols': merge(
    `apiVersion: v1\nkind: Service\nmetadata: {name: dns}\nspec:\n  ports: [{port: 53, protocol: TCP, name: tcp-dns}, {port: 80, name: web}]\n`,
    `apiVersion: v1\nkind: Service\nmetadata: {name: dns}\nspec:\n  selector: {app: dns}\n  ports: [{port: 53, protocol: UDP, name: dns}, {port: 53, protocol: TCP, name: dns-tcp}]\n`,
  ),
  'custom objects replace their lists': merge(
    `apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {parts: [{name: b, size: 2}], shape: {round: true}}\n`,
    `apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {parts: [{name: a, size: 1}], shape: {flat: true}}\n`,
  ),
  'JSON patches of all kinds': {
    folder: '',
    files: {
      'kustomization.yaml': `resources: [api.yaml]
patches:
  - target: {group: apps, version: v1, kind: Deployment, name: a.*}
    patch: |-
      - {op: test, path: /metadata/name, value: api}
      - {op: add, path: /metadata/annotations/a~1b, value: x}
      - {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: END, value: "1"}}
      - {op: add, path: /spec/template/spec/containers/0/env/0, value: {name: FIRST, value: "1"}}
      - {op: replace, path: /spec/template/spec/containers/0/image, value: acme/api:2}
      - {op: remove, path: /spec/template/spec/volumes}
      - {op: copy, from: /spec/template/metadata/labels/app, path: /metadata/labels}
      - {op: move, from: /spec/template/spec/serviceAccountName, path: /spec/template/spec/nodeName}
      - {op: replace, path: /spec/replicas, value: 4}
`,
      'api.yaml': deployment('api'),
    },
  },
  'patches by label and older lists': overlay(
    `patchesStrategicMerge:
  - |-
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api}
    spec: {minReadySeconds: 5}
patchesJson6902:
  - target: {version: v1, kind: Service, name: api}
    patch: '[{"op": "add", "path": "/spec/type", "value": "NodePort"}]'
patches:
  - target: {labelSelector: "app=none"}
    patch: '[{"op": "add", "path": "/spec/paused", "value": true}]'
`,
  ),
  'a patch that renames': overlay(
    `patches:
  - target: {kind: ServiceAccount, name: api}
    options: {allowNameChange: true}
    patch: |-
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: robot}
`,
  ),
  'objects for tools stay out': {
    folder: '',
    files: {
      'kustomization.yaml': 'resources: [a.yaml]\n',
      'a.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, annotations: {config.kubernetes.io/local-config: "true"}}\n---\napiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}\n',
    },
  },
  'the namespace itself and what has none': {
    folder: '',
    files: {
      'kustomization.yaml': 'resources: [a.yaml]\nnamespace: shop\nnamePrefix: x-\n',
      'a.yaml': `apiVersion: v1\nkind: Namespace\nmetadata: {name: old}\n---\n${rbac}---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: widgets.example.com}\n---\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: hook}\nwebhooks: [{name: a.b.c, clientConfig: {service: {name: api, namespace: old, path: /}}}]\n---\n${service}`,
    },
  },
  'more places for names and labels': {
    folder: '',
    files: {
      'kustomization.yaml':
        'resources: [a.yaml]\nnamePrefix: x-\ncommonLabels: {a: b}\nconfigurations: [more.yaml]\n',
      'more.yaml':
        'nameReference:\n  - kind: ConfigMap\n    fieldSpecs: [{path: spec/settings/name, kind: Widget}]\ncommonLabels:\n  - {path: spec/marks, create: true, kind: Widget}\n',
      'a.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n---\napiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {settings: {name: c}}\n',
    },
  },
  'a file of comments': {
    folder: '.',
    files: {
      'kustomization.yaml': 'resources: [a.yaml, b.yaml]\n',
      'a.yaml': service,
      'b.yaml': '# later\n',
    },
  },
  'refused: a file of text': {
    folder: '.',
    files: { 'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': 'The content of the file\n' },
  },
  'refused: a file outside': {
    folder: 'a',
    files: { 'a/kustomization.yaml': 'resources: [../b.yaml]\n', 'b.yaml': service },
  },
  'refused: a circle': {
    folder: 'a',
    files: { 'a/kustomization.yaml': 'resources: [../b]\n', 'b/kustomization.yaml': 'resources: [../a]\n' },
  },
  'refused: a patch without target': overlay(`patches: [{patch: '[{"op": "remove", "path": "/spec"}]'}]\n`),
  'refused: a patch that is nearly JSON': overlay(
    'patches: [{target: {kind: Service}, patch: "[{op: remove, path: /spec}]"}]\n',
  ),
  'refused: a patch for nobody': overlay(
    'patches:\n  - patch: |-\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata: {name: apis}\n',
  ),
  'refused: replicas of nobody': overlay('replicas: [{name: apis, count: 1}]\n'),
  'refused: a generated name twice': overlay('configMapGenerator: [{name: settings, literals: [A=1]}]\n'),
  'refused: nothing to merge with': overlay(
    'configMapGenerator: [{name: other, behavior: merge, literals: [A=1]}]\n',
  ),
  'refused: a component as resource': {
    folder: 'a',
    files: {
      'a/kustomization.yaml': 'resources: [../b]\n',
      'b/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n',
    },
  },
  'refused: a replacement from nothing': overlay(
    'replacements: [{source: {kind: Service, name: apis}, targets: [{select: {kind: Deployment}}]}]\n',
  ),
};
