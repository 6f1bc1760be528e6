// What no real registry can be brought to say on demand: limits, other platforms, tokens, foul manifests.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { type Clock, systemClock } from '../../../../src/base/clock.ts';
import { Secret } from '../../../../src/base/secret.ts';
import type { Credentials } from '../../../../src/engines/docker/images/credentials.ts';
import { unpackedSize } from '../../../../src/engines/docker/images/layer-size.ts';
import { remoteDigest, remoteImage } from '../../../../src/engines/docker/images/manifest.ts';
import { parseReference, type Reference } from '../../../../src/engines/docker/images/reference.ts';
import { createRegistry, type Registry } from '../../../../src/engines/docker/images/registry.ts';

const never = new AbortController().signal;
const amd64 = { os: 'linux', architecture: 'amd64', variant: undefined };
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(answer: Answer): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' ? address?.port : address}`;
}

function nameAt(host: string, rest = 'team/api:1'): Reference {
  const reference = parseReference(`${host}/${rest}`);
  if (reference === undefined) throw new Error(`${host}/${rest} is no name`);
  return reference;
}

/** Time passes when it is waited for. */
function fastClock(): Clock & { readonly waits: number[] } {
  const waits: number[] = [];
  const sleep = async (ms: number) => void waits.push(ms);
  return { ...systemClock, sleep, waits };
}

function registry(credentials?: Credentials, clock: Clock = fastClock()): Registry {
  const source = { of: async () => credentials, warnings: [] };
  return createRegistry({ credentials: source, clock, insecure: () => true, idleMs: 1000 });
}

const digestOf = (bytes: Buffer | string) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** A registry of one image: blobs and manifests by their paths. */
function holding(paths: Readonly<Record<string, Buffer | string>>): Answer {
  return ({ url = '', headers }, response) => {
    const found = paths[url.replace('/v2/team/api/', '')];
    if (found === undefined) {
      response
        .writeHead(404)
        .end(JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }] }));
      return;
    }
    const bytes = Buffer.from(found);
    const last = /^bytes=-(\d+)$/.exec(headers.range ?? '')?.[1];
    if (last === undefined) response.writeHead(200).end(bytes);
    else response.writeHead(206).end(bytes.subarray(-Number(last)));
  };
}

