import { bad, defineRule, good } from '../rule.ts';
import { eachOnce, loopbacks, unknownHosts, unsharedNetworks, wrongPorts } from '../shared/config-address.ts';

const roles = ['remote-write', 'remote-read'] as const;

export default defineRule({
  id: 'remote-storage-unreachable',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'Prometheus keeps its samples where nothing answers',
  why: 'What is older than the local retention is lost, and nobody is told but the log of Prometheus.',
  fix: 'Use the name of the service, the port inside its container, and a network that both share.',
  references: ['https://prometheus.io/docs/prometheus/latest/configuration/configuration/#remote_write'],
  on: 'server-config',
  *check(link, context) {
    for (const role of roles) {
      yield* eachOnce(unknownHosts(link, context, role));
      yield* eachOnce(wrongPorts(link, context, role));
      yield* eachOnce(unsharedNetworks(link, context, role));
      yield* eachOnce(loopbacks(link, context, role, new Set([9090])));
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
            mimir:
              image: grafana/mimir:2.14.0
        `,
        'prometheus.yml': `
          remote_write:
            - url: http://mimr:9009/api/v1/push
        `,
      },
      'prometheus.yml:2:10',
      {
        'prometheus.yml': `
          remote_write:
            - url: http://mimir:9009/api/v1/push
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            prometheus:
              image: prom/prometheus:v3.0.1
              volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
            adapter:
              build: ./adapter
              ports: ["9202:9201"]
        `,
        'adapter/Dockerfile': `
          FROM node:22-alpine
          WORKDIR /app
          COPY server.js .
          CMD ["node", "server.js"]
        `,
        'adapter/server.js': "require('node:http').createServer().listen(9201);\n",
        'prometheus.yml': `
          remote_write:
            - url: http://adapter:9201/write
          remote_read:
            - url: http://adapter:9202/read
            - url: http://localhost:9201/read
        `,
      },
      ['prometheus.yml:4:10', 'prometheus.yml:5:10'],
      {
        'prometheus.yml': `
          remote_write:
            - url: http://adapter:9201/write
          remote_read:
            - url: http://adapter:9201/read
            - url: http://localhost:9201/read
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          prometheus:
            image: prom/prometheus:v3.0.1
            volumes: ["./prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
          mimir:
            image: grafana/mimir:2.14.0
      `,
      'prometheus.yml': `
        remote_write:
          - url: http://mimir:9009/api/v1/push
          - url: https://prometheus-prod-01.grafana.net/api/prom/push
        remote_read:
          - url: http://localhost:9090/api/v1/read
      `,
    }),
  ],
});
