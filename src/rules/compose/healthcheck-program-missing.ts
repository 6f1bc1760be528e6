import { later } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { healthcheckOf, neededPrograms } from '../shared/command.ts';
import { askedAnew } from '../shared/health-check.ts';
import { stageOf } from '../shared/image.ts';
import { lackOf } from '../shared/programs.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'healthcheck-program-missing',
  area: 'compose',
  severity: 'critical',
  aliases: [],
  title: 'A health check calls a program that the image does not have',
  why: 'The check fails each time, so the container is unhealthy for ever and whatever waits for it never starts.',
  fix: 'Call a program that the image has (its own client, busybox wget, the language runtime), or install it.',
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  on: 'service',
  *check(service, { link, project }) {
    const check = healthcheckOf(service, link);
    const test = check?.test;
    if (test === undefined || check?.disabled === true) return;
    for (const program of neededPrograms(test)) {
      const lack = lackOf(program.name, service, link);
      if (lack === undefined) continue;
      const image = [lack.image.repository, lack.image.tag].filter((part) => part !== undefined).join(':');
      const base = service.image?.span ?? stageOf(link)?.base.span;
      yield {
        at: program.at,
        message: `${service.name}'s health check calls ${program.name}, which ${image} does not have`,
        object: `services.${service.name}.healthcheck`,
        confidence: lack.confidence,
        ...(base === undefined ? {} : { related: [{ at: base, message: `the image stands on ${image}` }] }),
        ...later(() => reviewFix('Ask with a program that it has', askedAnew(project, service, link, test))),
      };
      // Without the shell the rest is not reached.
      if (program.name === 'sh') return;
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            web:
              build: .
              healthcheck:
                test: ["CMD", "curl", "-f", "http://localhost:3000/health"]
            cache:
              image: redis:7.4-alpine
              healthcheck:
                test: curl -f http://localhost:6379 || exit 1
        `,
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY server.js ./
          CMD ["node", "server.js"]
        `,
        'server.js': "require('node:http').createServer().listen(3000);\n",
      },
      ['compose.yaml:5:13', 'compose.yaml:9:13'],
      {
        'compose.yaml': `
          services:
            web:
              build: .
              healthcheck:
                test: ["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:3000/health"]
            cache:
              image: redis:7.4-alpine
              healthcheck:
                test: ["CMD", "redis-cli", "ping"]
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
              web:
                  build: .
                  healthcheck:
                      # the page itself
                      test: curl -fsS http://localhost:8000/health || exit 1 # as ops asks
                      interval: 30s
              cache:
                  image: redis:7.4-alpine
                  healthcheck: { test: ["CMD", "curl", "http://localhost:6379"], retries: 3 }
        `,
        Dockerfile: `
          FROM python:3.13-slim
          COPY app.py .
          CMD ["python", "app.py"]
        `,
      },
      ['compose.yaml:6:19', 'compose.yaml:10:30'],
      {
        'compose.yaml': `
          services:
              web:
                  build: .
                  healthcheck:
                      # the page itself
                      test: ["CMD", "python", "-c", "import urllib.request; urllib.request.urlopen('http://localhost:8000/health')"] # as ops asks
                      interval: 30s
              cache:
                  image: redis:7.4-alpine
                  healthcheck: { test: ["CMD", "redis-cli", "ping"], retries: 3 }
        `,
      },
    ),
    bad(
      {
        // Compose takes the variable for one of its own, which nothing sets.
        'compose.yaml': `
          services:
            web:
              build: .
              environment: { PORT: "3000" }
              healthcheck:
                test: ["CMD", "curl", "-f", "http://localhost:\${PORT}/health"]
        `,
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY server.js ./
          CMD ["node", "server.js"]
        `,
        'server.js': "require('node:http').createServer().listen(3000);\n",
      },
      'compose.yaml:6:13',
      {
        'compose.yaml': `
          services:
            web:
              build: .
              environment: { PORT: "3000" }
              healthcheck:
                test: ["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:3000/health"]
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          web:
            build: .
            healthcheck:
              test: ["CMD", "curl", "-f", "http://localhost:3000/health"]
          cache:
            image: redis:7.4-alpine
            healthcheck:
              test: ["CMD", "redis-cli", "ping"]
          proxy:
            image: nginx:1.27-alpine
            healthcheck:
              test: wget -q --spider http://localhost/ || exit 1
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        RUN apk add --no-cache curl tini
        WORKDIR /app
        COPY server.js ./
        CMD ["node", "server.js"]
      `,
      'server.js': "require('node:http').createServer().listen(3000);\n",
    }),
  ],
});
