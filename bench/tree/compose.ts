// Compose projects of three to twelve services around a database.
import { type Random, words } from './random.ts';

interface Built {
  readonly name: string;
  readonly port: number;
}

export function compose(random: Random, built: readonly Built[]): string {
  const services = built.flatMap((one) => service(random, one, built));
  return [
    ...(random.chance(0.3) ? ["version: '3.8'"] : []),
    'x-logging: &logging',
    '  driver: json-file',
    '  options: { max-size: 10m, max-file: "3" }',
    'services:',
    ...database(random),
    ...cache(random),
    ...services,
    'networks:',
    '  back: {}',
    'volumes:',
    '  data:',
    '',
  ].join('\n');
}

function service(random: Random, { name, port }: Built, all: readonly Built[]): readonly string[] {
  const peers = random.some(all, 2).filter((one) => one.name !== name);
  return [
    `  ${name}:`,
    `    build: ./services/${name}`,
    `    image: registry.example.com/shop/${name}:\${TAG:-1.4.${random.below(30)}}`,
    ...(random.chance(0.7) ? ['    restart: unless-stopped'] : []),
    '    environment:',
    `      PORT: ${random.chance(0.5) ? port : `"${port}"`}`,
    `      DATABASE_URL: postgres://app:\${DB_PASSWORD}@db:5432/app`,
    ...peers.map((peer) => `      ${peer.name.toUpperCase()}_URL: http://${peer.name}:${peer.port}`),
    ...(random.chance(0.3)
      ? [`    ports: ["${random.chance(0.3) ? '' : '127.0.0.1:'}${port}:${port}"]`]
      : []),
    '    depends_on:',
    `      db: { condition: ${random.pick(['service_healthy', 'service_started'])} }`,
    ...(random.chance(0.5)
      ? [
          '    healthcheck:',
          `      test: ["CMD", "wget", "-qO-", "http://localhost:${port}/health"]`,
          '      interval: 10s',
          '      retries: 5',
        ]
      : []),
    ...(random.chance(0.5)
      ? ['    deploy:', '      resources:', '        limits: { cpus: "0.5", memory: 256M }']
      : []),
    '    logging: *logging',
    '    networks: [back]',
  ];
}

function database(random: Random): readonly string[] {
  return [
    '  db:',
    `    image: postgres:${random.pick(['17.2', '16-alpine', 'latest'])}`,
    '    environment:',
    '      POSTGRES_USER: app',
    `      POSTGRES_PASSWORD: ${random.chance(0.7) ? `\${DB_PASSWORD:?set it}` : random.pick(words)}`,
    '    volumes:',
    '      - data:/var/lib/postgresql/data',
    ...(random.chance(0.3) ? ['    ports:', '      - "5432:5432"'] : []),
    '    healthcheck:',
    '      test: ["CMD-SHELL", "pg_isready -U app"]',
    '    networks: [back]',
  ];
}

function cache(random: Random): readonly string[] {
  if (random.chance(0.4)) return [];
  return [
    '  redis:',
    '    image: redis:7.4.1-alpine',
    '    command: redis-server --save ""',
    '    networks: [back]',
  ];
}

/** The files that are laid over the base: what development, tests and production have otherwise. */
export function overlays(random: Random, built: readonly Built[]): Readonly<Record<string, string>> {
  const all: Record<string, string> = {};
  if (random.chance(0.9)) all['compose.production.yaml'] = production(random, built);
  if (random.chance(0.9)) all['compose.override.yaml'] = development(built);
  if (random.chance(0.9)) all['compose.test.yaml'] = testing(random, built);
  if (random.chance(0.5)) all['monitoring/compose.yaml'] = monitoring(random);
  return all;
}

function production(random: Random, built: readonly Built[]): string {
  const services = built.flatMap(({ name }) => [
    `  ${name}:`,
    '    restart: always',
    ...(random.chance(0.5) ? ['    read_only: true', '    tmpfs: [/tmp]'] : []),
    '    deploy:',
    '      resources:',
    '        limits: { cpus: "1", memory: 512M }',
  ]);
  return ['services:', ...services, ''].join('\n');
}

function development(built: readonly Built[]): string {
  const services = built.flatMap(({ name, port }) => [
    `  ${name}:`,
    '    environment:',
    '      DEBUG: "true"',
    `    ports: ["${port + 10000}:${port}"]`,
    '    volumes:',
    `      - ./services/${name}:/srv:cached`,
  ]);
  return ['services:', ...services, ''].join('\n');
}

function testing(random: Random, built: readonly Built[]): string {
  return [
    'services:',
    '  tests:',
    `    image: node:${random.pick(['22', '22.11-alpine'])}`,
    '    working_dir: /tests',
    '    command: npm test',
    '    volumes: [./tests:/tests]',
    '    environment:',
    '      CI: "1"',
    ...built.map(({ name, port }) => `      ${name.toUpperCase()}_URL: http://${name}:${port}`),
    '    depends_on:',
    ...built.map(({ name }) => `      ${name}: { condition: service_started }`),
    '    networks: [back]',
    '',
  ].join('\n');
}

function monitoring(random: Random): string {
  return `services:
  prometheus:
    image: prom/prometheus:${random.pick(['v3.1.0', 'latest'])}
    command: ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.retention.time=15d"]
    ports: ["9090:9090"]
    volumes:
      - metrics:/prometheus
    restart: unless-stopped
  grafana:
    image: grafana/grafana:11.4.0
    environment:
      GF_SECURITY_ADMIN_PASSWORD: \${GRAFANA_PASSWORD:-admin}
      GF_USERS_ALLOW_SIGN_UP: "false"
    ports: ["3000:3000"]
    depends_on: [prometheus]
    volumes:
      - dashboards:/var/lib/grafana
  node-exporter:
    image: prom/node-exporter:v1.8.2
    pid: host
    volumes:
      - /:/host:ro,rslave
volumes:
  metrics:
  dashboards:
`;
}
