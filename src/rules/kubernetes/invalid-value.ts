import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'invalid-value',
  area: 'kubernetes',
  severity: 'critical',
  aliases: ['kube-linter:schema-validation', 'kubeconform:schema', 'monokle:K8S001'],
  title: 'A value is not one that its field takes',
  why: 'The API server refuses the object, so it is not created or changed.',
  fix: 'Use one of the values that the message names.',
  references: ['https://kubernetes.io/docs/reference/kubernetes-api/'],
  fixKind: 'review',
  takes: ({ code }) => code === 'invalid-value',
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Service
          metadata:
            name: api
          spec:
            selector:
              app: api
            type: Loadbalancer
            ports:
              - port: 80
        `,
      },
      'k8s/api.yaml:8:9',
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Service
          metadata:
            name: api
          spec:
            selector:
              app: api
            type: LoadBalancer
            ports:
              - port: 80
        `,
      },
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata:
            name: api
          spec:
            containers:
              - name: shop_api
                image: ghcr.io/acme/api:1.4.2
          ---
          apiVersion: rbac.authorization.k8s.io/v1
          kind: RoleBinding
          metadata:
            name: api
          roleRef:
            apiGroup: rbac.authorization.k8s.io
            kind: Role
            name: api
          subjects:
            - kind: Serviceaccount
              name: api
              namespace: shop
        `,
      },
      ['k8s/api.yaml:7:13', 'k8s/api.yaml:19:11'],
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata:
            name: api
          spec:
            containers:
              - name: shop_api
                image: ghcr.io/acme/api:1.4.2
          ---
          apiVersion: rbac.authorization.k8s.io/v1
          kind: RoleBinding
          metadata:
            name: api
          roleRef:
            apiGroup: rbac.authorization.k8s.io
            kind: Role
            name: api
          subjects:
            - kind: ServiceAccount
              name: api
              namespace: shop
        `,
      },
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Service
        metadata:
          name: api
        spec:
          selector:
            app: api
          type: LoadBalancer
          ports:
            - port: 80
      `,
    }),
  ],
});
