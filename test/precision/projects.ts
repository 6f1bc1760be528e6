// The list of repositories, and a checkout of each at its commit.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface ListedProject {
  /** `owner/name`. */
  readonly repository: string;
  readonly commit: string;
  readonly kind: string;
  readonly wellKept: boolean;
}

/** Rows of a TSV file with a head line. */
export function rowsOf(file: string): readonly (readonly string[])[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}

export function listedProjects(file: string): readonly ListedProject[] {
  return rowsOf(file).map(([repository = '', commit = '', kind = '', kept = '']) => ({
    repository,
    commit,
    kind,
    wellKept: kept === 'yes',
  }));
}

/** Where a repository's git directory is below a folder: `owner+name/repo`, `owner+name`, a bare one or a checkout. */
export function gitDirectoryOf(folder: string, repository: string): string | undefined {
  const names = [repository.replace('/', '+'), repository, `${repository}.git`];
  return names
    .flatMap((name) => [`${name}/repo`, `${name}/repo/.git`, `${name}/.git`, name])
    .map((name) => join(folder, name))
    .find((path) => existsSync(join(path, 'HEAD')));
}

/** Writes the files of a commit to a folder. Blobs that the copy lacks (large files) become empty files. */
export function checkOut(gitDirectory: string, commit: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const index = `${folder}.index`;
  const env = { ...process.env, GIT_INDEX_FILE: index, GIT_NO_LAZY_FETCH: '1' };
  const git = ['--git-dir', gitDirectory, '--work-tree', folder];
  execFileSync('git', [...git, 'read-tree', commit], { env });
  // Goes on behind an object that is not there, and says so at the end.
  spawnSync('git', [...git, 'checkout-index', '--all', '--force'], { env, cwd: folder, stdio: 'ignore' });
  const listed = execFileSync('git', [...git, 'ls-files', '-z'], { env, maxBuffer: 1 << 28, cwd: folder });
  rmSync(index, { force: true });
  for (const path of listed.toString().split('\0')) {
    const file = join(folder, path);
    if (path === '' || existsSync(file)) continue;
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, '', { flag: 'wx' });
    } catch {
      // A link to nowhere, or a submodule's folder: it is there as the commit has it.
    }
  }
}
