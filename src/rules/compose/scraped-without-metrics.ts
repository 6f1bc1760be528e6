import type { BuildLink, Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { addressesFor } from '../shared/config-address.ts';
import { isTestPath } from '../shared/source.ts';
import { hostsOf, linkOf } from '../shared/stack.ts';

export default defineRule({
  id: 'scraped-without-metrics',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'Prometheus scrapes a service whose code serves no metrics',
  why: 'The target answers 404 and counts as down: its dashboards are empty, and an alert on it fires for ever or never.',
  fix: 'Serve metrics with the client library of the language, or remove the job.',
  references: ['https://prometheus.io/docs/instrumenting/clientlibs/'],
  on: 'server-config',
  *check(link, context) {
    const { project, stack } = context;
    if (link.config.program !== 'prometheus') return;
    // Alertmanagers stand among the targets as well; they are no code of the repository.
    for (const { host, span } of addressesFor(link, context, 'target')) {
      const target = hostsOf(stack).get(host);
      const build = target && linkOf(project, target);
      const routes = build === undefined ? undefined : routesWithoutMetrics(project, build);
      const [first] = routes ?? [];
      if (target === undefined || first === undefined) continue;
      yield {
        at: span,
        message: `${link.service.name} scrapes ${host}, whose code serves no metrics`,
        object: `services.${link.service.name}.target.${host}`,
        related: [{ at: first, message: `routes of ${target.name} are defined here, none for metrics` }],
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            prometheus:
              image: prom/prometheus:v3.0.1
              volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
            api:
              build: api
        `,
        'prometheus.yml': `
          scrape_configs:
            - job_name: api
              static_configs: [{targets: ['api:3000']}]
        `,
        'api/Dockerfile': `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY . .
          RUN npm ci
          CMD ["node", "server.js"]
        `,
        'api/package.json': '{"dependencies": {"express": "^4.21.0"}}\n',
        'api/server.js': `
          const express = require('express');
          const app = express();
          app.get('/health', (request, response) => response.send('ok'));
          app.listen(3000);
        `,
      },
      'prometheus.yml:3:33',
    ),
    good({
      'compose.yaml': `
        services:
          prometheus:
            image: prom/prometheus:v3.0.1
            volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
          api:
            build: api
      `,
      'prometheus.yml': `
        scrape_configs:
          - job_name: api
            static_configs: [{targets: ['api:3000']}]
      `,
      'api/Dockerfile': `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY . .
        RUN npm ci
        CMD ["node", "server.js"]
      `,
      'api/package.json': '{"dependencies": {"express": "^4.21.0", "prom-client": "^15.1.0"}}\n',
      'api/server.js': `
        const express = require('express');
        const { register } = require('prom-client');
        const app = express();
        app.get('/metrics', async (request, response) => response.send(await register.metrics()));
        app.listen(3000);
      `,
    }),
    // A helper of the repository serves them.
    good({
      'compose.yaml': `
        services:
          prometheus:
            image: prom/prometheus:v3.0.1
            volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
          api:
            build: api
      `,
      'prometheus.yml': `
        scrape_configs:
          - job_name: api
            static_configs: [{targets: ['api:8000']}]
      `,
      'api/Dockerfile': `
        FROM python:3.13-slim
        WORKDIR /app
        COPY . .
        CMD ["uvicorn", "main:app", "--port", "8000"]
      `,
      'api/main.py': `
        from fastapi import FastAPI
        from acme.web import instrument_fastapi

        app = FastAPI()
        instrument_fastapi(app, "api")

        @app.get("/health")
        def health():
            return "ok"
      `,
    }),
  ],
});

// A helper of the repository may do it as well: `instrument_fastapi(app)`.
const traces =
  /metric|prom[-_.]|prometheus|opentelemetry|statsd|micrometer|actuator|instrument_?(?:app|fastapi|flask|express|service|the)?\(|observability/i;

/** Where the routes of the service stand, when all of its code is known and speaks of no metrics. */
function routesWithoutMetrics(project: Project, build: BuildLink) {
  if (build.service.command !== undefined || build.service.entrypoint !== undefined) return undefined;
  const own = build.sources.filter(({ file }) => !isTestPath(file));
  const routes = own.flatMap(({ facts }) =>
    facts.flatMap((fact) => (fact.kind === 'route' ? [fact.at] : [])),
  );
  const isKnown = own.every(({ language }) => language === 'javascript' || language === 'python');
  const speaks = own.some(({ file }) => traces.test(project.texts.get(file)?.text ?? ''));
  // A library may be switched on by a plugin of the framework, or by the command.
  const packages = project.packages.filter(
    ({ folder }) => build.context === folder || folder === '' || build.context.startsWith(`${folder}/`),
  );
  const hasLibrary = packages.some(({ requires }) => [...requires].some((name) => traces.test(name)));
  const dockerfile = project.texts.get(build.dockerfile?.file ?? '')?.text ?? '';
  return routes.length === 0 || !isKnown || speaks || hasLibrary || traces.test(dockerfile)
    ? undefined
    : routes;
}
