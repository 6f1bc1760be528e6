// Images of examples/policy-platform/repaired, as its Dockerfiles make them, without a builder: Node, Redis and PostgreSQL
// are the root file systems that the Docker tests have as well, and each service is a layer over Node.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Image, packFolder, writeImages } from './archive.ts';
import { cacheFolder, once } from './cache.ts';
import { testRegistry } from './registry.ts';
import { Unavailable } from './unavailable.ts';

const services = join('examples', 'policy-platform', 'repaired', 'services');
/** What `SEAWORTHY_REGISTRY` and `SEAWORTHY_TAG` are for a rollout with these images. */
export const exampleRegistry = testRegistry;
export const exampleTag = '1';

const path = { PATH: '/usr/local/bin:/usr/bin:/bin' };

/** The path of the archive, which is made first where it is not kept. */
export async function exampleImages(): Promise<string> {
  const roots = rootFileSystems('node22', 'postgres', 'redis');
  const archive = join(cacheFolder(), `example-${keyOf(roots)}.tar`);
  await once(`${archive}.made`, () => write(archive, roots));
  return archive;
}

/** Archives of root file systems, of which the name tells the content. */
function rootFileSystems(...kinds: readonly string[]): readonly string[] {
  const { status, stdout, stderr } = spawnSync('bash', ['scripts/docker/rootfs-archives.sh', ...kinds], {
    encoding: 'utf8',
  });
  if (status === 77) throw new Unavailable(stderr.trim());
  if (status !== 0) throw new Error(`root file systems could not be made: ${stderr}`);
  return stdout.trim().split('\n');
}

function keyOf(roots: readonly string[]): string {
  const hash = createHash('sha256').update(roots.join('\n'));
  const files = readdirSync(services, { recursive: true, encoding: 'utf8' }).sort();
  for (const file of files)
    if (/\.js(?:on)?$/.test(file) && !file.includes('node_modules'))
      hash.update(file).update(readFileSync(join(services, file)));
  return hash.update(readFileSync('scripts/kubernetes/example-images.ts')).digest('hex').slice(0, 12);
}

function write(archive: string, [node = '', postgres = '', redis = '']: readonly string[]): void {
  const place = mkdtempSync(join(tmpdir(), 'seaworthy-example-images-'));
  try {
    const shared = layerOf(place, 'shared');
    const own = readdirSync(services).filter((name) => existsSync(join(services, name, 'Dockerfile')));
    writeImages(archive, [
      ...own.map((name) => imageOf(name, [node, shared, layerOf(place, name)])),
      {
        names: ['postgres:18.1-alpine3.22'],
        layers: [postgres],
        environment: { ...path, PGDATA: '/var/lib/postgresql/18/docker' },
        entrypoint: ['docker-entrypoint.sh'],
        command: ['postgres'],
      },
      {
        names: ['redis:7.4.1-alpine'],
        layers: [redis],
        environment: path,
        entrypoint: ['docker-entrypoint.sh'],
        command: ['redis-server'],
        folder: '/data',
      },
    ]);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function imageOf(name: string, layers: readonly string[]): Image {
  return {
    names: [`${exampleRegistry}/policy-platform-${name}:${exampleTag}`],
    layers,
    environment: { ...path, NODE_ENV: 'production' },
    command: ['node', 'server.js'],
    folder: `/srv/${name}`,
    user: 'node',
  };
}

/** One folder below `/srv`, with what `npm ci` brings where it has a lock file. */
function layerOf(place: string, name: string): string {
  const folder = join(place, name, 'srv', name);
  mkdirSync(join(folder, '..'), { recursive: true });
  cpSync(join(services, name), folder, {
    recursive: true,
    filter: (file) => !/node_modules|Dockerfile/.test(file),
  });
  if (existsSync(join(folder, 'package-lock.json'))) {
    const flags = ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
    const { status, stderr } = spawnSync('npm', flags, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`npm ci of ${name}: ${stderr}`);
  }
  packFolder(join(place, name), join(place, `${name}.tar`));
  return join(place, `${name}.tar`);
}
