// `review --watch` with the real program: it sees changes, tells what came and went, and ends on a signal.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';

const folders: string[] = [];
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const compose = (image: string) => `services:\n  web:\n    image: ${image}\n`;

function write(root: string, file: string, text: string): void {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  // As editors do it, so that no half-written file is seen.
  writeFileSync(`${path}~`, text);
  renameSync(`${path}~`, path);
}

class Watching {
  readonly root: string;
  readonly #child: ChildProcess;
  #out = '';
  #seen = 0;
  #tell: () => void = () => undefined;
  readonly ended: Promise<number | null>;

  constructor(files: Readonly<Record<string, string>>, ...flags: readonly string[]) {
    this.root = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-watch-')));
    folders.push(this.root);
    for (const [file, text] of Object.entries(files)) write(this.root, file, text);
    const args = [resolve('dist/seaworthy.js'), 'review', '--watch', ...flags];
    const env = { PATH: process.env['PATH'], HOME: this.root, XDG_CACHE_HOME: join(this.root, '.cache') };
    this.#child = spawn(process.execPath, args, { cwd: this.root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(this.#child);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#out += text;
        this.#tell();
      });
    }
    this.ended = new Promise((done) => {
      this.#child.once('close', (code) => {
        done(code);
        this.#tell();
      });
    });
  }

  /** What is printed from here on, up to and with the pattern. */
  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const text = this.#out.slice(this.#seen);
      const match = pattern.exec(text);
      if (match !== null) {
        this.#seen += match.index + match[0].length;
        return text.slice(0, match.index + match[0].length);
      }
      if (this.#child.exitCode !== null) throw new Error(`ended with ${this.#child.exitCode}: ${this.#out}`);
      await new Promise<void>((wake) => {
        this.#tell = wake;
      });
    }
  }

  signal(name: 'SIGINT' | 'SIGTERM'): void {
    this.#child.kill(name);
  }
}

const summary = /risk [^\n]*\n/;

describe('review --watch', () => {
  test('tells what came and what went, round by round', async () => {
    const watching = new Watching({ 'compose.yaml': compose('nginx') });
    const first = await watching.until(summary);
    expect(first).toMatch(/^review 1 {2}\d\d:\d\d:\d\d UTC\n\n/);
    expect(first).toContain('compose/image-tag-floating');
    expect(first).not.toContain('\u001b');

    write(watching.root, 'compose.yaml', compose('nginx:1.29.1'));
    const second = await watching.until(summary);
    expect(second).toMatch(/review 2 {2}.*compose\.yaml/);
    expect(second).toMatch(/since review 1: \d+ findings? came, [1-9]\d* went\n/);
    expect(second).toMatch(/^gone {2}compose\.yaml:3:\d+ {2}.*compose\/image-tag-floating$/m);

    write(watching.root, 'new/folder/Dockerfile', 'FROM node\n');
    const third = await watching.until(summary);
    expect(third).toContain('new/folder/Dockerfile:1');
    expect(third).not.toContain('gone  ');

    rmSync(join(watching.root, 'new'), { recursive: true });
    expect(await watching.until(summary)).toMatch(/^gone {2}new\/folder\/Dockerfile:1/m);

    watching.signal('SIGINT');
    expect(await watching.ended).toBe(130);
  });

  test('what the review does not rest on starts no round', async () => {
    const watching = new Watching({
      'compose.yaml': compose('nginx'),
      'notes.md': 'a\n',
      'src/a.css': 'a\n',
    });
    await watching.until(summary);
    write(watching.root, 'notes.md', 'b\n');
    write(watching.root, 'src/a.css', 'b\n');
    write(watching.root, 'compose.yaml', compose('nginx:1.29.1'));
    const next = await watching.until(summary);
    expect(next).toMatch(/^\n?review 2 /m);
    expect(next).toContain('gone  compose.yaml');
    watching.signal('SIGTERM');
    expect(await watching.ended).toBe(143);
  });

  test('goes on when there is nothing to review for a while', async () => {
    const watching = new Watching({ 'compose.yaml': compose('nginx:1.29.1') });
    await watching.until(summary);
    rmSync(join(watching.root, 'compose.yaml'));
    await watching.until(/nothing to review[^\n]*\n/);
    write(watching.root, 'compose.yaml', compose('nginx'));
    expect(await watching.until(summary)).toContain('compose/image-tag-floating');
    watching.signal('SIGINT');
    expect(await watching.ended).toBe(130);
  });

  test.each([
    ['--json', '--output json'],
    ['--write-baseline', '--write-baseline'],
    ['--severity=high', '--severity'],
    ['--output-file=x', '--output-file'],
  ])('%s does not go with it', async (flag, named) => {
    const watching = new Watching({ 'compose.yaml': compose('nginx') }, flag);
    expect(await watching.ended).toBe(64);
    const said = await watching.until(/does not go with it/).catch((error: unknown) => String(error));
    expect(said).toContain(named);
  });
});
