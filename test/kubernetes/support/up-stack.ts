// A stack in a folder and a namespace of its own, brought up by the built command line.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { type Ended, startCommand } from '../../system/support/command.ts';
import { type KubectlAnswer, runKubectl } from '../kubectl.ts';

export interface Place {
  readonly kubeconfig: string;
  readonly programs: string;
}

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  /** Both streams. */
  readonly text: string;
}

export interface UpStack {
  readonly namespace: string;
  readonly folder: string;
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Ran;
  /** Runs beside the test. */
  begin(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  up(env?: Readonly<Record<string, string>>): Ran;
  get(...args: readonly string[]): string;
  /** kubectl in the namespace. */
  kubectl(args: readonly string[], input?: string): KubectlAnswer;
  write(name: string, text: string): void;
}

/** A project of one service, `api`, whose image is a simulated server; `more` are further lines of it. */
export function apiAlone(...more: readonly string[]): string {
  return `
name: shop
services:
  api:
    image: registry.test/web:\${TAG:-1}
    ports: ["8080"]
    healthcheck: { test: ["CMD", "true"], interval: 1s }
${more.map((line) => `    ${line}\n`).join('')}`;
}

/** A stack that serves its first release. */
export function servingStack(compose: string, settings: string, place?: Place): UpStack {
  const stack = upStack(compose, settings, place);
  const { code, text } = stack.up();
  if (code !== 0) throw new Error(`the first up ended with ${code}: ${text}`);
  return stack;
}

/** On the shared cluster, unless another one is named. */
export function upStack(compose: string, settings: string, place: Place = shared()): UpStack {
  const namespace = newNamespace(place);
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-up-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('compose.yaml', compose);
  write('seaworthy.yaml', settings);
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [resolve('dist/seaworthy.js'), ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: folder, KUBECONFIG: place.kubeconfig, ...env },
      // Only ends a hang: no test measures time.
      timeout: 120_000,
    });
    return { code: status, stdout, text: `${stdout}${stderr}` };
  };
  const begin = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    startCommand(args, {
      cli: resolve('dist/seaworthy.js'),
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: folder, KUBECONFIG: place.kubeconfig, ...env },
      // Only ends a hang: no test measures time.
      limitMs: 150_000,
    }).ended;
  const kubectl = (args: readonly string[], input?: string) =>
    runKubectl(place, ['-n', namespace, ...args], input);
  return {
    namespace,
    folder,
    run,
    begin,
    kubectl,
    write,
    up: (env) => run(['up', '--engine', 'kubernetes', '-n', namespace, '--progress', 'plain'], env),
    get(...args) {
      const { code, stdout, stderr } = kubectl(['get', ...args]);
      if (code !== 0) throw new Error(`kubectl get ${args.join(' ')}: ${stderr}`);
      return stdout;
    },
  };
}

function shared(): Place {
  const found = inject('kubernetes');
  if (found.kind !== 'running') throw new Error(found.why);
  return found;
}

let made = 0;

function newNamespace(place: Place): string {
  made += 1;
  const name = `up-${process.pid}-${made}`;
  const { code, stderr } = runKubectl(place, ['create', 'namespace', name]);
  if (code !== 0) throw new Error(stderr);
  onTestFinished(() => {
    runKubectl(place, ['delete', 'namespace', name, '--wait=false']);
  });
  return name;
}
