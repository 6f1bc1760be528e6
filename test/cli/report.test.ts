import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/read/settings/settings.ts';
import { seaworthy, temporaryFolder } from './command.ts';

const files = {
  'compose.yaml':
    'services:\n  api:\n    image: ghcr.io/example/api:1.2.3\n    ports: ["127.0.0.1:8000:8000"]\n',
  'REPORT.md':
    '# State\n\n- Coverage: 80% (9/12)\n- `api` (9000) answers\n- All services have health checks\n- Coverage: 75% (9/12)\n',
};

describe('report --check-claims', () => {
  it('says what is false, with place and reason, without anything being rolled out', () => {
    const { code, stdout } = seaworthy(['report', '--check-claims', 'REPORT.md'], {
      cwd: temporaryFolder(files),
    });
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      'REPORT.md: 3 false · 0 partly · 1 true · 0 not-checkable',
      'false         REPORT.md:3  Coverage: 80% (9/12)',
      '              9 of 12 is 75 %, not 80 %',
    ]);
    expect(code).toBe(10);
  });

  it('as JSON', () => {
    const { stdout } = seaworthy(['report', '--check-claims', 'REPORT.md', '--format', 'json'], {
      cwd: temporaryFolder(files),
    });
    const answer: unknown = JSON.parse(stdout);
    expect(answer).toMatchObject({
      schema: 'seaworthy.claims/1',
      claims: [
        { line: 3, word: 'false' },
        { line: 4, word: 'false' },
        { line: 5, word: 'false' },
        { line: 6, word: 'true' },
      ],
    });
  });

  it('names a file that is not there', () => {
    const { code, stderr } = seaworthy(['report', '--check-claims', 'NONE.md'], {
      cwd: temporaryFolder(files),
    });
    expect([code, stderr]).toEqual([64, expect.stringContaining('there is no file NONE.md')]);
  });
});

describe('report waive', () => {
  const args = ['report', 'waive', 'data/backup-restored', '--owner', 'ana', '--reason', 'it is being built'];

  it('writes a waiver that a report can read, and writes it anew the second time', () => {
    const cwd = temporaryFolder(files);
    const first = seaworthy([...args, '--until', '2126-12-31'], { cwd });
    expect(first).toMatchObject({
      code: 0,
      stdout: 'waived   data/backup-restored until 2126-12-31, by ana: it is being built  [seaworthy.yaml]\n',
    });
    expect(seaworthy([...args, '--until', '2127-01-31'], { cwd }).code).toBe(0);
    const text = readFileSync(join(cwd, 'seaworthy.yaml'), 'utf8');
    expect([text.match(/check:/g)?.length, text]).toEqual([1, expect.stringContaining('2127-01-31')]);
    expect(readSettings('seaworthy.yaml', text)).toMatchObject({
      problems: [],
      readiness: { waivers: [{ check: 'data/backup-restored', owner: 'ana', expires: '2127-01-31' }] },
    });
  });

  it.each([
    [args, '--owner, --reason and --until'],
    [[...args, '--until', '2020-01-01'], '--until 2020-01-01 is no day from today'],
    [[...args, '--until', '2126-02-30'], '--until 2126-02-30 is no day'],
    [[...args.with(2, 'data/backup-restord'), '--until', '2126-01-01'], 'Did you mean data/backup-restored?'],
  ])('%j is refused, and nothing is written', (wrong, words) => {
    const cwd = temporaryFolder(files);
    const { code, stderr } = seaworthy(wrong, { cwd });
    expect([code, stderr]).toEqual([64, expect.stringContaining(words)]);
    expect(existsSync(join(cwd, 'seaworthy.yaml'))).toBe(false);
  });
});

describe('without a rollout', () => {
  it.each([
    [['report'], 3, 'nothing has been rolled out'],
    [['report', 'sign'], 64, '--by and --role'],
    [['report', 'sing'], 64, 'report has no sing'],
    [['backup', 'verify'], 3, 'nothing has been rolled out'],
    [['backup'], 64, 'backup wants an action'],
    [['evidence', 'ls'], 3, 'nothing has been rolled out'],
    [['evidence', 'shwo'], 64, 'evidence has no shwo'],
  ])('%j ends with %i', (args, expected, words) => {
    const { code, stderr } = seaworthy(args, { cwd: temporaryFolder(files) });
    expect([code, stderr]).toEqual([expected, expect.stringContaining(words)]);
  });
});
