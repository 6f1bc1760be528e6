// A new data folder: from a cached template, then roles and databases, and its final name only when all is done.
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { cp } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { SeaworthyError } from '../../../base/errors.ts';
import { hashOf } from '../../../base/hash.ts';
import { sweepInstance } from '../sweep.ts';
import { draftOf, makeFolder } from '../volumes.ts';
import { runProgram } from './run.ts';
import { textIn } from './secret-file.ts';
import type { Preparation, Program } from './substitute.ts';
import type { HostUser } from './users.ts';

/** The team's own SQL may load a lot without a word. */
const scriptsQuietMs = 30 * 60_000;

export interface ClusterPlan {
  readonly program: Program;
  /** The volume; `data` lies in it. */
  readonly folder: string;
  readonly data: string;
  readonly user: HostUser | undefined;
  readonly preparation: Preparation;
}

export async function makeCluster(plan: ClusterPlan): Promise<void> {
  const { folder, data, user, preparation } = plan;
  makeFolder(folder);
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  // Left by a deployer that was killed at it; only one instance may write here, so no deployer is at it now.
  for (const name of readdirSync(folder).filter((one) => one.startsWith('pgdata.draft-'))) {
    // The programs that it had started for this may still be.
    await sweepInstance({ paths: preparation.paths, cgroups: undefined }, name.replace('pgdata.draft-', ''));
    rmSync(join(folder, name), { recursive: true, force: true });
  }
  const draft = draftOf(data, preparation.instance);
  try {
    await fillDraft(plan, draft);
    await setUp(plan, draft);
    renameSync(draft, data);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (preparation.signal.aborted)
      throw new SeaworthyError('CANCELLED', 'initdb was cancelled', { cause: error });
    throw error;
  }
}

async function fillDraft(plan: ClusterPlan, draft: string): Promise<void> {
  const { program, user, preparation } = plan;
  const words = initdbWords(preparation);
  const key = hashOf([program.version, program.bin, words], 12);
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'seaworthy');
  const template = join(cache, `postgres-${program.version}-${key}`);
  if (existsSync(join(template, 'PG_VERSION'))) {
    await copyTree(template, draft, user);
    return;
  }
  await runTool(plan, [join(program.bin, 'initdb'), '-D', draft, ...words], '');
  const half = `${template}.${process.pid}.tmp`;
  try {
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    removeAbandoned(cache);
    await copyTree(draft, half, undefined);
    renameSync(half, template);
  } catch {
    // Another deployer was quicker, or the cache cannot be written: it only saves a second.
    rmSync(half, { recursive: true, force: true });
  }
}

/** What deployers left that were killed while they copied. */
function removeAbandoned(cache: string): void {
  for (const name of readdirSync(cache)) {
    const pid = /^postgres-.*\.(\d+)\.tmp$/.exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`))
      rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function initdbWords({ environment }: Preparation): readonly string[] {
  const hostAuth = environment.POSTGRES_HOST_AUTH_METHOD ?? 'scram-sha-256';
  const user = environment.POSTGRES_USER || 'postgres';
  return ['-U', user, '-E', 'UTF8', '--locale=C', '--auth-local=trust', `--auth-host=${hostAuth}`];
}

async function copyTree(from: string, to: string, user: HostUser | undefined): Promise<void> {
  await cp(from, to, { recursive: true, preserveTimestamps: true });
  chmodSync(to, 0o700);
  if (user === undefined) return;
  chownSync(to, user.uid, user.gid);
  for (const name of readdirSync(to, { recursive: true, encoding: 'utf8' })) {
    chownSync(join(to, name), user.uid, user.gid);
  }
}

/** What the image's entry point does on an empty folder: password, database, the scripts that were mounted for it. */
async function setUp(plan: ClusterPlan, draft: string): Promise<void> {
  const { environment } = plan.preparation;
  const user = environment.POSTGRES_USER || 'postgres';
  const database = environment.POSTGRES_DB || user;
  const password = environment.POSTGRES_PASSWORD ?? textIn(environment.POSTGRES_PASSWORD_FILE);
  const statements: string[] = [];
  if (password !== undefined) {
    statements.push(`ALTER ROLE ${quoteName(user)} WITH PASSWORD ${quoteText(password)};`);
  }
  if (database !== 'postgres') statements.push(`CREATE DATABASE ${quoteName(database)};`);
  if (statements.length > 0) await single(plan, draft, 'postgres', statements);
  const scripts = initScripts(plan.preparation);
  if (scripts.length > 0) await single(plan, draft, database, scripts, scriptsQuietMs);
}

/** One server process without a listener; `-j` ends a statement at a semicolon and an empty line. */
async function single(
  plan: ClusterPlan,
  draft: string,
  database: string,
  statements: readonly string[],
  quietMs?: number,
): Promise<void> {
  const server = join(plan.program.bin, 'postgres');
  await runTool(
    plan,
    [server, '--single', '-j', '-D', draft, database],
    `${statements.join('\n\n')}\n\n`,
    quietMs,
  );
}

async function runTool(
  plan: ClusterPlan,
  argv: readonly string[],
  input: string,
  quietMs?: number,
): Promise<void> {
  const { user, folder, preparation } = plan;
  const environment = { ...preparation.markers, HOME: folder, PGTZ: 'UTC' };
  const outcome = await runProgram({
    argv,
    input,
    cwd: folder,
    user,
    environment,
    signal: preparation.signal,
    ...(quietMs === undefined ? {} : { quietMs }),
  });
  // The single-user server goes on after an error. Its STATEMENT lines may hold the password: they are not shown.
  const error = /^.*\b(?:ERROR|FATAL|PANIC):.*$/m.exec(outcome.output)?.[0];
  if (outcome.exitCode === 0 && error === undefined) return;
  throw new SeaworthyError(
    'ENGINE_REFUSED',
    `The database of ${preparation.unit.service} could not be made`,
    {
      hint: 'Its folder was left as it was.',
      detail: [error ?? `exit ${outcome.exitCode}: ${lastLine(outcome.output)}`],
    },
  );
}

/** `*.sql` of /docker-entrypoint-initdb.d, in order. A whole file is one query: an empty line must not end it. */
function initScripts({ unit }: Preparation): readonly string[] {
  const folder = '/docker-entrypoint-initdb.d';
  const files: { readonly name: string; readonly path: string }[] = [];
  for (const mount of unit.mounts) {
    if (mount.kind !== 'bind' || mount.source === undefined) continue;
    if (mount.target === folder) {
      for (const name of readdirSync(mount.source)) files.push({ name, path: join(mount.source, name) });
    } else if (mount.target.startsWith(`${folder}/`)) {
      files.push({ name: mount.target.slice(folder.length + 1), path: mount.source });
    }
  }
  const sql = files.filter((file) => file.name.endsWith('.sql')).sort((a, b) => (a.name < b.name ? -1 : 1));
  return sql.map((file) =>
    readFileSync(file.path, 'utf8')
      .replaceAll('\r\n', '\n')
      .replace(/\n(?:[ \t]*\n)+/g, '\n')
      .trim(),
  );
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function lastLine(output: string): string {
  return output.trimEnd().split('\n').at(-1) ?? '';
}
