import { bad, defineRule, good } from '../rule.ts';
import { listensOn } from '../shared/kubernetes/listens.ts';
import { probesOf, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'port-not-exposed',
  area: 'kubernetes',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'A container declares a port on which its image does not listen',
  why: 'Probes and Services that use it are refused: the pod is never ready, or gets no requests.',
  fix: 'Write the port on which the process listens, or tell the process the port.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/'],
  on: 'container',
  *check(container, { workload, project }) {
    const listens = listensOn(project, container);
    if (listens === undefined || listens.ports.size === 0) return;
    const told = [...container.command, ...container.args, ...container.env.map(({ value }) => value)];
    const asked = [
      ...container.ports.map(({ port }) => port),
      ...probesOf(container).map(({ port }) => port),
    ];
    const seen = new Set<number>();
    for (const port of asked) {
      const number = Number(port?.value);
      if (port === undefined || !Number.isInteger(number) || listens.ports.has(number) || seen.has(number))
        continue;
      seen.add(number);
      // A port that the manifest tells the process is the manifest's to choose.
      if (told.some((text) => text !== undefined && new RegExp(`\\b${number}\\b`).test(text.value))) continue;
      const ports = [...listens.ports].join(', ');
      yield {
        at: port.span,
        message: `${subject(container, workload)} declares port ${number}, its image listens on ${ports}`,
        related: listens.related,
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata:
            name: api
          spec:
            containers:
              - name: api
                image: ghcr.io/acme/api:1.4.2
                ports:
                  - containerPort: 8000
        `,
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              build: .
        `,
        Dockerfile: `
          FROM node:22.11-alpine
          EXPOSE 3000
        `,
      },
      'k8s/api.yaml:10:26',
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
              - name: api
                image: postgres:16.4
                ports:
                  - containerPort: 5433
        `,
      },
      'k8s/api.yaml:10:26',
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
                ports: [{containerPort: 8080}]
        `,
        'api/Dockerfile': `
          FROM golang:1.23 AS build
          WORKDIR /src
          COPY . .
          RUN go build -o /api .
          FROM scratch
          COPY --from=build /api /api
          ENTRYPOINT ["/api"]
        `,
        'api/main.go': 'package main\n\nfunc main() {\n\thttp.ListenAndServe(":9090", nil)\n}\n',
      },
      'k8s/api.yaml:8:31',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Pod
        metadata:
          name: api
        spec:
          containers:
            - name: api
              image: ghcr.io/acme/api:1.4.2
              ports:
                - containerPort: 3000
      `,
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            build: .
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        EXPOSE 3000
      `,
    }),
    // What asks the image for its health knows a port that EXPOSE leaves out.
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: api}
        spec:
          containers:
            - name: api
              image: ghcr.io/acme/api:1.4.2
              ports: [{containerPort: 3000}, {containerPort: 3001}, {containerPort: 3002}]
      `,
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            build: .
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        EXPOSE 3000
        HEALTHCHECK CMD wget -qO- http://localhost:3001/health || exit 1
        CMD ["node", "server.js", "--metrics-port=3002"]
      `,
    }),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Pod
        metadata:
          name: api
        spec:
          containers:
            - name: api
              image: postgres:16.4
              ports:
                - containerPort: 5432
      `,
    }),
  ],
});
