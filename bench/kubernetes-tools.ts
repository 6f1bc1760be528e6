// The two tools of the Kubernetes benchmark, and the workloads that both roll out.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface Where {
  readonly kubeconfig: string;
  readonly programs: string;
}

export interface Run {
  readonly ms: number;
  readonly peakMb: number;
}

export interface Tool {
  readonly name: string;
  /** Makes the namespace. */
  begin(home: string, namespace: string, where: Where): Promise<void>;
  /** Applies what the folder holds and waits until all of it is rolled out. */
  roll(home: string, namespace: string, where: Where): Promise<Run>;
}

export interface Workloads {
  readonly workloads: number;
  readonly phases: number;
  readonly tag: string;
}

/** Deployments with a Service and a ConfigMap each, and our settings. Gives how many objects these are. */
export function writeWorkloads(home: string, { workloads, phases, tag }: Workloads): number {
  mkdirSync(join(home, 'k8s'), { recursive: true });
  const names = Array.from({ length: workloads }, (_, index) => `w${String(index).padStart(3, '0')}`);
  const inPhase = (phase: number) => names.filter((_, index) => index % phases === phase);
  for (let phase = 0; phase < phases; phase++)
    writeFileSync(
      join(home, 'k8s', `${phase}.yaml`),
      inPhase(phase)
        .map((name) => objectsOf(name, tag))
        .join('---\n'),
    );
  const gate = '{ stable_for: 0s, success_threshold: 1, period: 250ms, deadline: 200s }';
  const lines = Array.from(
    { length: phases },
    (_, phase) => `  - { name: p${phase}, services: [${inPhase(phase).join(', ')}], gate: ${gate} }`,
  );
  writeFileSync(
    join(home, 'seaworthy.yaml'),
    `engine: kubernetes\nkubernetes: { manifests: [k8s] }\nphases:\n${lines.join('\n')}\n`,
  );
  return workloads * 3;
}

function objectsOf(name: string, tag: string): string {
  return `apiVersion: v1
kind: ConfigMap
metadata: { name: ${name} }
data: { NAME: ${name} }
---
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec: { selector: { app: ${name} }, ports: [{ port: 8080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name}, bench: all } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: main
          image: registry.test/web:${tag}
          envFrom: [{ configMapRef: { name: ${name} } }]
          resources: { requests: { cpu: 1m, memory: 1Mi } }
          readinessProbe: { tcpSocket: { port: 8080 } }
`;
}

export const kubectl: Tool = {
  name: 'kubectl',
  begin: async (_home, namespace, where) => demand(where, ['create', 'namespace', namespace]),
  async roll(home, namespace, where) {
    const program = join(where.programs, 'kubectl');
    const apply = await run(program, ['apply', '--server-side', '-n', namespace, '-f', 'k8s'], home, where);
    const wait = await run(program, ['rollout', 'status', 'deployment', '-n', namespace], home, where);
    return { ms: apply.ms + wait.ms, peakMb: Math.max(apply.peakMb, wait.peakMb) };
  },
};

export const seaworthy: Tool = {
  name: 'seaworthy',
  begin: kubectl.begin,
  roll: (home, namespace, where) =>
    run(process.execPath, [resolve('dist/seaworthy.js'), 'up', '-n', namespace, '-q'], home, where),
};

function demand({ kubeconfig, programs }: Where, args: readonly string[]): void {
  const { status, stderr } = spawnSync(join(programs, 'kubectl'), args, {
    env: { ...process.env, KUBECONFIG: kubeconfig },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
}

async function run(
  program: string,
  args: readonly string[],
  cwd: string,
  { kubeconfig }: Where,
): Promise<Run> {
  const begun = performance.now();
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, KUBECONFIG: kubeconfig },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part) => {
      output = `${output}${part}`.slice(-4000);
    });
  let peakMb = 0;
  const look = setInterval(() => {
    peakMb = Math.max(peakMb, peakOf(child.pid ?? 0));
  }, 50);
  const code = await new Promise((ended) => child.once('close', ended));
  clearInterval(look);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}\n${output}`);
  return { ms: performance.now() - begun, peakMb };
}

/** The kernel keeps the peak itself, so that looking now and then is enough. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
