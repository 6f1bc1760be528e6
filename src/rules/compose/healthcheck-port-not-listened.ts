import type { Related } from '../../model/finding.ts';
import { bad, defineRule, good } from '../rule.ts';
import { wrongHealthPort } from '../shared/health-port.ts';
import { reviewFix, swapped } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'healthcheck-port-not-listened',
  area: 'compose',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'A health check asks a port on which the service does not listen',
  why: 'The check is refused each time, so the container is unhealthy for ever and whatever waits for it never starts.',
  fix: 'Ask the port inside the container, not the published one.',
  references: ['https://docs.docker.com/reference/compose-file/services/#healthcheck'],
  on: 'service',
  *check(service, { link, project }) {
    const wrong = wrongHealthPort(project, service, link);
    if (wrong === undefined) return;
    const { test, asked, listening, published } = wrong;
    const places: Related[] = [...listening.ports.values()].flatMap((place) => place ?? []);
    if (published !== undefined)
      places.unshift({ at: published.span, message: `${asked.port} is the port on the host` });
    const [first, ...others] = listening.ports.keys();
    const right = published?.target.value ?? (others.length === 0 ? first : undefined);
    yield {
      at: test.span,
      message: `${service.name}'s health check asks port ${asked.port}, but the service listens on ${first}`,
      object: `services.${service.name}.healthcheck`,
      related: places,
      ...reviewFix(
        `Ask port ${right}`,
        right === undefined
          ? undefined
          : swapped(project, { span: test.span }, asked.text, asked.text.replace(/\d+$/, `${right}`)),
      ),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            web:
              build: .
              ports: ["127.0.0.1:8080:3000"]
              healthcheck:
                test: ["CMD", "wget", "-q", "--spider", "http://localhost:8080/health"]
        `,
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY server.js ./
          EXPOSE 3000
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
              ports: ["127.0.0.1:8080:3000"]
              healthcheck:
                test: ["CMD", "wget", "-q", "--spider", "http://localhost:3000/health"]
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
                  healthcheck:
                      test: >
                        wget -q -O /dev/null
                        http://localhost:8080/health
        `,
        Dockerfile: `
          FROM node:22-alpine
          COPY server.js .
          CMD ["node", "server.js"]
        `,
        'server.js': `
          require('http').createServer().listen(3000);
        `,
      },
      'compose.yaml:6:19',
      {
        'compose.yaml': `
          services:
              web:
                  build: .
                  ports: ["8080:3000"]
                  healthcheck:
                      test: >
                        wget -q -O /dev/null
                        http://localhost:3000/health
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            web:
              image: ghcr.io/acme/web:1.4.2
              ports: ["127.0.0.1:8090:3000"]
              healthcheck:
                test: ["CMD", "curl", "-f", "http://localhost:8090/health"]
        `,
      },
      'compose.yaml:6:13',
      {
        'compose.yaml': `
          services:
            web:
              image: ghcr.io/acme/web:1.4.2
              ports: ["127.0.0.1:8090:3000"]
              healthcheck:
                test: ["CMD", "curl", "-f", "http://localhost:3000/health"]
        `,
      },
    ),
    // A port that is settled in the container's own settings.
    good({
      'compose.yaml': `
        services:
          web:
            image: ghcr.io/acme/web:1.4.2
            environment: {MANAGEMENT_PORT: "8090"}
            ports: ["127.0.0.1:8090:3000"]
            healthcheck:
              test: ["CMD", "curl", "-f", "http://localhost:8090/health"]
      `,
    }),
    good({
      'compose.yaml': `
        services:
          web:
            build: .
            ports: ["127.0.0.1:8080:3000"]
            healthcheck:
              test: ["CMD", "wget", "-q", "--spider", "http://localhost:3000/health"]
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY server.js ./
        EXPOSE 3000
        CMD ["node", "server.js"]
      `,
      'server.js': "require('node:http').createServer().listen(3000);\n",
    }),
    good({
      'compose.yaml': `
        services:
          airflow:
            build: .
            command: webserver
            ports: ["8080:8080"]
            healthcheck:
              test: ["CMD", "curl", "--fail", "http://localhost:8080/health"]
      `,
      Dockerfile: `
        FROM apache/airflow:2.10.2
        COPY src /opt/airflow/src
      `,
      'src/main.py': `
        uvicorn.run(app, host="0.0.0.0", port=8000)
      `,
    }),
  ],
});
