import { bad, defineRule, good } from '../rule.ts';
import { lineText } from '../shared/command.ts';
import { areSpellings, missingReads } from '../shared/env-reads.ts';
import { environmentOf } from '../shared/kubernetes/container-env.ts';
import { sourcesOf } from '../shared/kubernetes/container-sources.ts';
import { written } from '../shared/kubernetes/edits.ts';
import { subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'env-key-renamed',
  area: 'kubernetes',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A container is given a variable under another name than the one its code reads',
  why: 'The code finds nothing under its name and starts with an undefined value, or not at all.',
  fix: 'Use one name on both sides.',
  references: [
    'https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/',
  ],
  on: 'container',
  *check(container, { workload, set, project }) {
    const found = container.role === 'container' ? sourcesOf(project, container) : undefined;
    if (found === undefined) return;
    const { names, values, isWhole } = environmentOf(set, container);
    const { image } = found.built.stage;
    if (!isWhole || /\.sh\b|dotenv|--env-file/.test(lineText(image.entrypoint) + lineText(image.cmd))) return;
    const reads = found.sources.flatMap(({ facts }) => facts).filter((fact) => fact.kind === 'env-read');
    const read = new Set(reads.map(({ name }) => name));
    for (const missing of missingReads(reads, new Set([...names, ...image.env.keys()]))) {
      const given = [...names].find((name) => !read.has(name) && areSpellings(missing.name, name));
      const entry = container.env.find(({ name }) => name.value === given);
      const at = entry?.name.span ?? values.get(given ?? '')?.span;
      if (given === undefined || at === undefined) continue;
      yield {
        at,
        message: `${subject(container, workload)} is given ${given}, but its code reads ${missing.name}`,
        object: `${workload.title} container ${container.name} env ${given}`,
        ...(entry === undefined ? {} : written(project, entry.name.span, missing.name)),
        related: [{ at: missing.at, message: `${missing.name} is read here` }],
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
                env:
                  - {name: DB_URL, value: "postgres://app@db:5432/app"}
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
        'api/main.go': 'package main\n\nvar url = os.Getenv("DATABASE_URL")\n',
      },
      'k8s/api.yaml:9:18',
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            containers:
              - name: api
                image: ghcr.io/acme/api:1.4.2
                env:
                  - {name: DATABASE_URL, value: "postgres://app@db:5432/app"}
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
              env:
                - {name: DB_URL, value: "postgres://app@db:5432/app"}
                - {name: DATABASE_URL, value: "postgres://app@db:5432/app"}
      `,
      'api/Dockerfile': `
        FROM golang:1.23
        WORKDIR /src
        COPY . .
        RUN go build -o /bin/api .
        ENTRYPOINT ["/bin/api"]
      `,
      'api/main.go': 'package main\n\nvar url = os.Getenv("DATABASE_URL")\n',
    }),
  ],
});
