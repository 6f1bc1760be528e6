// Who to be at a registry, from the configuration that `docker login` writes.

import { entriesAt, textAt } from '../../../base/json.ts';
import { Secret } from '../../../base/secret.ts';
import { dockerConfig } from '../contexts.ts';
import { askCredentialProgram } from './credential-program.ts';
import { credentialKey } from './reference.ts';

export type Credentials =
  | { readonly kind: 'password'; readonly username: string; readonly password: Secret }
  /** Of `docker login` at a token server: exchanged for tokens, and good for the engine as it is. */
  | { readonly kind: 'identity'; readonly token: Secret }
  /** Sent as it is, as a bearer token. */
  | { readonly kind: 'registry'; readonly token: Secret };

type Environment = Readonly<Record<string, string | undefined>>;

export interface CredentialSource {
  /** Undefined: nobody has logged in there. @throws SeaworthyError CONFIG_INVALID */
  of(domain: string, signal: AbortSignal): Promise<Credentials | undefined>;
  /** What went wrong with a helper, without any value. */
  readonly warnings: readonly string[];
}

/**
 * Reads the configuration when it is first needed, and each registry is looked up once. A helper that fails is a warning:
 * the image may be public.
 */
export function credentialSource(env: Environment): CredentialSource {
  let config: unknown;
  const known = new Map<string, Promise<Credentials | undefined>>();
  const warnings: string[] = [];
  return {
    warnings,
    async of(domain, signal) {
      config ??= dockerConfig(env) ?? {};
      const found =
        known.get(domain) ??
        lookUp(config, domain, { env, signal, warn: (text) => void warnings.push(text) });
      known.set(domain, found);
      return await found;
    },
  };
}

interface LookUp {
  readonly env: Environment;
  readonly signal: AbortSignal;
  readonly warn: (text: string) => void;
}

async function lookUp(config: unknown, domain: string, context: LookUp): Promise<Credentials | undefined> {
  const key = credentialKey(domain);
  const helper =
    textAt(config, 'credHelpers', key) ??
    textAt(config, 'credHelpers', domain) ??
    textAt(config, 'credsStore');
  const answer = helper === undefined ? undefined : await askCredentialProgram(helper, key, context);
  if (answer?.kind === 'failed') context.warn(answer.why);
  if (answer?.kind === 'found') {
    const { username, secret } = answer;
    return username === '<token>'
      ? { kind: 'identity', token: secret }
      : { kind: 'password', username, password: secret };
  }
  return fromFile(entriesAt(config, 'auths'), key);
}

function fromFile(auths: readonly (readonly [string, unknown])[], key: string): Credentials | undefined {
  // Keys may be host names or URLs, by what was typed at `docker login`.
  const [, entry] =
    auths.find(([one]) => one === key) ?? auths.find(([one]) => hostOf(one) === hostOf(key)) ?? [];
  const identity = given(entry, 'identitytoken');
  if (identity !== undefined) return { kind: 'identity', token: new Secret(identity) };
  const registry = given(entry, 'registrytoken');
  if (registry !== undefined) return { kind: 'registry', token: new Secret(registry) };
  const both = Buffer.from(given(entry, 'auth') ?? '', 'base64')
    .toString('utf8')
    .replace(/\0+$/, '');
  const colon = both.indexOf(':');
  const username = colon === -1 ? given(entry, 'username') : both.slice(0, colon);
  const password = colon === -1 ? given(entry, 'password') : both.slice(colon + 1);
  if (username === undefined || password === undefined) return undefined;
  return { kind: 'password', username, password: new Secret(password) };
}

function given(entry: unknown, key: string): string | undefined {
  const text = textAt(entry, key);
  return text === '' ? undefined : text;
}

function hostOf(key: string): string {
  return key.replace(/^https?:\/\//, '').split('/')[0] ?? '';
}

/** The engine's decoder wants the padding; without it old engines take the header for none. */
function headerOf(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

/** The `X-Registry-Auth` header of the Engine API: base64url of JSON. A secret: never to be logged. */
export function registryAuthHeader(credentials: Credentials | undefined, domain: string): string {
  const serveraddress = credentialKey(domain);
  return headerOf({ ...fieldsOf(credentials), serveraddress });
}

function fieldsOf(credentials: Credentials | undefined): Readonly<Record<string, string>> {
  switch (credentials?.kind) {
    case undefined:
      return {};
    case 'password':
      return { username: credentials.username, password: credentials.password.reveal() };
    case 'identity':
      return { identitytoken: credentials.token.reveal() };
    case 'registry':
      return { registrytoken: credentials.token.reveal() };
  }
}

/** The `X-Registry-Config` header, which a build takes for every registry that its lines may name. */
export async function registryConfigHeader(
  source: CredentialSource,
  domains: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const entries: Record<string, Readonly<Record<string, string>>> = {};
  for (const domain of new Set(domains)) {
    const credentials = await source.of(domain, signal);
    if (credentials !== undefined) entries[credentialKey(domain)] = fieldsOf(credentials);
  }
  return headerOf(entries);
}
