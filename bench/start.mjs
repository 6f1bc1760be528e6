// What it costs to start: `seaworthy --version` and the review of one compose file against `node -e 0`.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare, ms } from './measure.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cli = join(root, 'dist', 'seaworthy.js');
const rounds = Number(process.argv[2] ?? 25);
const limits = { version: 1.3, review: 2.5 };

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
try {
  writeFileSync(join(folder, 'compose.yaml'), composeFile());
  const node = process.execPath;
  const times = compare(
    {
      node: { argv: [node, '-e', '0'] },
      version: { argv: [node, cli, '--version'] },
      review: { argv: [node, cli, 'review', 'compose.yaml'], cwd: folder, codes: [0, 3] },
      // As at the very first start, before there is compiled code in the cache.
      'review, uncached': {
        argv: [node, cli, 'review', 'compose.yaml'],
        cwd: folder,
        codes: [0, 3],
        env: { NODE_DISABLE_COMPILE_CACHE: '1' },
      },
    },
    rounds,
  );
  console.log(
    `start, ${rounds} rounds side by side, Node ${process.versions.node}: median / minimum, ratio of medians to node -e 0`,
  );
  let failed = false;
  for (const [name, { median, minimum }] of Object.entries(times)) {
    const ratio = median / times.node.median;
    const limit = limits[name];
    const verdict = limit === undefined ? '' : `  limit ${limit}: ${ratio <= limit ? 'held' : 'MISSED'}`;
    failed ||= limit !== undefined && ratio > limit;
    console.log(
      `${name.padEnd(16)} ${ms(median).padStart(8)} / ${ms(minimum)}  ${ratio.toFixed(2)}${verdict}`,
    );
  }
  process.exitCode = failed ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
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