function oneImage(platform: object, layer = gzipSync(Buffer.alloc(5000))) {
  const config = JSON.stringify({ ...platform, rootfs: { diff_ids: [digestOf('layer')] } });
  const layers = [
    { digest: digestOf(layer), size: layer.length, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' },
  ];
  const manifest = JSON.stringify({ schemaVersion: 2, config: { digest: digestOf(config) }, layers });
  const paths = {
    [`blobs/${digestOf(config)}`]: config,
    [`blobs/${digestOf(layer)}`]: layer,
    [`manifests/${digestOf(manifest)}`]: manifest,
  };
  return { config, manifest, paths };
}

describe('a registry that limits its rate', () => {
  test('is asked again after the time that it says', async () => {
    let asked = 0;
    const { manifest, paths } = oneImage({ os: 'linux', architecture: 'amd64' });
    const hold = holding({ ...paths, 'manifests/1': manifest });
    const host = await serve((request, response) => {
      asked += 1;
      if (asked <= 2) response.writeHead(429, { 'Retry-After': '7' }).end();
      else hold(request, response);
    });
    const clock = fastClock();
    const found = await remoteImage(nameAt(host), amd64, {
      registry: registry(undefined, clock),
      signal: never,
    });
    expect(found).toMatchObject({ kind: 'found', image: { digest: digestOf(manifest) } });
    expect(clock.waits).toEqual([7000, 7000]);
  });

  test.each([
    ['for longer than anybody waits', { 'Retry-After': '3600' }, 3_600_000],
    ['at a date far ahead', { 'Retry-After': new Date(Date.now() + 7_200_000).toUTCString() }, 7_200_000],
  ])('%s: that is the answer', async (_name, headers, ms) => {
    const body = JSON.stringify({
      errors: [{ code: 'TOOMANYREQUESTS', message: 'You have reached your limit' }],
    });
    const host = await serve((_request, response) => response.writeHead(429, headers).end(body));
    const found = await remoteImage(nameAt(host), amd64, { registry: registry(), signal: never });
    expect(found).toMatchObject({ kind: 'limited', said: 'TOOMANYREQUESTS: You have reached your limit' });
    expect(found.kind === 'limited' && Math.abs((found.retryMs ?? 0) - ms)).toBeLessThan(60_000);
  });
});

describe('an image for other platforms', () => {
  test('is taken by platform out of a list, attestations left out', async () => {
    const arm = oneImage({ os: 'linux', architecture: 'arm64' });
    const amd = oneImage({ os: 'linux', architecture: 'amd64' }, gzipSync('amd'));
    const list = JSON.stringify({
      schemaVersion: 2,
      manifests: [
        { digest: digestOf('attestation'), platform: { os: 'unknown', architecture: 'unknown' } },
        { digest: digestOf(arm.manifest), platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
        { digest: digestOf(amd.manifest), platform: { os: 'linux', architecture: 'amd64' } },
      ],
    });
    const host = await serve(holding({ ...arm.paths, ...amd.paths, 'manifests/1': list }));
    const ask = async (architecture: string) =>
      await remoteImage(nameAt(host), { ...amd64, architecture }, { registry: registry(), signal: never });
    expect(await ask('amd64')).toMatchObject({
      image: { digest: digestOf(list), config: digestOf(amd.config) },
    });
    expect(await ask('arm64')).toMatchObject({
      image: { digest: digestOf(list), config: digestOf(arm.config) },
    });
    expect(await ask('s390x')).toEqual({ kind: 'platform', has: ['linux/arm64', 'linux/amd64'] });
  });

  test('is refused when it is the only one', async () => {
    const arm = oneImage({ os: 'linux', architecture: 'arm64' });
    const host = await serve(holding({ ...arm.paths, 'manifests/1': arm.manifest }));
    const found = await remoteImage(nameAt(host), amd64, { registry: registry(), signal: never });
    expect(found).toEqual({ kind: 'platform', has: ['linux/arm64'] });
  });
});

describe('what a registry says is not believed', () => {
  test.each([
    [
      'a manifest of another digest',
      JSON.stringify({ schemaVersion: 2 }),
      `team/api@${digestOf('other')}`,
      /a manifest that is not sha256/,
    ],
    ['no manifest at all', 'hello', 'team/api:1', /no manifest of version 2/],
    [
      'a manifest without its parts',
      JSON.stringify({ schemaVersion: 2, config: {} }),
      'team/api:1',
      /a manifest without its parts/,
    ],
  ])('%s', async (_name, text, name, message) => {
    const host = await serve((_request, response) => response.end(text));
    const found = remoteImage(nameAt(host, name), amd64, { registry: registry(), signal: never });
    await expect(found).rejects.toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: expect.stringMatching(message),
    });
  });

  test('an answer without an end', async () => {
    const host = await serve((_request, response) => {
      const go = () => {
        if (response.write(Buffer.alloc(1024 * 1024))) setImmediate(go);
        else response.once('drain', go);
      };
      go();
    });
    const found = remoteImage(nameAt(host), amd64, { registry: registry(), signal: never });
    await expect(found).rejects.toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: expect.stringContaining('longer than'),
    });
  });

  test('no answer', async () => {
    const host = await serve(() => {});
    const found = remoteDigest(nameAt(host), { registry: registry(), signal: never });
    await expect(found).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE', exitCode: 9 });
  });

  test('a redirect keeps the password to itself', async () => {
    const seen: (string | undefined)[] = [];
    const store = await serve(({ headers }, response) => {
      seen.push(headers.authorization);
      response.end(JSON.stringify({ schemaVersion: 2 }));
    });
    const host = await serve(({ headers }, response) => {
      if (headers.authorization === undefined)
        response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="x"' }).end();
      else response.writeHead(307, { Location: `http://${store}/blob` }).end();
    });
    const person: Credentials = { kind: 'password', username: 'ana', password: new Secret('word') };
    await registry(person).ask(nameAt(host), 'blobs/x', { limit: 1000, signal: never });
    expect(seen).toEqual([undefined]);
  });
});

