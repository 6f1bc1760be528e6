// Manifests of simulated workloads.

export interface DeploymentOptions {
  readonly tag?: string;
  readonly after?: string;
  readonly replicas?: number;
  readonly settings?: string;
}

export function deployment(
  name: string,
  { tag = '1', after, replicas = 1, settings }: DeploymentOptions = {},
): string {
  const from = settings === undefined ? '' : `          envFrom: [{ configMapRef: { name: ${settings} } }]\n`;
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}${noteOf(after)} }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: main
          image: registry.test/web:${tag}
          resources: { requests: { cpu: 1m, memory: 8Mi }, limits: { memory: 64Mi } }
          readinessProbe: { tcpSocket: { port: 8080 } }
${from}`;
}

export function service(name: string): string {
  return `apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { selector: { app: ${name} }, ports: [{ port: 8080 }] }
`;
}

export function job(name: string, after?: string): string {
  return `apiVersion: batch/v1
kind: Job
metadata: { name: ${name}${noteOf(after)} }
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: main, image: 'registry.test/web:1', resources: { requests: { cpu: 1m, memory: 8Mi } } }]
`;
}

export function statefulSet(name: string, { tag = '1' }: DeploymentOptions = {}): string {
  return deployment(name, { tag })
    .replace('kind: Deployment', 'kind: StatefulSet')
    .replace('spec:\n', `spec:\n  serviceName: ${name}\n`);
}

function noteOf(after: string | undefined): string {
  return after === undefined ? '' : `, annotations: { dev.seaworthy/depends-on: ${after} }`;
}
