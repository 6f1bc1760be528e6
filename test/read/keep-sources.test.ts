import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentHash } from '../../src/read/content-hash.ts';
import { fileTree } from '../../src/read/file-tree.ts';
import { keepSources } from '../../src/read/keep-sources.ts';
import { folderWith } from './folder.ts';

const project = {
  'c/Dockerfile': 'FROM x\nCOPY . .\n',
  'c/.dockerignore': 'dist\n.env\n',
  'c/run.sh': 'one',
  'c/src/a.js': 'a',
  'c/dist/built.js': 'built',
  'c/.env': 'A=1',
  'c/node_modules/left/index.js': '',
  'node_modules/up/index.js': '',
  'package.json': '{}',
  '.seaworthy/version': '1',
};

interface Kept {
  readonly root: string;
  readonly target: string;
  readonly again: () => void;
}

/** Keeps the context of a project, in its own state folder unless told otherwise. */
function keep(root: string, context = 'c', sources = join(root, '.seaworthy/local/sources')): Kept {
  const dockerfile = context === '' ? 'Dockerfile' : `${context}/Dockerfile`;
  const { hash, entries } = contentHash(root, context, dockerfile, fileTree(root));
  if (entries === undefined) throw new Error('not hashed by content');
  const target = join(sources, hash);
  const again = () => keepSources({ root, context, files: entries, target });
  again();
  return { root, target, again };
}

const isLink = (path: string) => lstatSync(path).isSymbolicLink();

describe('keepSources', () => {
  it('copies the content with mode and time, and links what lies beside it', () => {
    const root = folderWith(project);
    chmodSync(join(root, 'c/run.sh'), 0o755);
    utimesSync(join(root, 'c/run.sh'), 1000, 1000);
    const { target } = keep(root);
    writeFileSync(join(root, 'c/run.sh'), 'two');
    writeFileSync(join(root, 'c/src/a.js'), 'b');
    expect(readFileSync(join(target, 'c/run.sh'), 'utf8')).toBe('one');
    expect(readFileSync(join(target, 'c/src/a.js'), 'utf8')).toBe('a');
    expect(statSync(join(target, 'c/run.sh')).mode & 0o777).toBe(0o755);
    expect(statSync(join(target, 'c/run.sh')).mtimeMs).toBe(1_000_000);
    for (const path of ['c/dist', 'c/.env', 'c/node_modules', 'node_modules', 'package.json'])
      expect(readlinkSync(join(target, path))).toBe(join(root, path));
  });

  it('links neither the state folder nor compiled Python, also when the context is the project', () => {
    const root = folderWith({
      ...project,
      Dockerfile: 'FROM x\nCOPY . .\n',
      'state/sources/': '',
      'c/__pycache__/a.pyc': '',
    });
    symlinkSync('.', join(root, 'loop'));
    const { target } = keep(root, '', join(root, 'state/sources'));
    expect(readdirSync(target).sort()).toEqual(['Dockerfile', 'c', 'node_modules', 'package.json']);
    expect(existsSync(join(target, 'c/__pycache__'))).toBe(false);
    const inState = keep(root, '');
    expect(existsSync(join(inState.target, '.seaworthy'))).toBe(false);
  });

  it('leaves a copy alone that is there, but for what was built since', () => {
    const root = folderWith(project);
    const { target, again } = keep(root);
    writeFileSync(join(target, 'c/run.sh'), 'kept');
    mkdirSync(join(root, 'c/target-of-build'));
    again();
    expect(readFileSync(join(target, 'c/run.sh'), 'utf8')).toBe('kept');
    expect(isLink(join(target, 'c/target-of-build'))).toBe(true);
    expect(readdirSync(join(target, '..'))).toHaveLength(1);
  });

  it('leaves nothing when the content has changed since it was hashed', () => {
    const root = folderWith(project);
    const { entries = [] } = contentHash(root, 'c', 'c/Dockerfile', fileTree(root));
    const sources = join(root, '.seaworthy/local/sources');
    writeFileSync(join(root, 'c/run.sh'), 'longer');
    const late = () => keepSources({ root, context: 'c', files: entries, target: join(sources, 'x') });
    expect(late).toThrow('c/run.sh changed while it was read');
    expect(readdirSync(sources)).toEqual([]);
  });

  it('keeps links within the project as they are, so that they lead into the copy', () => {
    const root = folderWith({ ...project, 'outside.txt': '', 'c/lib/index.js': 'one' });
    symlinkSync('src/a.js', join(root, 'c/link.js'));
    symlinkSync('../../nowhere', join(root, 'c/gone'));
    symlinkSync('../lib', join(root, 'c/node_modules/lib'));
    const { target } = keep(root);
    expect(readlinkSync(join(target, 'c/link.js'))).toBe('src/a.js');
    expect(readlinkSync(join(target, 'c/gone'))).toBe(join(root, '../nowhere'));
    expect(realpathSync(join(target, 'c/node_modules/lib/index.js'))).toBe(join(target, 'c/lib/index.js'));
    expect(realpathSync(join(target, 'c/node_modules/left'))).toBe(join(root, 'c/node_modules/left'));
  });

  it('elsewhere it links the packages above the project, which are not on its way up', () => {
    const outer = folderWith({ 'node_modules/up/': '', 'in/c/Dockerfile': 'FROM x', 'state/': '' });
    const { target } = keep(join(outer, 'in'), 'c', join(outer, 'state/local/sources'));
    expect(readlinkSync(join(target, 'node_modules'))).toBe(join(outer, 'node_modules'));
  });
});
