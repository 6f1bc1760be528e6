import type { KubernetesObject } from '../../model/kubernetes.ts';
import { textMapAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';

const deployed = ['trivy:KSV-0102', 'checkov:CKV_K8S_34', 'kics:tiller_is_deployed'];
const reachable = ['checkov:CKV_K8S_45', 'kics:tiller_deployment_is_accessible_from_within_the_cluster'];
const service = ['checkov:CKV_K8S_44', 'kics:tiller_service_is_not_deleted'];

export default defineRule({
  id: 'tiller-deployed',
  area: 'kubernetes',
  severity: 'high',
  aliases: [...deployed, ...reachable, ...service],
  title: 'Tiller, the server of Helm 2, is deployed',
  why: 'Whoever reaches its port from any pod installs what they like, with its rights over the cluster.',
  fix: 'Move to Helm 3, which has no server, and delete the Deployment and the Service.',
  references: ['https://helm.sh/docs/topics/v2_v3_migration/'],
  on: 'kubernetes-object',
  *check(object) {
    const { workload, labels, kind, node } = object;
    const container = workload?.pod.containers.find((one) =>
      /(?:^|\/)tiller(?:[-:@]|$)/.test(one.image?.value ?? ''),
    );
    const isNamed =
      isTiller(object, labels) || (workload !== undefined && isTiller(object, workload.pod.labels));
    const isService =
      kind.value === 'Service' && (isNamed || isTiller(object, textMapAt(node, 'spec', 'selector')));
    if (container === undefined && !isService && (workload === undefined || !isNamed)) return;
    const is = isService ? 'opens Tiller to the cluster' : 'runs Tiller';
    const isNear = container?.args.some(({ value }) => /^--listen=(?:localhost|127\.0\.0\.1):/.test(value));
    yield {
      at: container?.image?.span ?? object.nameSpan,
      message: `${object.title} ${is}`,
      aliases: isService ? service : isNear === true ? deployed : [...deployed, ...reachable],
    };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: tiller-deploy
          spec:
            selector:
              matchLabels:
                app: tiller-deploy
            template:
              metadata:
                labels:
                  app: tiller-deploy
              spec:
                containers:
                  - name: tiller-deploy
                    image: gcr.io/kubernetes-helm/tiller:v2.17.0
          ---
          apiVersion: v1
          kind: Service
          metadata:
            name: tiller-deploy
          spec:
            selector:
              app: tiller-deploy
            ports:
              - port: 80
        `,
      },
      ['k8s/api.yaml:16:18', 'k8s/api.yaml:21:9'],
    ),
    bad(
      {
        'k8s/helm.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: server, labels: {app: helm, name: tiller}}
          spec: {containers: [{name: server, image: "ghcr.io/acme/helm-server:2.17.0"}]}
        `,
      },
      'k8s/helm.yaml:3:18',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
        spec:
          selector:
            matchLabels:
              app: api
          template:
            metadata:
              labels:
                app: api
            spec:
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
    bad(
      {
        'k8s/helm.yaml': `
          apiVersion: v1
          kind: Service
          metadata: {name: helm}
          spec: {selector: {app: helm, name: tiller}, ports: [{port: 44134}]}
        `,
      },
      'k8s/helm.yaml:3:18',
    ),
  ],
});

/** As `helm init` named and labelled what it made. */
function isTiller({ name }: KubernetesObject, labels: KubernetesObject['labels']): boolean {
  return name?.value === 'tiller-deploy' || labels.get('name')?.value === 'tiller';
}
