// Manifests of one service: workload, Service, configuration, and what stands around them.
import type { Random } from './random.ts';

export function manifests(random: Random, name: string, port: number): Readonly<Record<string, string>> {
  const files: Record<string, string> = {
    'deployment.yaml': workload(random, name, port),
    'service.yaml': service(name, port),
  };
  if (random.chance(0.5)) files['config.yaml'] = config(name);
  if (random.chance(0.3)) files['ingress.yaml'] = ingress(name);
  if (random.chance(0.3)) files['policy.yaml'] = policy(name, port);
  if (random.chance(0.3)) files['scaling.yaml'] = scaling(name);
  return files;
}

function workload(random: Random, name: string, port: number): string {
  const secure = random.chance(0.5)
    ? `
          securityContext:
            runAsNonRoot: true
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }`
    : '';
  const probes = random.chance(0.6)
    ? `
          readinessProbe:
            httpGet: { path: /ready, port: http }
            periodSeconds: 5
          livenessProbe:
            httpGet: { path: /live, port: ${random.chance(0.9) ? 'http' : port + 1} }`
    : '';
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: shop
spec:
  replicas: ${1 + random.below(3)}
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${random.chance(0.95) ? name : `${name}s`}
    spec:
      containers:
        - name: ${name}
          image: registry.example.com/shop/${name}:${random.pick(['1.4.2', '2.0.0', 'latest'])}
          ports:
            - name: http
              containerPort: ${port}
          env:
            - name: PORT
              value: "${port}"
            - name: DATABASE_URL
              valueFrom:
                secretKeyRef: { name: ${name}-db, key: url }${probes}
          resources:
            requests: { cpu: 100m, memory: 128Mi }
            limits: { memory: 256Mi }${secure}
`;
}

function service(name: string, port: number): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: http
      port: 80
      targetPort: ${port}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
automountServiceAccountToken: false
`;
}

function config(name: string): string {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
data:
  LOG_LEVEL: info
  app.properties: |
    cache.size=100
    # comments inside stay text
    retry.times=3
`;
}

function ingress(name: string): string {
  return `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  annotations:
    nginx.ingress.kubernetes.io/proxy-body-size: 8m
spec:
  rules:
    - host: ${name}.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: ${name}
                port: { number: 80 }
`;
}

function policy(name: string, port: number): string {
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: ${name}
spec:
  podSelector:
    matchLabels: { app.kubernetes.io/name: ${name} }
  policyTypes: [Ingress]
  ingress:
    - ports:
        - port: ${port}
`;
}

function scaling(name: string): string {
  return `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: ${name}
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${name} }
  minReplicas: 2
  maxReplicas: 6
  metrics:
    - type: Resource
      resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: ${name}
spec:
  minAvailable: 1
  selector:
    matchLabels: { app.kubernetes.io/name: ${name} }
`;
}
