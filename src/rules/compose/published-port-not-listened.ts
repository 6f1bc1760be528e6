import { bad, defineRule, good } from '../rule.ts';
import { listeningOf } from '../shared/listening.ts';
import { isNamedNowhere } from '../shared/unnamed-port.ts';
import { renamedAt, reviewFix } from '../shared/yaml-fix.ts';

// Debuggers and hot reload listen only on demand.
const debugPorts = new Set([2345, 4000, 5005, 5678, 9003, 9229, 9230, 24678, 35729, 40000]);

export default defineRule({
  id: 'published-port-not-listened',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A published port leads to a container port on which nothing listens',
  why: 'Connections to the host port are refused or reset although the container runs.',
  fix: 'Publish the port on which the process listens, or make it listen on this one.',
  references: ['https://docs.docker.com/reference/compose-file/services/#ports'],
  joins: 'file',
  on: 'port',
  *check(port, { service, link, project }) {
    const listening = listeningOf(project, service, link);
    const target = port.target.value;
    if (listening === undefined || listening.ports.has(target) || debugPorts.has(target)) return;
    if (port.protocol === 'udp') return;
    const others = service.ports.some((other) => listening.ports.has(other.target.value));
    // EXPOSE is no proof: trust it only where nothing names the port, or no port fits and there is one to get wrong.
    const sure = listening.sure || isNamedNowhere(project, service, link, target, listening.ports.keys());
    if (!sure && (others || service.ports.length > 1)) return;
    // A file that is made on each machine may set the port.
    if (!sure && service.envFiles.some(({ exists }) => !exists)) return;
    const known = [...listening.ports].find(([, place]) => place !== undefined) ?? [...listening.ports][0];
    if (known === undefined) return;
    yield {
      at: port.span,
      message: `${service.name} publishes container port ${target}, but listens on ${known[0]}`,
      object: `services.${service.name}.ports.${target}`,
      severity: sure && !others ? 'high' : 'medium',
      confidence: sure && !others ? 'likely' : 'possible',
      ...(known[1] === undefined ? {} : { related: [known[1]] }),
      ...(listening.sure && listening.ports.size === 1 && service.ports.length === 1
        ? reviewFix(
            `Publish ${known[0]}`,
            renamedAt(project, port.target.span, String(target), String(known[0])),
          )
        : {}),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            web:
              build: .
              ports:
                - "127.0.0.1:8080:8080"
            db:
              image: postgres:16.4
              ports:
                - "127.0.0.1:5433:5433"
        `,
        Dockerfile: `
          FROM node:22.11-alpine
          WORKDIR /app
          COPY server.js ./
          CMD ["node", "server.js"]
        `,
        'server.js': "require('node:http').createServer().listen(3000);\n",
      },
      ['compose.yaml:5:9', 'compose.yaml:9:9'],
      {
        'compose.yaml': `
          services:
            web:
              build: .
              ports:
                - "127.0.0.1:8080:3000"
            db:
              image: postgres:16.4
              ports:
                - "127.0.0.1:5433:5432"
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
              web:
                  build: .
                  ports:
                  - target: 8080 # of the program
                    published: "80"
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
      'compose.yaml:5:11',
      {
        'compose.yaml': `
          services:
              web:
                  build: .
                  ports:
                  - target: 3000 # of the program
                    published: "80"
        `,
      },
    ),
    // The image without the plugin, the console without a port of its own, and a file that says another port.
    bad(
      {
        'compose.yaml': `
          services:
            broker:
              image: rabbitmq:4.0-alpine
              ports: ["127.0.0.1:15672:15672"]
            files:
              image: minio/minio:RELEASE.2025-01-20T14-49-07Z
              command: server /data
              ports: ["127.0.0.1:9000:9000", "127.0.0.1:9001:9001"]
            logs:
              image: grafana/loki:3.4.1
              volumes: ["./loki.yaml:/etc/loki/local-config.yaml:ro"]
              ports: ["127.0.0.1:3000:3000"]
        `,
        'loki.yaml': 'server: {http_listen_port: 3101}\n',
      },
      ['compose.yaml:4:13', 'compose.yaml:8:36', 'compose.yaml:12:13'],
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: .
              ports: ["127.0.0.1:8080:8080", "127.0.0.1:9700:9700"]
            prometheus:
              image: prom/prometheus:v3.0.1
              command: --config.file=/etc/prometheus/prometheus.yml
              volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
              ports: ["127.0.0.1:9091:9091"]
        `,
        'prometheus.yml': 'scrape_configs: []\n',
        Dockerfile: `
          FROM golang:1.24 AS build
          WORKDIR /src
          COPY . .
          RUN go build -o /api .
          FROM debian:12.8-slim
          COPY --from=build /api /api
          EXPOSE 8080
          ENTRYPOINT ["/api"]
        `,
        'main.go': 'package main\nfunc main() { serve(config()) }\n',
      },
      ['compose.yaml:4:36', 'compose.yaml:9:13'],
      {
        'compose.yaml': `
          services:
            api:
              build: .
              ports: ["127.0.0.1:8080:8080", "127.0.0.1:9700:9700"]
            prometheus:
              image: prom/prometheus:v3.0.1
              command: --config.file=/etc/prometheus/prometheus.yml
              volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
              ports: ["127.0.0.1:9091:9090"]
        `,
      },
    ),
    // The program may take the port from a file of the build.
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            ports: ["127.0.0.1:8080:8080", "127.0.0.1:9700:9700"]
      `,
      Dockerfile: `
        FROM debian:12.8-slim
        COPY . /app
        EXPOSE 8080
        ENTRYPOINT ["/app/start"]
      `,
      'settings.toml': 'metrics = ":9700"\n',
    }),
    good({
      'compose.yaml': `
        services:
          broker:
            image: rabbitmq:4.0-management-alpine
            ports: ["127.0.0.1:15672:15672"]
          plugged:
            image: rabbitmq:4.0-alpine
            volumes: ["./enabled_plugins:/etc/rabbitmq/enabled_plugins"]
            ports: ["127.0.0.1:15673:15672"]
          files:
            image: minio/minio:RELEASE.2025-01-20T14-49-07Z
            command: server /data --console-address :9001
            ports: ["127.0.0.1:9000:9000", "127.0.0.1:9001:9001"]
          charts:
            image: grafana/grafana:11.4.0
            environment: {GF_SERVER_HTTP_PORT: "3001"}
            ports: ["127.0.0.1:3001:3001"]
          logs:
            image: grafana/loki:3.4.1
            volumes: ["./loki.yaml:/etc/loki/local-config.yaml:ro"]
            ports: ["127.0.0.1:3101:3101"]
      `,
      'loki.yaml': 'server: {http_listen_port: 3101}\n',
      enabled_plugins: '[rabbitmq_management].\n',
    }),
    bad(
      {
        'compose.yaml': `
          services:
            web:
              image: ghcr.io/acme/web:1.4.2
              ports:
                - "127.0.0.1:8080:8080"
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
      'compose.yaml:5:9',
      {
        'compose.yaml': `
          services:
            web:
              image: ghcr.io/acme/web:1.4.2
              ports:
                - "127.0.0.1:8080:3000"
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          web:
            build: .
            environment: {PORT: "8080"}
            ports:
              - "127.0.0.1:8080:8080"
          db:
            image: postgres:16.4
            command: postgres -p 5433
            ports:
              - "127.0.0.1:5433:5433"
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        WORKDIR /app
        COPY server.js ./
        CMD ["node", "server.js"]
      `,
      'server.js': "require('node:http').createServer().listen(process.env.PORT || 3000);\n",
    }),
    // The file that each machine has may set the port.
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            env_file: .env.docker
            ports: ["127.0.0.1:8003:8003"]
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        COPY server.js ./
        EXPOSE 8001
        CMD ["node", "server.js"]
      `,
      'server.js': 'listen(process.env.USERS_PORT);\n',
    }),
  ],
});
