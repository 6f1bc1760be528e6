// What it costs to start: the version and the review of one file, by the Node package against `node -e 0`, and by the
// standalone executable against hadolint on the same Dockerfile.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare, ms } from './measure.mjs';
import { reviewers } from './peers.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cli = join(root, 'dist', 'seaworthy.js');
const executable = join(root, 'build', 'seaworthy');
const rounds = Number(process.argv[2] ?? 25);

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
try {
  writeFileSync(join(folder, 'compose.yaml'), composeFile());
  writeFileSync(join(folder, 'Dockerfile'), dockerfile());
  const times = compare(commands(), rounds);
  console.log(
    `start, ${rounds} rounds side by side, Node ${process.versions.node}: median / minimum, ratio of medians to node -e 0`,
  );
  for (const [name, { median, minimum }] of Object.entries(times)) {
    const ratio = (median / times.node.median).toFixed(2);
    console.log(`${name.padEnd(24)} ${ms(median).padStart(8)} / ${ms(minimum)}  ${ratio}`);
  }
  const held = [
    limit(times, 'version', 'node', 1.3),
    limit(times, 'review', 'node', 2.2),
    limit(times, 'executable, Dockerfile', 'hadolint, Dockerfile', 1),
  ];
  process.exitCode = held.includes(false) ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function commands() {
  const node = process.execPath;
  const review = { cwd: folder, codes: [0, 3] };
  const hadolint = reviewers.hadolint();
  return {
    node: { argv: [node, '-e', '0'] },
    version: { argv: [node, cli, '--version'] },
    review: { ...review, argv: [node, cli, 'review', '--no-cache', 'compose.yaml'] },
    // As at the very first start, before there is compiled code in the cache.
    'review, uncached': {
      ...review,
      argv: [node, cli, 'review', '--no-cache', 'compose.yaml'],
      env: { NODE_DISABLE_COMPILE_CACHE: '1' },
    },
    ...(existsSync(executable)
      ? {
          'executable, version': { argv: [executable, '--version'] },
          'executable, review': { ...review, argv: [executable, 'review', '--no-cache', 'compose.yaml'] },
          'executable, Dockerfile': { ...review, argv: [executable, 'review', '--no-cache', 'Dockerfile'] },
        }
      : {}),
    ...(hadolint === undefined
      ? {}
      : { 'hadolint, Dockerfile': { cwd: folder, codes: [0, 1], argv: [hadolint, 'Dockerfile'] } }),
  };
}

/** Undefined when one of the two could not be had. */
function limit(times, name, base, most) {
  if (times[name] === undefined || times[base] === undefined) {
    console.log(`${name} against ${base}: not measured`);
    return undefined;
  }
  const ratio = times[name].median / times[base].median;
  const held = ratio <= most;
  console.log(`${name} against ${base}: ${ratio.toFixed(2)}, limit ${most}: ${held ? 'held' : 'MISSED'}`);
  return held;
}

/** As of a small service. */
function dockerfile() {
  return `FROM node:22.14-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY src ./src
RUN npm run build && npm prune --omit=dev

FROM node:22.14-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
EXPOSE 8080
USER node
HEALTHCHECK CMD curl -fsS http://127.0.0.1:8080/health || exit 1
CMD ["node", "dist/server.js"]
`;
}

/** A plain file of eight services, about 130 lines. */
function composeFile() {
  const services = Array.from(
    { length: 8 },
    (_, index) => `  service${index}:
    image: registry.example.com/team/service${index}:1.4.${index}
    restart: unless-stopped
    environment:
      PORT: "80${index}0"
      DATABASE_URL: postgres://app@db:5432/app
      LOG_LEVEL: info
    depends_on:
      db:
        condition: service_healthy
    healthcheck:
      test: ["CMD", "node", "health.js"]
      interval: 10s
    deploy:
      resources:
        limits: { memory: 256M, cpus: "0.5" }`,
  );
  return `name: bench
services:
  db:
    image: postgres:17.2
    restart: unless-stopped
    environment:
      POSTGRES_PASSWORD_FILE: /run/secrets/password
    healthcheck:
      test: ["CMD-SHELL", "pg_isready -U postgres"]
    volumes:
      - data:/var/lib/postgresql/data
${services.join('\n')}
volumes:
  data:
`;
}
