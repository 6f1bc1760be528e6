import { describe, expect, it } from 'vitest';
import { gitIgnoreOf } from '../../src/read/git-ignore.ts';
import { folderWith, git } from './folder.ts';

const files = {
  '.gitignore': '*.log\n/dist/\n.env*\n!.env.example\na/*\nbuild/\n**/cache\n\\#x\nname with space\n',
  'a/.gitignore': '!keep/\n!f.txt\n',
  'a/keep/.gitignore': '*.tmp\n',
  'sub/.gitignore': '!important.log\n/only-here\n',
  'x.log': '',
  'dist/x.js': '',
  'sub/dist/x.js': '',
  'sub/important.log': '',
  'sub/other.log': '',
  'sub/only-here': '',
  'sub/deep/only-here': '',
  'a/f.txt': '',
  'a/g.txt': '',
  'a/keep/k.txt': '',
  'a/keep/k.tmp': '',
  'a/drop/f.txt': '',
  'build/out/x': '',
  'sub/build/out/x': '',
  'sub/cache/y': '',
  '.env': '',
  '.env.local': '',
  '.env.example': '',
  '#x': '',
  'name with space': '',
  'CASE.LOG': '',
  "o'brien $(x)": '',
};

const checked = Object.keys(files);

describe('gitIgnoreOf', () => {
  it('agrees with git on every path', () => {
    const root = folderWith(files);
    git(root, 'init', '-q');
    const ignored = new Set(
      checked.filter((path) => {
        try {
          git(root, 'check-ignore', '-q', '--no-index', '--', path);
          return true;
        } catch {
          return false;
        }
      }),
    );
    const rules = gitIgnoreOf(root);
    const ours = new Set(checked.filter((path) => rules.isIgnored(path, false)));
    expect(ours).toEqual(ignored);
  });

  it.each([2, 4])('does not ignore what the index (version %i) tracks', (version) => {
    const root = folderWith({
      '.gitignore': 'dist/\n.env\n',
      'dist/deep/a.js': '',
      'dist/b.js': '',
      '.env': '',
      'c d': '',
    });
    git(root, 'init', '-q');
    git(root, 'add', '-f', '.env', 'dist/deep/a.js', 'c d');
    git(root, 'update-index', '--index-version', String(version));
    const rules = gitIgnoreOf(root);
    expect(rules.isIgnored('.env', false)).toBe(false);
    expect(rules.isIgnored('dist/deep/a.js', false)).toBe(false);
    expect(rules.isIgnored('dist/b.js', false)).toBe(true);
    expect(rules.isIgnored('dist', true)).toBe(false);
  });

  it('reads the rules above a root that is a folder of the checkout', () => {
    const root = folderWith({ '.gitignore': '*.log\n', 'app/x.log': '', 'app/y.txt': '' });
    git(root, 'init', '-q');
    const rules = gitIgnoreOf(`${root}/app`);
    expect(rules.isIgnored('x.log', false)).toBe(true);
    expect(rules.isIgnored('y.txt', false)).toBe(false);
  });

  it('honours .git/info/exclude', () => {
    const root = folderWith({ 'x.txt': '' });
    git(root, 'init', '-q');
    expect(gitIgnoreOf(root).isIgnored('x.txt', false)).toBe(false);
    const other = folderWith({ '.git/info/exclude': 'x.txt\n', 'x.txt': '' });
    expect(gitIgnoreOf(other).isIgnored('x.txt', false)).toBe(true);
  });

  it('ignores nothing without rules, and lives with a broken index', () => {
    const root = folderWith({
      '.git/index': 'DIRC\0\0\0\u0002\0\0\0\u0009short',
      '.gitignore': 'x\n',
      x: '',
    });
    expect(gitIgnoreOf(root).isIgnored('x', false)).toBe(true);
    expect(gitIgnoreOf(folderWith({ x: '' })).isIgnored('x', false)).toBe(false);
  });
});
