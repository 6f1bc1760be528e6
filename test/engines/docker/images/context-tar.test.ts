// The context of a build as it is sent: the same bytes for the same content, whatever machine and time.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { extract } from 'tar-stream';
import { afterAll, expect, test } from 'vitest';
import { buildContext } from '../../../../src/engines/docker/images/build-context.ts';
import { contextTar, timeOf } from '../../../../src/engines/docker/images/context-tar.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function folder(files: Readonly<Record<string, string>>, seconds = 1_000_000): string {
  const made = mkdtempSync(join(tmpdir(), 'seaworthy-tar-'));
  folders.push(made);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(made, path)), { recursive: true });
    writeFileSync(join(made, path), text);
    utimesSync(join(made, path), seconds, seconds);
  }
  return made;
}

async function tarOf(context: string, contentHash = 'c0ffee00', inline?: string): Promise<Buffer> {
  const request = { context, dockerfile: join(context, 'Dockerfile'), inline, contentHash };
  const { stream } = contextTar(buildContext(request), request, inline ?? '');
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function entriesOf(tar: Buffer) {
  const reader = extract();
  reader.end(tar);
  const entries: { name: string; mode: number; type: string; text: string }[] = [];
  for await (const entry of reader) {
    let text = '';
    for await (const piece of entry) text += String(piece);
    const { name, mode, type } = entry.header;
    entries.push({ name, mode, type: String(type), text });
  }
  return entries;
}

const long = `${'a-folder-with-a-long-name/'.repeat(8)}ä.txt`;
const files = { Dockerfile: 'FROM scratch\n', b: 'b', a: 'a', 'folder/c': 'c', [long]: 'long' };

test('the same content is the same tar, whenever and in whatever order its files were written', async () => {
  const one = folder(files);
  const two = folder(Object.fromEntries(Object.entries(files).reverse()), 2_000_000);
  expect(await tarOf(one)).toEqual(await tarOf(two));
});

test('other content has another time, one for all files', async () => {
  const own = folder(files);
  expect((await tarOf(own, 'c0ffee00')).equals(await tarOf(own, 'c0ffee01'))).toBe(false);
  expect(timeOf('c0ffee00').getTime()).not.toBe(timeOf('c0ffee01').getTime());
  expect(timeOf(undefined).getUTCFullYear()).toBe(2000);
});

test('modes, links and long names are kept, and our own state is left out', async () => {
  const own = folder({ ...files, '.seaworthy/secrets/x': 'word', '.dockerignore': 'b\n!.seaworthy\n' });
  chmodSync(join(own, 'a'), 0o755);
  symlinkSync('a', join(own, 'link'));
  const entries = await entriesOf(await tarOf(own));
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  expect(byName.get('a')).toMatchObject({ mode: 0o755, text: 'a' });
  expect(byName.get('link')).toMatchObject({ type: 'symlink' });
  expect(byName.get(long)).toMatchObject({ text: 'long' });
  expect([...byName.keys()].filter((name) => name === 'b' || name.includes('seaworthy'))).toEqual([]);
});

test('a Dockerfile of the compose file is put beside the files, and taken out again by the builder', async () => {
  const own = folder({ a: 'a', '.dockerignore': 'x' });
  const entries = await entriesOf(await tarOf(own, 'c0ffee00', 'FROM scratch\n'));
  expect(entries).toMatchObject([
    { name: '.dockerignore', text: 'x\n.seaworthy.Dockerfile\n' },
    { name: '.seaworthy.Dockerfile', text: 'FROM scratch\n' },
    { name: 'a' },
  ]);
});
