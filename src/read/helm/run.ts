// Runs helm on a chart, when the user asks for it: without network, plugins and environment, and not for long.
import { spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../base/errors.ts';
import { askElsewhere } from '../disk.ts';

export type HelmOutput = { readonly text: string } | { readonly failed: string };

/** A chart that takes longer never ends: templates can count to any number. */
const timeoutMs = 5_000;
/** Charts ask which version they are for. */
const kubeVersion = '1.34.0';
const maximumOutput = 64 * 1024 * 1024;

export interface HelmOptions {
  /** Absolute paths of files of values. */
  readonly values?: readonly string[];
  readonly namespace?: string | undefined;
  /** With what lies in `crds`, which helm installs besides. */
  readonly definitions?: boolean;
}

/** `path` is absolute. Never throws. */
export function helmTemplate(path: string, release: string, options: HelmOptions = {}): HelmOutput {
  askElsewhere();
  const link = linkIn(path, 0);
  // helm follows links, wherever they lead, and puts what it finds into the objects.
  if (link !== undefined) return { failed: `it holds a symbolic link (${link})` };
  let home: string | undefined;
  try {
    home = mkdtempSync(join(tmpdir(), 'seaworthy-helm-'));
    const done = spawnSync('helm', ['template', release, path, ...flagsOf(options)], {
      cwd: home,
      env: environmentOf(home),
      encoding: 'utf8',
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: maximumOutput,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return outputOf(done);
  } catch (error) {
    return { failed: messageOf(error) };
  } finally {
    if (home !== undefined) rmSync(home, { recursive: true, force: true });
  }
}

function flagsOf({ values = [], namespace, definitions = false }: HelmOptions): readonly string[] {
  return [
    '--kube-version',
    kubeVersion,
    ...(definitions ? ['--include-crds'] : []),
    ...values.flatMap((file) => ['--values', file]),
    ...(namespace === undefined ? [] : ['--namespace', namespace]),
  ];
}

function outputOf(done: ReturnType<typeof spawnSync>): HelmOutput {
  const error: NodeJS.ErrnoException | undefined = done.error;
  if (error?.code === 'ENOENT') return { failed: 'helm is not on PATH' };
  if (error?.code === 'ETIMEDOUT') return { failed: `helm did not end within ${timeoutMs / 1000} s` };
  if (error?.code === 'ENOBUFS') return { failed: 'helm printed more than 64 MB' };
  if (done.status === 0) return { text: String(done.stdout) };
  const words = String(done.stderr)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^Error: /, '');
  return { failed: words === '' ? (error?.message ?? 'helm failed') : words.slice(0, 300) };
}

/** Nothing of the user's: no kubeconfig, no repositories, no plugins, no proxies; and a bound on memory. */
function environmentOf(home: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: home,
    HELM_CACHE_HOME: join(home, 'cache'),
    HELM_CONFIG_HOME: join(home, 'config'),
    HELM_DATA_HOME: join(home, 'data'),
    HELM_PLUGINS: '',
    HELM_NAMESPACE: 'default',
    KUBECONFIG: join(home, 'none'),
    GOMEMLIMIT: '256MiB',
  };
}

const maximumDepth = 10;

/** The first link in a folder, at any depth. */
function linkIn(folder: string, depth: number): string | undefined {
  if (depth > maximumDepth || lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    return undefined;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isSymbolicLink()) return entry.name;
    const inner = entry.isDirectory() ? linkIn(join(folder, entry.name), depth + 1) : undefined;
    if (inner !== undefined) return `${entry.name}/${inner}`;
  }
  return undefined;
}
