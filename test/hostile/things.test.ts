// What lies where a file should be: pipes, sockets, devices, files of gigabytes, and files that change meanwhile.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, closeSync, ftruncateSync, mkdirSync, openSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { hostileFolder, put, reviewHostile } from './run.ts';

// Only ends a hang: a review may take ten seconds of work, on a machine that does other things besides.
vi.setConfig({ testTimeout: 180_000 });

const isRoot = process.getuid?.() === 0;
const good =
  'services:\n  web:\n    image: nginx:1.27\n    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]\n    build: .\n';

/** Under each of these names a file is read for itself or because another names it. */
const names = [
  'Dockerfile',
  'Dockerfile.dockerignore',
  '.dockerignore',
  '.gitignore',
  'a/compose.yaml',
  'a/.env',
  'a/other.yaml',
  'k8s/kustomization.yaml',
  '.github/workflows/ci.yml',
  '.github/dependabot.yml',
  '.gitlab-ci.yml',
  '.pre-commit-config.yaml',
  'seaworthy.yaml',
  'seaworthy.waivers.yaml',
  'deploy.sh',
  'Makefile',
  'nginx.conf',
  'server.js',
  'package.json',
  'chart/Chart.yaml',
];

function sparse(path: string): void {
  const descriptor = openSync(path, 'w');
  ftruncateSync(descriptor, 2 * 1024 ** 3);
  closeSync(descriptor);
}

/** Files that must be told of, where they are not what their names say. */
const told = ['Dockerfile', 'a/compose.yaml', 'a/.env', 'seaworthy.yaml'];

function withOdd(make: (path: string) => void, where = names): string {
  const root = hostileFolder({ 'compose.yaml': good });
  for (const name of where) {
    mkdirSync(join(root, name, '..'), { recursive: true });
    make(join(root, name));
  }
  return root;
}

function expectTold(root: string, why: string): void {
  const { stdout } = reviewHostile(root);
  for (const name of told) {
    const line = stdout.split('\n').find((one) => one.includes(`${name}`) && one.includes(why));
    expect(line, `${name} ${why}\n${stdout.slice(0, 3000)}`).toBeDefined();
  }
}

test('named pipes', () => {
  expectTold(
    withOdd((path) => void execFileSync('mkfifo', [path])),
    'is a named pipe',
  );
});

test('sockets', async () => {
  const servers: ReturnType<typeof createServer>[] = [];
  const root = withOdd((path) => servers.push(createServer().listen(path)));
  await Promise.all(servers.map((server) => new Promise((done) => server.once('listening', done))));
  try {
    expectTold(root, 'is a socket');
  } finally {
    for (const server of servers) server.close();
  }
});

test('links to devices that never end', () => {
  const root = withOdd((path) => symlinkSync('/dev/zero', path));
  const { stdout } = reviewHostile(root);
  expect(stdout).toContain('is a symbolic link out of the project');
});

test.skipIf(!isRoot)('devices', ({ skip }) => {
  try {
    const root = withOdd((path) => void execFileSync('mknod', [path, 'c', '1', '5'], { stdio: 'ignore' }));
    expectTold(root, 'is a device');
  } catch (error) {
    // Containers may forbid it.
    if (error instanceof Error && error.message.includes('mknod')) skip();
    throw error;
  }
});

describe('a baseline or an index of git that is', () => {
  test.each<[string, (path: string) => void]>([
    ['a pipe', (path) => void execFileSync('mkfifo', [path])],
    ['two gigabytes', sparse],
    ['a folder', (path) => mkdirSync(path)],
    ['a link to itself', (path) => symlinkSync(path, path)],
    ['a device', (path) => symlinkSync('/dev/zero', path)],
  ])('%s', (_name, make) => {
    const root = hostileFolder({
      'compose.yaml': good,
      '.gitignore': 'compose.yaml\n',
      '.git/HEAD': 'ref: x\n',
    });
    make(join(root, '.git/index'));
    reviewHostile(root);
    make(join(root, 'seaworthy.baseline.json'));
    expect(reviewHostile(root).stderr).toMatch(/^error: .*seaworthy\.baseline\.json is .*\n {2}next: /);
  });
});

test('files of two gigabytes', () => {
  expectTold(withOdd(sparse), 'files over');
});

test('folders of the names of files', () => {
  const root = withOdd((path) => mkdirSync(path, { recursive: true }));
  expect(reviewHostile(root).stdout).toContain('Dockerfile is a folder');
});

test('files and folders that may not be read', () => {
  const root = withOdd((path) => {
    execFileSync('cp', ['/dev/null', path]);
    chmodSync(path, 0o000);
  });
  put(root, 'closed/compose.yaml', good);
  put(root, 'no-list/compose.yaml', good);
  chmodSync(join(root, 'closed'), 0o000);
  chmodSync(join(root, 'no-list'), 0o311);
  chmodSync(root, 0o755);
  const { stdout } = reviewHostile(root, isRoot ? { uid: 65_534 } : {});
  for (const name of [...told, 'closed', 'no-list'])
    expect(stdout).toMatch(new RegExp(`${name.replaceAll('.', '\\.')}[^\\n]* may not be read by this user`));
});

describe('files that change while they are read', () => {
  const writer = `
    import { mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
    const [root] = process.argv.slice(1);
    const text = 'services: {web: {image: "nginx:1.27", build: .}}\\n'.repeat(2000);
    const acts = [
      (path) => writeFileSync(path, text),
      (path) => truncateSync(path, 7),
      (path) => { rmSync(path); symlinkSync('compose.yaml', path); },
      (path) => { rmSync(path); mkdirSync(path); },
      (path) => renameSync(path, path + '.old'),
      (path) => rmSync(path, { recursive: true }),
    ];
    const end = Date.now() + 60_000;
    for (let turn = 0; Date.now() < end; turn++) {
      for (const name of ['Dockerfile', 'compose.yaml', '.env', 'pod.yaml', 'x/compose.yaml']) {
        try { mkdirSync(root + '/x', { recursive: true }); } catch {}
        try { acts[turn % acts.length](root + '/' + name); } catch {}
        if (turn % 3 === 0) try { rmSync(root + '/x', { recursive: true }); } catch {}
      }
      if (turn === 0) console.log('begun');
    }`;

  test('never end the review badly', async () => {
    const root = hostileFolder({ 'keep/compose.yaml': good });
    const child = spawn(process.execPath, ['--input-type=module', '-e', writer, root], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await new Promise((begun) => child.stdout.once('data', begun));
      for (let round = 0; round < 5; round++) {
        reviewHostile(root);
      }
    } finally {
      child.kill('SIGKILL');
      await new Promise((closed) => child.once('close', closed));
    }
  });
});
