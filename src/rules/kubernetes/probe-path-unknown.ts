import type { SourceFact } from '../../model/source.ts';
import { textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { sourcesOf } from '../shared/kubernetes/container-sources.ts';
import { written } from '../shared/kubernetes/edits.ts';
import { probesOf, subject } from '../shared/kubernetes/pods.ts';

type Route = Extract<SourceFact, { kind: 'route' }>;

export default defineRule({
  id: 'probe-path-unknown',
  area: 'kubernetes',
  severity: 'high',
  confidence: 'possible',
  aliases: [],
  title: 'A probe asks for a path that the code does not serve',
  why: 'The answer is 404: the pod is never ready, or is restarted again and again.',
  fix: 'Ask for the path of the health check that the code has.',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  ],
  on: 'container',
  *check(container, { workload, project }) {
    const probes = probesOf(container).filter(({ handler }) => handler === 'http');
    const found = probes.length === 0 ? undefined : sourcesOf(project, container);
    const routes = (found?.sources ?? [])
      .flatMap(({ facts }) => facts)
      .filter((fact): fact is Route => fact.kind === 'route');
    const sure = routes.filter(({ confidence }) => confidence !== 'possible');
    const checks = sure.filter(({ path }) => /health|ready|live|ping|status/i.test(path));
    // Where the code has no check of its own, a framework or a proxy may answer.
    if (found === undefined || checks.length === 0 || routes.some(isOpen)) return;
    for (const probe of probes) {
      const meant = probe.kind === 'readiness' ? /read(?:y|iness)/i : /live/i;
      const health = checks.find(({ path }) => meant.test(path)) ?? checks[0];
      if (health === undefined) continue;
      const path = textAt(probe.node, 'httpGet', 'path');
      const asked = path?.value.replace(/[?#].*$/, '').replace(/(.)\/+$/, '$1');
      if (
        path === undefined ||
        asked === undefined ||
        asked === '/' ||
        /[${<]/.test(asked) ||
        /\/actuator\b|\/metrics$/.test(asked)
      )
        continue;
      if (routes.some((route) => serves(route.path, asked))) continue;
      yield {
        at: path.span,
        message: `the ${probe.kind} probe of ${subject(container, workload)} asks for ${asked}, but its code serves ${health.path}`,
        object: `${workload.title} container ${container.name} ${probe.kind} path`,
        ...(/^[\w./-]+$/.test(health.path) ? written(project, path.span, health.path) : {}),
        confidence: found.built.how === 'declared' ? 'likely' : 'possible',
        related: [{ at: health.at, message: 'the path of its health check' }],
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            containers:
              - name: api
                image: ghcr.io/acme/api:1.4.2
                livenessProbe:
                  httpGet: {path: /health, port: 8080}
        `,
        'api/Dockerfile': `
          FROM golang:1.23 AS build
          WORKDIR /src
          COPY . .
          RUN go build -o /bin/api .
          FROM gcr.io/distroless/static-debian12
          COPY --from=build /bin/api /api
          ENTRYPOINT ["/api"]
        `,
        'api/main.go': 'package main\n\nfunc main() {\n\thttp.HandleFunc("/healthz", ok)\n}\n',
      },
      'k8s/api.yaml:9:25',
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            containers:
              - name: api
                image: ghcr.io/acme/api:1.4.2
                livenessProbe:
                  httpGet: {path: /healthz, port: 8080}
        `,
      },
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            containers:
              - name: api
                image: ghcr.io/acme/api:1.4.2
                readinessProbe:
                  httpGet: {path: /readyz, port: 8080}
        `,
        'api/Dockerfile': `
          FROM golang:1.23
          WORKDIR /src
          COPY . .
          RUN go build -o /bin/api .
          ENTRYPOINT ["/bin/api"]
        `,
        'api/main.go':
          'package main\n\nfunc main() {\n\thttp.HandleFunc("/health/live", ok)\n\thttp.HandleFunc("/health/ready", ok)\n}\n',
      },
      'k8s/api.yaml:9:25',
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            containers:
              - name: api
                image: ghcr.io/acme/api:1.4.2
                readinessProbe:
                  httpGet: {path: /health/ready, port: 8080}
        `,
      },
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: api}
        spec:
          containers:
            - name: api
              image: ghcr.io/acme/api:1.4.2
              livenessProbe:
                httpGet: {path: /healthz, port: 8080}
      `,
      'api/Dockerfile': `
        FROM golang:1.23
        WORKDIR /src
        COPY . .
        RUN go build -o /bin/api .
        ENTRYPOINT ["/bin/api"]
      `,
      'api/main.go': 'package main\n\nfunc main() {\n\thttp.HandleFunc("/healthz", ok)\n}\n',
    }),
  ],
});

/** Routes below which anything may be served: prefixes, patterns, files. */
function isOpen({ path, confidence }: Route): boolean {
  return confidence === 'possible' || path.endsWith('/') || /[*{(]|\.\.\./.test(path);
}

function serves(route: string, asked: string): boolean {
  const plain = route.replace(/(.)\/+$/, '$1');
  // A router may be mounted below another path: only the end is known.
  return plain === asked || asked.endsWith(plain) || plain.includes(':') || plain.includes('<');
}
