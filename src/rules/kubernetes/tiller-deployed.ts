import { textMapAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'tiller-deployed',
  area: 'kubernetes',
  severity: 'high',
  aliases: [
    'trivy:KSV-0102',
    'checkov:CKV_K8S_34',
    'checkov:CKV_K8S_45',
    'checkov:CKV_K8S_44',
    'kics:tiller_is_deployed',
    'kics:tiller_deployment_is_accessible_from_within_the_cluster',
    'kics:tiller_service_is_not_deleted',
  ],
  title: 'Tiller, the server of Helm 2, is deployed',
  why: 'Whoever reaches its port from any pod installs what they like, with its rights over the cluster.',
  fix: 'Move to Helm 3, which has no server, and delete the Deployment and the Service.',
  references: ['https://helm.sh/docs/topics/v2_v3_migration/'],
  on: 'kubernetes-object',
  *check(object) {
    const { workload, labels, kind, name, node } = object;
    const image = workload?.pod.containers.find((one) =>
      /(?:^|\/)tiller(?:[:@]|$)/.test(one.image?.value ?? ''),
    )?.image;
    const isService =
      kind.value === 'Service' &&
      (name?.value === 'tiller-deploy' ||
        [labels, textMapAt(node, 'spec', 'selector')].some((one) => one.get('name')?.value === 'tiller'));
    if (image === undefined && !isService) return;
    const is = isService ? 'opens Tiller to the cluster' : 'runs Tiller';
    yield { at: image?.span ?? object.nameSpan, message: `${object.title} ${is}` };
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
