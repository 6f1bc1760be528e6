// Which engine is meant, as the Docker client decides it: `--context`, DOCKER_HOST, DOCKER_CONTEXT, the context that
// its configuration names, the default socket. Nothing is connected to here.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SeaworthyError } from '../../base/errors.ts';
import { textAt } from '../../base/json.ts';
import { configFolder, contextEndpoint, dockerConfig } from './contexts.ts';

export interface Tls {
  readonly ca: Buffer | undefined;
  readonly cert: Buffer | undefined;
  readonly key: Buffer | undefined;
  readonly verify: boolean;
}

export type Endpoint =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls: Tls | undefined }
  /** Reached through a program whose input and output are the connection. */
  | { readonly kind: 'ssh'; readonly argv: readonly string[] };

export interface Connection {
  readonly endpoint: Endpoint;
  /** As it was given: `unix:///run/docker.sock`. */
  readonly where: string;
  /** What decided: `DOCKER_HOST`, `context build`, `default socket`. */
  readonly why: string;
}

const defaultSocket = '/var/run/docker.sock';

/** @throws SeaworthyError CONFIG_INVALID when what decides cannot be understood. */
export function connectionOf(env: NodeJS.ProcessEnv, context?: string): Connection {
  const host = given(env, 'DOCKER_HOST');
  if (context === undefined && host !== undefined) {
    return { endpoint: endpointOf(host, tlsOfEnvironment(env)), where: host, why: 'DOCKER_HOST' };
  }
  const name = context ?? given(env, 'DOCKER_CONTEXT') ?? textAt(dockerConfig(env), 'currentContext');
  if (name === undefined || name === '' || name === 'default') {
    const where = `unix://${defaultSocket}`;
    return { endpoint: { kind: 'unix', path: defaultSocket }, where, why: 'default socket' };
  }
  const { host: where, skipVerify, certificates } = contextEndpoint(name, env);
  const tls = existsSync(certificates) || skipVerify ? tlsFrom(certificates, !skipVerify) : undefined;
  return { endpoint: endpointOf(where, tls), where, why: `context ${name}` };
}

function given(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = env[name];
  return value === '' ? undefined : value;
}

/** DOCKER_TLS_VERIFY: any text at all, `0` too, as the client has it. */
function tlsOfEnvironment(env: NodeJS.ProcessEnv): Tls | undefined {
  const verify = given(env, 'DOCKER_TLS_VERIFY') !== undefined;
  if (!verify && given(env, 'DOCKER_TLS') === undefined) return undefined;
  return tlsFrom(given(env, 'DOCKER_CERT_PATH') ?? configFolder(env), verify);
}

function tlsFrom(folder: string, verify: boolean): Tls {
  const file = (name: string) => {
    const path = join(folder, name);
    return existsSync(path) ? readFileSync(path) : undefined;
  };
  return { ca: file('ca.pem'), cert: file('cert.pem'), key: file('key.pem'), verify };
}

function endpointOf(host: string, tls: Tls | undefined): Endpoint {
  const [, scheme = 'tcp', rest = host] = /^([a-z]+):\/\/(.*)$/.exec(host) ?? [];
  if (scheme === 'unix') return { kind: 'unix', path: rest === '' ? defaultSocket : rest };
  const url = URL.parse(`${scheme === 'ssh' ? 'ssh' : 'http'}://${rest}`);
  const known = scheme === 'tcp' || scheme === 'http' || scheme === 'https' || scheme === 'ssh';
  if (url === null || url.hostname === '' || !known) {
    throw new SeaworthyError(
      'CONFIG_INVALID',
      `the Docker host "${host}" is not one that can be connected to`,
      {
        hint: 'Write unix:///path/to.sock, tcp://host:2376 or ssh://user@host.',
      },
    );
  }
  if (scheme === 'ssh') return { kind: 'ssh', argv: sshArgv(url) };
  const secure = tls ?? (scheme === 'https' ? tlsFrom('', true) : undefined);
  const port = Number(url.port || (secure === undefined ? 2375 : 2376));
  return { kind: 'tcp', host: url.hostname.replace(/^\[|\]$/g, ''), port, tls: secure };
}

/** The client's own words for it: the far side joins its standard streams to its engine. */
function sshArgv(url: URL): readonly string[] {
  const user = url.username === '' ? [] : ['-l', decodeURIComponent(url.username)];
  const port = url.port === '' ? [] : ['-p', url.port];
  const socket = url.pathname === '' || url.pathname === '/' ? [] : ['--host', `unix://${url.pathname}`];
  const remote = ['docker', ...socket, 'system', 'dial-stdio'];
  // `--`: a host that begins with a dash is no option.
  return ['ssh', '-o', 'ConnectTimeout=30', '-T', ...user, ...port, '--', url.hostname, ...remote];
}
