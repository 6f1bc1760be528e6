// What the parts of one cluster must agree on.
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** `none`: pods stay pending. `simulated`: kwok plays nodes and pods. `real`: a kubelet runs them, which takes root. */
export type Nodes = 'none' | 'simulated' | 'real';

export interface Setup {
  /** Absolute; everything that the cluster writes is in it. */
  readonly folder: string;
  readonly programs: string;
  readonly nodes: Nodes;
  /** How many nodes are simulated. */
  readonly count: number;
  readonly port: number;
  /** Puts a command into the cluster's namespaces; empty where it has none. */
  readonly inside: readonly string[];
  /** Where the API server is reached by the cluster's own programs. */
  readonly apiAddress: string;
}

export const nodeName = 'node-1';
/** In the cluster's own network namespace alone. */
export const nodeAddress = '10.254.0.1';
/** What the names of services end in. */
export const clusterDomain = 'cluster.local';
export const podNetwork = '10.244.0.0/16';
export const serviceNetwork = '10.96.0.0/16';
/** The first address of the services' network, which Kubernetes gives to the API server. */
export const apiServiceAddress = '10.96.0.1';

export function keyFile(setup: Setup, name: string): string {
  return join(setup.folder, 'keys', name);
}

export function programOf(setup: Setup, name: string): string {
  return join(setup.programs, name);
}

/** Below the range that the system takes ports of outgoing connections from, so that none is in the way. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const isFree = await new Promise<boolean>((answer) => {
      const server = createServer()
        .once('error', () => answer(false))
        .listen({ port, host: '127.0.0.1' }, () => server.close(() => answer(true)));
    });
    if (isFree) return port;
  }
}

/** Writes a kubeconfig, with its keys inside, for one of the cluster's users. */
export function writeKubeconfig(setup: Setup, user: string, address: string, path: string): void {
  const base64 = (name: string) => readFileSync(keyFile(setup, name)).toString('base64');
  const cluster = {
    server: `https://${address}:${setup.port}`,
    'certificate-authority-data': base64('ca.crt'),
  };
  const keys = {
    'client-certificate-data': base64(`${user}.crt`),
    'client-key-data': base64(`${user}.key`),
  };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster }],
    users: [{ name: user, user: keys }],
    contexts: [{ name: 'test', context: { cluster: 'test', user, namespace: 'default' } }],
    'current-context': 'test',
  };
  writeFileSync(path, `${JSON.stringify(config, null, 1)}\n`, { mode: 0o600 });
}
