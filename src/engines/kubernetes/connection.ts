// Which cluster, and as whom: contexts of a kubeconfig, client certificates, tokens, exec plugins, and the account of a
// pod. The library knows how to read and prove all of them; requests are sent over `node:https` by `wire.ts`.
import { Agent, type RequestOptions } from 'node:https';
import { createSecureContext } from 'node:tls';
import { SeaworthyError } from '../../base/errors.ts';
import { loadKubeconfig } from './kubeconfig.ts';
import type { Exec, KubeConfig, PortForward } from './library.ts';

export interface ConnectionOptions {
  /** Path of a kubeconfig; else KUBECONFIG, `~/.kube/config`, or the account of the pod that this runs in. */
  readonly kubeconfig?: string;
  /** A context of it; else its current one. */
  readonly context?: string;
}

export interface Connection {
  /** For messages: `context shop-eu (https://10.0.0.1:6443)`. */
  readonly title: string;
  readonly server: URL;
  /** Of the context; undefined where it names none. */
  readonly namespace: string | undefined;
  /** What proves who asks, and the agent that trusts the server. Plugins are run when their answer has expired. */
  credentials(): Promise<RequestOptions>;
  /** Reads the kubeconfig again and forgets what plugins said: after the server did not accept us. */
  reload(): Promise<void>;
  /** Programs in pods and forwarded ports, over the library's WebSockets. */
  streams(): Promise<Streams>;
  close(): void;
}

export interface Streams {
  readonly exec: Exec;
  readonly forward: PortForward;
}

/** How long an answer of the library is used again: tokens in files change, and their readers look once a minute. */
const keepMs = 60_000;

/** At once to one server; watches keep theirs. */
const mostConnections = 32;

/** @throws SeaworthyError PREFLIGHT when there is no such configuration or context */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  // Loaded here and nowhere else: no other verb or engine pays for it.
  const library = await import('./library.ts');
  const load = () => loadKubeconfig(library.KubeConfig, options);
  const first = load();
  let { config } = first;
  let kept: { readonly options: RequestOptions; readonly at: number } | undefined;
  const forget = () => {
    if (kept?.options.agent instanceof Object) kept.options.agent.destroy();
    kept = undefined;
  };
  const server = first.server.href.replace(/\/$/, '');
  return {
    title: `context ${config.getCurrentContext()} (${server})`,
    server: first.server,
    namespace: config.getContextObject(config.getCurrentContext())?.namespace,
    async credentials() {
      if (kept !== undefined && performance.now() - kept.at < keepMs) return kept.options;
      const fresh = await proven(config, server);
      forget();
      kept = { options: fresh, at: performance.now() };
      return fresh;
    },
    async reload() {
      ({ config } = load());
      forget();
    },
    streams: async () => ({ exec: new library.Exec(config), forward: new library.PortForward(config, true) }),
    close: forget,
  };
}

async function proven(config: KubeConfig, server: string): Promise<RequestOptions> {
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
    return { ...options, ...keepingAlive(options.agent) };
  } catch (cause) {
    throw new SeaworthyError('ENGINE_UNREACHABLE', `no credentials for ${server}: ${messageOf(cause)}`, {
      hint: 'Run `kubectl auth whoami` with the same context: it says what is wrong with them.',
      cause,
    });
  }
}

/**
 * A connection is used again: a new one for each request costs more than most requests. What they trust and prove is read
 * once for all of them. Those of proxies know best themselves.
 */
function keepingAlive(agent: RequestOptions['agent']): Pick<RequestOptions, 'agent'> {
  if (!(agent instanceof Agent) || Object.getPrototypeOf(agent) !== Agent.prototype) return {};
  const { options } = agent;
  const secureContext = createSecureContext(options);
  return {
    agent: new OneServerAgent({ ...options, secureContext, keepAlive: true, maxSockets: mostConnections }),
  };
}

/** All of its connections lead to one server with the same proof, so that certificates need not be compared each time. */
class OneServerAgent extends Agent {
  override getName(): string {
    return 'server';
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
