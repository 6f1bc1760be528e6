// git, asked for objects only: nothing that a repository configures is run, nothing is fetched, nothing is written.
import { spawn, spawnSync } from 'node:child_process';
import { messageOf, SeaworthyError, systemCode } from '../../base/errors.ts';

export interface Checkout {
  /** Absolute folder of its top. */
  readonly top: string;
  /** The asked folder below the top, `''` or with a slash at the end. */
  readonly prefix: string;
}

/** Whatever a repository's own configuration says of these, it does not count. */
const settings = [
  '--no-pager',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.sshCommand=false',
  '-c',
  'core.gitProxy=',
  '-c',
  'protocol.allow=never',
  '-c',
  'credential.helper=',
];

/** The variables of a hook (`GIT_DIR`, `GIT_INDEX_FILE`) would lead elsewhere, so that none is passed on. */
function environment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return {
    PATH: env['PATH'] ?? '/usr/bin:/bin',
    // The user's own file says which folders of others are safe.
    ...(env['HOME'] === undefined ? {} : { HOME: env['HOME'] }),
    ...(env['XDG_CONFIG_HOME'] === undefined ? {} : { XDG_CONFIG_HOME: env['XDG_CONFIG_HOME'] }),
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_ALLOW_PROTOCOL: 'none',
  };
}

export interface Git {
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const maximumOutput = 512 * 1024 * 1024;

function ask({ folder, env }: Git, args: readonly string[]) {
  const answer = spawnSync('git', ['-C', folder, ...settings, ...args], {
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: maximumOutput,
  });
  if (answer.error !== undefined) throw notStarted(answer.error);
  return { ok: answer.status === 0, out: answer.stdout, said: answer.stderr.toString('utf8').trim() };
}

function notStarted(error: Error): SeaworthyError {
  const missing = systemCode(error) === 'ENOENT';
  const message = missing ? 'git is not on PATH' : `git could not be run: ${messageOf(error)}`;
  return new SeaworthyError('PREFLIGHT', message, {
    hint: '--changed-since reads a revision with git: install it, or leave the flag out.',
    cause: error,
  });
}

/** @throws SeaworthyError NO_PROJECT outside of a checkout */
export function checkoutOf(git: Git): Checkout {
  const { ok, out, said } = ask(git, ['rev-parse', '--show-toplevel', '--show-prefix']);
  const [top, prefix = ''] = out.toString('utf8').split('\n');
  if (ok && top !== undefined && top !== '') return { top, prefix };
  const isForeign = said.includes('dubious ownership');
  throw new SeaworthyError('NO_PROJECT', `${git.folder} is not in a git checkout that can be read`, {
    detail: said === '' ? [] : [said.split('\n')[0] ?? ''],
    hint: isForeign
      ? 'It belongs to another user: git config --global --add safe.directory FOLDER trusts it.'
      : '--changed-since compares with a revision, so run it in a checkout.',
  });
}

/** The commit that a revision means. @throws SeaworthyError USAGE when it means none */
export function commitOf(git: Git, revision: string): string {
  // What begins with a dash is no revision, and git would take it for a flag.
  const known = revision !== '' && !revision.startsWith('-');
  const answer = known ? ask(git, ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]) : undefined;
  const commit = answer?.out.toString('utf8').trim() ?? '';
  if (answer?.ok === true && /^[0-9a-f]{40,64}$/.test(commit)) return commit;
  throw new SeaworthyError('USAGE', `there is no revision ${revision === '' ? '(empty)' : revision}`, {
    hint: 'Name a commit, a tag or a branch. A shallow clone has only its last commits: fetch more of them.',
  });
}

export interface TreeEntry {
  readonly mode: string;
  readonly kind: string;
  readonly id: string;
  /** Undefined: the object is not here, as in a partial clone. */
  readonly size: number | undefined;
  readonly path: string;
}

/** Everything in a commit's tree, with paths from its top. */
export function treeOf(git: Git, commit: string): readonly TreeEntry[] {
  const { ok, out, said } = ask(git, ['ls-tree', '-r', '-l', '-z', '--full-tree', commit]);
  if (!ok) throw unreadable(`the tree of ${commit}`, said);
  return out
    .toString('utf8')
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const match = /^(\d{6}) (\w+) ([0-9a-f]+) +(\d+|-|BAD)\t(.+)$/s.exec(line);
      if (match === null) throw unreadable(`the tree of ${commit}`, line);
      const [, mode = '', kind = '', id = '', size = '', path = ''] = match;
      return { mode, kind, id, size: size === '-' ? 0 : size === 'BAD' ? undefined : Number(size), path };
    });
}

export function unreadable(what: string, said: string): SeaworthyError {
  return new SeaworthyError('FILE_SYSTEM', `${what} cannot be read from git`, {
    detail: said === '' ? [] : [said.split('\n')[0] ?? ''],
    hint: 'A partial clone lacks objects: fetch them with git, or compare with a newer revision.',
  });
}

/** Hands over the bytes of blobs, in order; each is gone from memory when the next comes. */
export async function readBlobs(
  git: Git,
  ids: readonly string[],
  take: (index: number, bytes: Buffer) => void,
): Promise<void> {
  if (ids.length === 0) return;
  const child = spawn('git', ['-C', git.folder, ...settings, 'cat-file', '--batch'], {
    env: environment(git.env),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const failed = new Promise<never>((_resolve, reject) => {
    child.once('error', (error) => reject(notStarted(error)));
    // git that ended early is told of below, by what is missing.
    child.stdin.on('error', () => undefined);
  });
  child.stdin.end(ids.map((id) => `${id}\n`).join(''));
  await Promise.race([failed, split(child.stdout, ids, take)]);
}

/** `ID blob SIZE\n`, the bytes, `\n`; or `ID missing\n`. */
async function split(
  stream: AsyncIterable<Buffer>,
  ids: readonly string[],
  take: (index: number, bytes: Buffer) => void,
): Promise<void> {
  let rest = Buffer.alloc(0);
  let chunks: Buffer[] = [];
  let waiting = 0;
  let index = 0;
  const join = () => {
    rest = Buffer.concat([rest, ...chunks]);
    chunks = [];
  };
  for await (const chunk of stream) {
    chunks.push(chunk);
    if (rest.length + chunks.reduce((sum, one) => sum + one.length, 0) < waiting) continue;
    join();
    waiting = 0;
    for (;;) {
      const end = rest.indexOf(10);
      if (end === -1) break;
      const size = Number(/ blob (\d+)$/.exec(rest.toString('latin1', 0, end))?.[1] ?? Number.NaN);
      if (Number.isNaN(size)) throw unreadable(`object ${ids[index]}`, rest.toString('latin1', 0, end));
      waiting = end + 1 + size + 1;
      if (rest.length < waiting) break;
      take(index, rest.subarray(end + 1, end + 1 + size));
      rest = rest.subarray(waiting);
      waiting = 0;
      index += 1;
    }
  }
  if (index < ids.length) throw unreadable(`object ${ids[index]}`, 'git ended before all was read');
}
