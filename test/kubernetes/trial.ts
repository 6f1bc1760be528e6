// Objects, as they are written, before the API server: what a strict dry run says of each.
import { readFileSync } from 'node:fs';
import { type RequestOptions, request } from 'node:https';
import { inject } from 'vitest';

export interface Verdict {
  /** 201 where it would be made; 0 where no such kind is served. */
  readonly status: number;
  /** Why not, or what the server warns of. */
  readonly message: string;
}

export interface ServerAccess {
  readonly server: URL;
  /** What proves the administrator, for `node:https`. */
  readonly options: RequestOptions;
}

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** The identity of an object, which says where it is sent. */
export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | undefined;
}

/** Undefined where there is no cluster. */
export const access = connect();
const served = new Map<string, readonly Resource[]>();
const namespaces = new Set(['default', 'kube-system', 'kube-public']);

function connect(): ServerAccess | undefined {
  const shared = inject('kubernetes');
  if (shared.kind !== 'running') return undefined;
  const config = JSON.parse(readFileSync(shared.kubeconfig, 'utf8'));
  const bytes = (text: string) => Buffer.from(text, 'base64');
  const { cluster } = config.clusters[0];
  const { user } = config.users[0];
  return {
    server: new URL(cluster.server),
    options: {
      ca: bytes(cluster['certificate-authority-data']),
      cert: bytes(user['client-certificate-data']),
      key: bytes(user['client-key-data']),
    },
  };
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly warnings: string;
}

export function send(method: string, path: string, body = ''): Promise<Answer> {
  if (access === undefined) throw new Error('there is no cluster');
  const { server, options } = access;
  const headers = { 'content-type': 'application/yaml', accept: 'application/json' };
  const { hostname: host, port } = server;
  return new Promise((answer, fail) => {
    request({ host, port, method, path, headers, ...options }, (got) => {
      let text = '';
      got.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      const warnings = String(got.headers['warning'] ?? '');
      got.on('end', () => answer({ status: got.statusCode ?? 0, text, warnings }));
    })
      .on('error', fail)
      .end(body);
  });
}

/** Would this object be made? The text is one YAML document, and goes to the server byte by byte. */
export async function trial(identity: Identity, text: string): Promise<Verdict> {
  const { apiVersion, kind, namespace = 'default' } = identity;
  const resource = (await resourcesOf(apiVersion)).find((one) => one.kind === kind);
  if (resource === undefined) return { status: 0, message: `no matches for kind ${kind} in ${apiVersion}` };
  const place = resource.namespaced ? `/namespaces/${namespace}` : '';
  if (resource.namespaced) await makeNamespace(namespace);
  const path = `${root(apiVersion)}${place}/${resource.name}?dryRun=All&fieldValidation=Strict`;
  const { status, text: said, warnings } = await send('POST', path, text);
  const message: unknown = status === 201 ? warnings : JSON.parse(said).message;
  return { status, message: String(message) };
}

function root(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

async function resourcesOf(apiVersion: string): Promise<readonly Resource[]> {
  const known = served.get(apiVersion);
  if (known !== undefined) return known;
  const { status, text } = await send('GET', root(apiVersion));
  const all: readonly Resource[] = status === 200 ? JSON.parse(text).resources : [];
  // Others are parts of an object, such as its status.
  const found = all.filter(({ name }) => !name.includes('/'));
  served.set(apiVersion, found);
  return found;
}

async function makeNamespace(name: string): Promise<void> {
  if (namespaces.has(name)) return;
  namespaces.add(name);
  const body = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await send('POST', '/api/v1/namespaces', body);
}
