import { dependantsOf } from '../../model/dependants.ts';
import { bad, defineRule, good } from '../rule.ts';
import { addHealthCheck } from '../shared/health-check.ts';
import { isMissed } from '../shared/health-check-missed.ts';
import { isForUsers, isOneShot } from '../shared/stack.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'healthcheck-missing',
  area: 'compose',
  severity: 'low',
  aliases: [
    'kics:healthcheck_not_set',
    'hadolint:DL3057',
    'trivy:DS-0026',
    'checkov:CKV_DOCKER_2',
    'docker-bench:5.27',
  ],
  title: 'A service that others wait for or call has no health check',
  why: 'A hung process counts as running: nothing restarts it, and what depends on it starts too early.',
  fix: 'Add a `healthcheck` that asks the service itself, here or in the Dockerfile.',
  references: ['https://docs.docker.com/reference/compose-file/services/#healthcheck'],
  joins: 'file',
  on: 'service',
  *check(service, { stack, link, production, project }) {
    if (!isForUsers(project, stack, production) || isOneShot(stack, service)) return;
    if (!isMissed(stack, service, link)) return;
    const dependants = dependantsOf(stack, service.name).map((one) => one.service);
    yield {
      at: service.nameSpan,
      message: `${service.name} has no health check`,
      object: `services.${service.name}.healthcheck`,
      related: dependants.map((other) => ({ at: other.nameSpan, message: `${other.name} depends on it` })),
      ...reviewFix('Add a health check', addHealthCheck(project, service, link)),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            web:
              image: ghcr.io/acme/web:1.4.2
              depends_on: [db]
            db:
              image: postgres:16.4
        `,
      },
      'compose.yaml:5:3',
      {
        'compose.yaml': `
          services:
            web:
              image: ghcr.io/acme/web:1.4.2
              depends_on: [db]
            db:
              image: postgres:16.4
              healthcheck:
                test: ["CMD-SHELL", "pg_isready -U postgres -d postgres"]
                interval: 10s
                timeout: 5s
                retries: 5
                start_period: 30s
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
              web:
                  build: .
                  ports: ["8080:3000"]
                  # The logs go to the host.
                  labels: { team: web }
        `,
        Dockerfile: `
          FROM node:22-alpine
          WORKDIR /app
          COPY server.js .
          EXPOSE 3000
          CMD ["node", "server.js"]
        `,
        'server.js': `
          const app = require('express')();
          app.get('/health', (req, res) => res.send('ok'));
          app.listen(3000);
        `,
      },
      'compose.yaml:2:5',
      {
        'compose.yaml': `
          services:
              web:
                  build: .
                  ports: ["8080:3000"]
                  # The logs go to the host.
                  labels: { team: web }
                  healthcheck:
                      test: ["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:3000/health"]
                      interval: 10s
                      timeout: 5s
                      retries: 5
                      start_period: 30s
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              ports: ["127.0.0.1:5432:5432"]
              healthcheck: {interval: 10s, retries: 5}
        `,
      },
      'compose.yaml:2:3',
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              ports: ["127.0.0.1:5432:5432"]
              healthcheck: {interval: 10s, retries: 5, test: ["CMD-SHELL", "pg_isready -U postgres -d postgres"]}
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          web:
            image: ghcr.io/acme/web:1.4.2
            depends_on: [api]
          api:
            build: .
          worker:
            image: python:3.13-slim
            command: python worker.py
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        HEALTHCHECK CMD ["node", "healthcheck.js"]
      `,
    }),
    bad(
      {
        'compose.yaml': `
          services:
            web:
              image: ghcr.io/acme/web:1.4.2
              ports:
                - "127.0.0.1:8080:3000"
            jobs:
              image: ghcr.io/acme/jobs:1.4.2
              depends_on: [web]
        `,
        '.github/workflows/image.yml': `
          on:
            push:
              tags: ["v*"]
          permissions:
            contents: read
            packages: write
          jobs:
            image:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
                - id: meta
                  uses: docker/metadata-action@v5
                  with:
                    images: ghcr.io/\${{ github.repository_owner }}/web
                - uses: docker/build-push-action@v6
                  with:
                    context: web
                    push: true
                    tags: \${{ steps.meta.outputs.tags }}
        `,
        'web/Dockerfile': `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY server.js ./
          CMD ["node", "server.js"]
        `,
        'web/server.js': "require('node:http').createServer().listen(3000);\n",
      },
      'compose.yaml:2:3',
    ),
    good({
      'compose.yaml': `
        services:
          web:
            image: ghcr.io/acme/web:1.4.2
            ports:
              - "127.0.0.1:8080:3000"
      `,
      '.github/workflows/image.yml': `
        on:
          push:
            tags: ["v*"]
        permissions:
          contents: read
          packages: write
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v4
              - id: meta
                uses: docker/metadata-action@v5
                with:
                  images: ghcr.io/\${{ github.repository_owner }}/web
              - uses: docker/build-push-action@v6
                with:
                  context: web
                  push: true
                  tags: \${{ steps.meta.outputs.tags }}
      `,
      'web/Dockerfile': `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY server.js ./
        HEALTHCHECK CMD ["wget", "-q", "--spider", "http://127.0.0.1:3000/"]
        CMD ["node", "server.js"]
      `,
      'web/server.js': "require('node:http').createServer().listen(3000);\n",
    }),
  ],
});
