// The programs that read what `generate` writes, kept in the cache folder: `actionlint` from its Go module, `promtool` from
// the package of Debian. docker compose is that of `reference.ts`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const actionlintVersion = '1.7.7';

function toolsFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'seaworthy-tools');
}

/** The path of actionlint, built where it is missing. @throws Error where there is no Go */
export function actionlint(): string {
  const name = `actionlint-${actionlintVersion}`;
  return made(name, (folder) => {
    const env = { ...process.env, GOBIN: folder, GOFLAGS: '-buildvcs=false' };
    run('go', ['install', `github.com/rhysd/actionlint/cmd/actionlint@v${actionlintVersion}`], folder, env);
    return 'actionlint';
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
