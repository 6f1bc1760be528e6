// A project of any size as large teams have them: builds, ports, environment, health checks, dependencies, networks,
// volumes, anchors, `extends`, and overrides for the environments. The same text for the same numbers.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes compose.yaml, base.yaml, .env and the overrides, and gives the names of the compose files in order. */
export function writeProject(folder, { services, overrides }) {
  mkdirSync(folder, { recursive: true });
  const names = [
    'compose.yaml',
    ...Array.from({ length: overrides }, (_, layer) => `override.${layer}.yaml`),
  ];
  writeFileSync(join(folder, '.env'), 'REGISTRY=registry.example.com\nTAG=2026.11\nLOG_LEVEL=info\n');
  writeFileSync(join(folder, 'shared.env'), 'REGION=eu-central\nTRACE=off\n');
  writeFileSync(join(folder, 'base.yaml'), baseFile());
  writeFileSync(join(folder, 'compose.yaml'), mainFile(services));
  for (let layer = 0; layer < overrides; layer++)
    writeFileSync(join(folder, `override.${layer}.yaml`), overrideFile(services, layer));
  return names;
}

function baseFile() {
  return `services:
  worker:
    stop_grace_period: 30s
    init: true
    environment:
      QUEUE: amqp://queue:5672
      CONCURRENCY: "4"
    labels:
      com.example.kind: worker
`;
}

function mainFile(amount) {
  return `name: bench
x-defaults: &defaults
  restart: unless-stopped
  logging:
    driver: json-file
    options: { max-size: 10m, max-file: "3" }
x-health: &health
  interval: 10s
  timeout: 3s
  retries: 5
services:
  db:
    image: postgres:17.2
    environment:
      POSTGRES_PASSWORD_FILE: /run/secrets/password
    healthcheck:
      test: ["CMD-SHELL", "pg_isready -U postgres"]
      <<: *health
    secrets: [password]
    volumes:
      - database:/var/lib/postgresql/data
    networks: [back]
${Array.from({ length: amount - 1 }, (_, index) => serviceText(index)).join('')}networks:
  front: {}
  back:
    internal: true
volumes:
  database: {}
${Array.from({ length: 20 }, (_, index) => `  cache${index}: {}`).join('\n')}
secrets:
  password:
    file: ./password.txt
`;
}

function serviceText(index) {
  const after =
    index === 0 ? '' : `      service${Math.floor(index / 2)}:\n        condition: service_started\n`;
  return `  service${index}:
    <<: *defaults
${index % 4 === 0 ? '    extends: { file: base.yaml, service: worker }\n' : ''}    # Built by the team that owns it.
    build:
      context: ./services/service${index}
      target: runtime
      args:
        VERSION: "\${TAG:-dev}"
    image: \${REGISTRY}/team${index % 7}/service${index}:\${TAG:?set the tag}
    env_file: shared.env
    environment:
      PORT: "8080"
      DATABASE_URL: postgres://app@db:5432/service${index}
      LOG_LEVEL: \${LOG_LEVEL:-info}
      FEATURE_${index % 13}: "on"
    ports:
      - "${10_000 + index}:8080"
      - "127.0.0.1:${30_000 + index}:9090/tcp"
    depends_on:
      db:
        condition: service_healthy
${after}    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost:8080/health"]
      <<: *health
    networks: [front, back]
    volumes:
      - cache${index % 20}:/cache
      - ./config/service${index}:/etc/service:ro
    deploy:
      resources:
        limits: { memory: 256M, cpus: "0.5" }
`;
}

/** What changes from one environment to the next: levels, limits, labels; every third service a port more. */
function overrideFile(amount, layer) {
  const services = Array.from(
    { length: amount - 1 },
    (_, index) => `  service${index}:
    environment:
      LAYER_${layer}: "${layer}"
      LOG_LEVEL: \${LOG_LEVEL_${layer}:-warn}
    labels:
      com.example.layer${layer}: "yes"
${index % 3 === 0 ? `    ports: ["${40_000 + index}:${9100 + layer}"]\n` : ''}    deploy:
      resources:
        limits: { memory: ${256 + layer * 64}M }
`,
  );
  return `services:\n${services.join('')}`;
}
