// What is wrong with a kubeconfig is said with the name of the file, and never with what stands in it.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { SeaworthyError } from '../../../src/base/errors.ts';
import { loadKubeconfig } from '../../../src/engines/kubernetes/kubeconfig.ts';
import { KubeConfig } from '../../../src/engines/kubernetes/library.ts';

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-kubeconfig-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.unstubAllEnvs();
});

interface Parts {
  readonly name?: string;
  readonly server?: string;
  readonly current?: string;
  readonly cluster?: string;
  readonly user?: string;
  readonly key?: string;
}

function config(parts: Parts = {}): string {
  const {
    name = 'shop',
    server = 'https://10.0.0.1:6443',
    current = name,
    cluster = name,
    user = name,
  } = parts;
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server } }],
    users: [{ name, user: parts.key === undefined ? { token: 's3cret' } : { 'client-key': parts.key } }],
    contexts: [{ name, context: { cluster, user } }],
    'current-context': current,
  });
}

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

function refusal(options: { readonly kubeconfig?: string; readonly context?: string } = {}): string {
  try {
    loadKubeconfig(KubeConfig, options);
  } catch (error) {
    if (!(error instanceof SeaworthyError) || error.code !== 'PREFLIGHT') throw error;
    return error.message;
  }
  throw new Error('it was taken');
}

describe('what is wrong with it', () => {
  beforeAll(() => mkdirSync(join(folder, 'sub')));

  test('it is not there, or a folder', () => {
    expect(refusal({ kubeconfig: join(folder, 'none') })).toBe(`kubeconfig ${folder}/none does not exist`);
    expect(refusal({ kubeconfig: join(folder, 'sub') })).toBe(`kubeconfig ${folder}/sub is a folder`);
  });

  test.skipIf(process.getuid?.() === 0)('this user may not read it', () => {
    const file = write('closed', config());
    chmodSync(file, 0);
    expect(refusal({ kubeconfig: file })).toBe(`kubeconfig ${file} may not be read by this user`);
  });

  test('it is no YAML: the line and the reason, and nothing of the text', () => {
    const file = write('broken', 'apiVersion: v1\nusers:\n  - name: a\n  token: s3cret\n');
    const said = refusal({ kubeconfig: file });
    expect(said).toMatch(new RegExp(`^kubeconfig ${file} is no YAML, line [34]: `));
    expect(said).not.toContain('s3cret');
  });

  test.each([
    ['empty', ''],
    ['list', '- 1\n'],
    ['clusters', 'clusters: 5\n'],
  ])('it has another form: %s', (name, text) => {
    const file = write(`form-${name}`, text);
    expect(refusal({ kubeconfig: file })).toMatch(
      new RegExp(`^kubeconfig ${file} (?:has not the form of a kubeconfig|says no current context)`),
    );
  });

  test.each([
    ['current', config({ current: '' }), 'says no current context'],
    ['context', config({ current: 'mars' }), 'has no context mars'],
    ['cluster', config({ cluster: 'mars' }), 'has no cluster mars, which context shop names'],
    ['user', config({ user: 'mars' }), 'has no user mars, which context shop names'],
    ['server', config({ server: 'nowhere' }), 'has no URL as server of cluster shop'],
    ['key', config({ key: 'mars.key' }), `names ${folder}/mars.key as client-key, which does not exist`],
  ])('a part is missing: %s', (name, text, said) => {
    const file = write(`part-${name}`, text);
    expect(refusal({ kubeconfig: file })).toBe(`kubeconfig ${file} ${said}`);
  });

  test('nothing is configured at all', () => {
    vi.stubEnv('KUBECONFIG', '');
    vi.stubEnv('HOME', folder);
    expect(refusal()).toBe('no Kubernetes cluster is configured');
  });
});

describe('several in KUBECONFIG', () => {
  const list = (...files: readonly string[]) => vi.stubEnv('KUBECONFIG', files.join(delimiter));

  test('are put together: the first that says something counts, and a missing one is passed over', () => {
    const one = write('one', config());
    const same = write('same', config({ server: 'https://10.0.0.9:6443' }));
    const other = write('other', config({ name: 'blog', server: 'https://10.0.0.2:6443' }));
    list(join(folder, 'none'), one, same, other);
    expect(loadKubeconfig(KubeConfig, {}).server.href).toBe('https://10.0.0.1:6443/');
    expect(loadKubeconfig(KubeConfig, { context: 'blog' }).server.href).toBe('https://10.0.0.2:6443/');
  });

  test('the one that is broken is named', () => {
    const broken = write('broken-2', 'a: [\n');
    list(write('good', config()), broken);
    expect(refusal()).toMatch(new RegExp(`^kubeconfig ${broken} is no YAML`));
  });

  test('none of them is there', () => {
    list(join(folder, 'none'), join(folder, 'neither'));
    expect(refusal()).toBe(`kubeconfig ${folder}/none does not exist`);
  });
});
