// What tests of images need: our client of the test engine, images made on the spot, a state folder, a login.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { systemClock } from '../../../src/base/clock.ts';
import { createDockerClient } from '../../../src/engines/docker/client.ts';
import { connectionOf } from '../../../src/engines/docker/connection.ts';
import { type ImagesOptions, StackImages } from '../../../src/engines/docker/images/images.ts';
import type { UnitBuild, UnitSpec } from '../../../src/model/unit.ts';
import { must } from '../support/engine.ts';

export const never = new AbortController().signal;
export const client = createDockerClient(connectionOf(process.env));

/** A folder of the test's own, removed by `clean`. */
export function folder(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const made = mkdtempSync(join(tmpdir(), 'seaworthy-images-'));
  folders.push(made);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(made, path)), { recursive: true });
    writeFileSync(join(made, path), content);
  }
  return made;
}

const folders: string[] = [];
const names: string[] = [];

/** Removes what was made here, and every name that was given. */
export async function clean(): Promise<void> {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
  for (const name of names.splice(0))
    await client.call('DELETE', `/images/${name}`, { query: { force: true }, accept: [404, 409] });
}

export function named(name: string): string {
  names.push(name);
  return name;
}

export function stackImages(options: Partial<ImagesOptions> = {}): StackImages {
  const env = { ...process.env, DOCKER_CONFIG: folder(), ...options.env };
  return new StackImages({
    client,
    stack: 'shop',
    stateFolder: folder(),
    clock: systemClock,
    ...options,
    env,
  });
}

export function login(registry: string, user: string, password: string): string {
  const auth = Buffer.from(`${user}:${password}`).toString('base64');
  return folder({ 'config.json': JSON.stringify({ auths: { [registry]: { auth } } }) });
}

/** `keys`: as the compose file has them. */
export function unit(
  service: string,
  { keys = {}, ...own }: Partial<UnitSpec> & { readonly keys?: Readonly<Record<string, string>> },
): UnitSpec {
  const origin = { folder: '/', files: [] };
  return {
    container: {
      origin,
      keys,
      variables: [],
      networks: {},
      volumes: {},
      linkedAs: [],
      heldPorts: false,
      files: [],
    },
    service,
    image: undefined,
    build: undefined,
    entrypoint: [],
    command: [],
    workingDir: undefined,
    user: undefined,
    environment: {},
    ports: [],
    mounts: [],
    networks: [],
    peers: {},
    restart: 'no',
    maxRestarts: undefined,
    stopSignal: 'SIGTERM',
    stopGraceMs: 1000,
    memoryLimit: undefined,
    cpuLimit: undefined,
    pidsLimit: undefined,
    readOnly: false,
    healthcheckArgv: undefined,
    oneShot: false,
    contentHash: undefined,
    local: { command: undefined, workingDir: undefined },
    ...own,
  };
}

export function build(context: string, own: Partial<UnitBuild> = {}): UnitBuild {
  return {
    context,
    kept: undefined,
    dockerfile: join(context, 'Dockerfile'),
    target: undefined,
    args: {},
    copies: [],
    runs: [],
    ...own,
  };
}

/** An image of its own content under this name, with one layer for each file. */
export async function makeImage(
  name: string,
  files: Readonly<Record<string, string | Buffer>>,
  base = 'scratch',
): Promise<string> {
  named(name);
  const lines = [
    `FROM ${base}`,
    ...Object.keys(files).map((path) => `COPY ${path} /${path}`),
    'CMD ["/none"]',
  ];
  const context = folder({ ...files, Dockerfile: `${lines.join('\n')}\n` });
  const images = stackImages();
  const made = unit('made', {
    image: name,
    build: build(context),
    contentHash: randomBytes(16).toString('hex'),
  });
  await images.build(made, { signal: never });
  return await images.idOf(made, never);
}

/** Pushes, and gives the digest that the registry has it by; the engine then no longer has it. */
export async function push(
  name: string,
  credentials: Readonly<Record<string, string>> = {},
): Promise<string> {
  const colon = name.lastIndexOf(':');
  const auth = Buffer.from(JSON.stringify(credentials))
    .toString('base64')
    .replaceAll('+', '-')
    .replaceAll('/', '_');
  const stream = await client.open('POST', `/images/${name.slice(0, colon)}/push`, {
    query: { tag: name.slice(colon + 1) },
    headers: { 'X-Registry-Auth': auth },
  });
  let text = '';
  for await (const piece of stream) text += String(piece);
  const digest = /"Digest":"(sha256:[0-9a-f]{64})"/.exec(text)?.[1];
  if (digest === undefined) throw new Error(`push of ${name}: ${text}`);
  return digest;
}

export async function remove(name: string): Promise<void> {
  await must('DELETE', `/images/${name}?force=true`);
}

/** As random as files that do not pack are. */
export function noise(bytes: number): Buffer {
  return randomBytes(bytes);
}