describe('a registry with tokens', () => {
  const tokens =
    (asked: string[]): Answer =>
    (request, response) => {
      const { url = '', headers, method } = request;
      if (url.startsWith('/token')) {
        let body = '';
        request.on('data', (piece) => {
          body += String(piece);
        });
        request.on('end', () => {
          asked.push(`${method} ${url} ${headers.authorization ?? ''} ${body}`.trim());
          response.end(JSON.stringify({ token: 'opened', expires_in: 300 }));
        });
      } else if (headers.authorization === 'Bearer opened') {
        response.writeHead(200, { 'Docker-Content-Digest': digestOf('x') }).end();
      } else {
        const realm = `http://${headers.host}/token`;
        const challenge = `Bearer realm="${realm}",service="tests",scope="repository:team/api:pull"`;
        response.writeHead(401, { 'WWW-Authenticate': challenge }).end();
      }
    };

  test.each([
    ['for nobody', undefined, /^GET \/token\?service=tests&scope=repository%3Ateam%2Fapi%3Apull$/],
    [
      'for a name and a password',
      { kind: 'password', username: 'ana', password: new Secret('word') } satisfies Credentials,
      /^GET \/token\?service=tests.*&account=ana Basic YW5hOndvcmQ=$/,
    ],
    [
      'for an identity token',
      { kind: 'identity', token: new Secret('long-lived') } satisfies Credentials,
      /^POST \/token .*grant_type=refresh_token&client_id=seaworthy&refresh_token=long-lived$/,
    ],
  ])('%s: fetched once and used again', async (_name, credentials, expected) => {
    const asked: string[] = [];
    const host = await serve(tokens(asked));
    const own = registry(credentials);
    for (let turn = 0; turn < 3; turn += 1)
      expect(await remoteDigest(nameAt(host), { registry: own, signal: never })).toEqual({
        kind: 'found',
        digest: digestOf('x'),
      });
    expect(asked).toEqual([expect.stringMatching(expected)]);
  });
});

describe('how large a layer is unpacked', () => {
  test('stands at the end of a gzip', async () => {
    const layer = gzipSync(Buffer.alloc(123_456));
    const { paths } = oneImage({}, layer);
    const host = await serve(holding(paths));
    const of = {
      digest: digestOf(layer),
      size: layer.length,
      mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    };
    expect(await unpackedSize(nameAt(host), of, { registry: registry(), signal: never })).toBe(123_456);
  });

  test('is not told by one of several members, nor by a registry that sends everything', async () => {
    const layer = Buffer.concat([gzipSync(Buffer.alloc(10_000, 'x')), gzipSync('')]);
    const of = {
      digest: digestOf(layer),
      size: layer.length,
      mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    };
    const ask = async (answer: Answer) =>
      await unpackedSize(nameAt(await serve(answer)), of, { registry: registry(), signal: never });
    expect(await ask(holding({ [`blobs/${of.digest}`]: layer }))).toBeUndefined();
    expect(await ask((_request, response) => response.end(Buffer.alloc(100_000)))).toBeUndefined();
  });
});

describe('a mirror', () => {
  test('is asked first and never with credentials; what it has not got comes from the registry', async () => {
    const seen: (string | undefined)[] = [];
    const { manifest, paths } = oneImage({ os: 'linux', architecture: 'amd64' });
    const mirror = await serve((request, response) => {
      seen.push(request.headers.authorization);
      holding({ 'manifests/1': manifest })(request, response);
    });
    const host = await serve((request, response) => {
      if (request.headers.authorization === undefined)
        response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="x"' }).end();
      else holding(paths)(request, response);
    });
    const person: Credentials = { kind: 'password', username: 'ana', password: new Secret('word') };
    const own = createRegistry({
      credentials: { of: async () => person, warnings: [] },
      clock: fastClock(),
      insecure: () => true,
      mirrors: () => ['http://127.0.0.1:9', `http://${mirror}/`],
    });
    const found = await remoteImage(nameAt(host), amd64, { registry: own, signal: never });
    expect(found).toMatchObject({ kind: 'found', image: { digest: digestOf(manifest) } });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.every((header) => header === undefined)).toBe(true);
  });
});
