// The verb `generate` as a user meets it: what is written, what is refused, what is told.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { placeFiles, writePlaced } from '../../src/cli/write-generated.ts';
import { seaworthy, temporaryFolder } from './command.ts';

const base = { 'compose.yaml': 'name: shop\nservices:\n  cache:\n    image: redis:7.4.1\n' };
const overlays = ['compose.development.yaml', 'compose.production.yaml', 'compose.staging.yaml'];

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder).sort();
}

describe('generate', () => {
  test('writes the files, and says so', () => {
    const cwd = temporaryFolder(base);
    const { code, stdout, stderr } = seaworthy(['generate', 'overlay'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('wrote compose.production.yaml\n');
    expect(filesIn(cwd)).toEqual(['compose.yaml', ...overlays].sort());
    expect(statSync(join(cwd, 'compose.production.yaml')).mode & 0o777).toBe(0o644);
  });

  test('a second time there is nothing to write', () => {
    const cwd = temporaryFolder(base);
    seaworthy(['generate', 'overlay'], { cwd });
    const { code, stdout } = seaworthy(['generate', 'overlay'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('unchanged compose.production.yaml\n');
  });

  test('writes nothing when one file is in the way', () => {
    const cwd = temporaryFolder({ ...base, 'compose.staging.yaml': 'services: {}\n' });
    const { code, stdout, stderr } = seaworthy(['generate', 'overlay'], { cwd });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('compose.staging.yaml is there already; nothing was written');
    expect(stderr).toContain('--force');
    expect(filesIn(cwd)).toEqual(['compose.staging.yaml', 'compose.yaml']);
  });

  test('--force overwrites, and keeps the mode of what was there', () => {
    const cwd = temporaryFolder({ ...base, 'compose.staging.yaml': 'services: {}\n' });
    chmodSync(join(cwd, 'compose.staging.yaml'), 0o640);
    const { code, stdout } = seaworthy(['generate', 'overlay', '--force'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('overwrote compose.staging.yaml\n');
    expect(statSync(join(cwd, 'compose.staging.yaml')).mode & 0o777).toBe(0o640);
    expect(filesIn(cwd)).toEqual(['compose.yaml', ...overlays].sort());
  });

  test.each([['--dry-run'], ['-o-'], ['--output=-']])('%s prints and writes nothing', (flag) => {
    const cwd = temporaryFolder({ ...base, 'compose.staging.yaml': 'services: {}\n' });
    const { code, stdout } = seaworthy(['generate', 'overlay', '-e', 'production', flag], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# .*production/);
    expect(filesIn(cwd)).toEqual(['compose.staging.yaml', 'compose.yaml']);
  });

  test('--json has the files and the notes', () => {
    const cwd = temporaryFolder(base);
    const { code, stdout } = seaworthy(['generate', 'overlay', '--json'], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'seaworthy.generate/1',
      kind: 'overlay',
      written: true,
      files: expect.arrayContaining([
        {
          file: 'compose.production.yaml',
          action: 'create',
          mode: '0644',
          text: readFileSync(join(cwd, 'compose.production.yaml'), 'utf8'),
        },
      ]),
      notes: expect.any(Array),
    });
  });

  test('a folder that cannot be written is left as it was', () => {
    const cwd = temporaryFolder(base);
    // A folder in the place of the last file to be written.
    mkdirSync(join(cwd, 'compose.production.yaml'));
    const { code, stderr } = seaworthy(['generate', 'overlay'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('nothing was written');
    expect(filesIn(cwd)).toEqual(['compose.production.yaml', 'compose.yaml']);
  });

  test('what was overwritten comes back when a later file fails', () => {
    const cwd = temporaryFolder(base);
    const files = [
      { path: 'a.txt', text: 'new' },
      { path: 'sub/b.txt', text: 'new' },
      { path: 'c.txt', text: 'new' },
    ];
    writeFileSync(join(cwd, 'a.txt'), 'old');
    const placed = placeFiles(cwd, files, true);
    // A folder takes the place of the last one after the look at it.
    mkdirSync(join(cwd, 'c.txt/full'), { recursive: true });
    expect(() => writePlaced(cwd, placed)).toThrow('nothing was written');
    expect(readFileSync(join(cwd, 'a.txt'), 'utf8')).toBe('old');
    expect(filesIn(cwd)).toEqual(['a.txt', 'c.txt', 'compose.yaml']);
  });

  test('no link leads out of the project', () => {
    const cwd = temporaryFolder(base);
    const outside = temporaryFolder({ 'file.yaml': 'kept: yes\n' });
    symlinkSync(join(outside, 'file.yaml'), join(cwd, 'compose.production.yaml'));
    const { code, stderr } = seaworthy(['generate', 'overlay', '--force'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('outside of the project');
    expect(readFileSync(join(outside, 'file.yaml'), 'utf8')).toBe('kept: yes\n');
    expect(existsSync(join(cwd, 'compose.staging.yaml'))).toBe(false);
  });

  test('the folder is the one that is named', () => {
    const folder = temporaryFolder(base);
    const { code } = seaworthy(['generate', 'overlay', '--project-directory', folder], { cwd: tmpdir() });
    expect(code).toBe(0);
    expect(filesIn(folder)).toContain('compose.production.yaml');
  });

  test('overlays leave out what docker compose reads for developers', () => {
    const cwd = temporaryFolder({
      ...base,
      'compose.override.yaml': 'services:\n  cache:\n    restart: always\n    ports: ["6379:6379"]\n',
    });
    expect(seaworthy(['generate', 'overlay'], { cwd }).stdout).toContain(
      'compose.override.yaml is there for development',
    );
    const text = readFileSync(join(cwd, 'compose.production.yaml'), 'utf8');
    expect(text).toContain('restart: unless-stopped');
    expect(text).not.toContain('ports');
  });

  test('of several projects one has to be named', () => {
    const cwd = temporaryFolder({
      'a/compose.yaml': base['compose.yaml'],
      'b/compose.yaml': base['compose.yaml'],
    });
    const refused = seaworthy(['generate', 'overlay'], { cwd });
    expect(refused.code).toBe(64);
    expect(refused.stderr).toContain('b/compose.yaml');
    expect(seaworthy(['generate', 'overlay', '-f', 'b/compose.yaml'], { cwd }).code).toBe(0);
    expect(filesIn(join(cwd, 'b'))).toContain('compose.production.yaml');
    expect(filesIn(join(cwd, 'a'))).toEqual(['compose.yaml']);
  });

  test.each<[readonly string[], number, string]>([
    [['generate'], 64, 'It is one of overlay, '],
    [['generate', 'overlya'], 64, 'Did you mean overlay?'],
    [['generate', 'overlay', 'more'], 64, 'one word too many'],
    [['generate', 'overlay', '-o', 'yaml'], 64, '--output is one of text, json, -'],
    [['generate', 'overlay'], 3, 'no compose file'],
  ])('%j is refused with %i', (args, code, said) => {
    const cwd = temporaryFolder({});
    writeFileSync(join(cwd, 'README.md'), '# empty\n');
    const answer = seaworthy(args, { cwd });
    expect({ code: answer.code, stdout: answer.stdout }, answer.stderr).toEqual({ code, stdout: '' });
    expect(answer.stderr).toContain(said);
  });
});
