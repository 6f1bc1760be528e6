// Tokens of a registry: what its challenge asks for, fetched once for each scope and kept until it runs out.
import type { Clock } from '../../../base/clock.ts';
import { SeaworthyError } from '../../../base/errors.ts';
import { numberAt, parsedJson, textAt } from '../../../base/json.ts';
import { Secret } from '../../../base/secret.ts';
import type { Challenge } from './challenge.ts';
import type { Credentials } from './credentials.ts';
import { askRegistry, type Question } from './registry-http.ts';

interface Token {
  readonly value: Secret;
  /** On the monotonic clock. */
  readonly untilMs: number;
}

export interface TokenContext {
  readonly clock: Clock;
  readonly credentials: Credentials | undefined;
  readonly question: Omit<Question, 'headers' | 'method' | 'body'>;
}

/** A token server that says nothing means this long (distribution specification, token authentication). */
const defaultLifeMs = 60_000;
const marginMs = 5000;

export class TokenStore {
  readonly #tokens = new Map<string, Token>();

  /** The `Authorization` header for a challenge; undefined when there is nothing to answer it with. */
  async answer(challenge: Challenge, context: TokenContext): Promise<string | undefined> {
    const { credentials, clock } = context;
    if (credentials?.kind === 'registry') return `Bearer ${credentials.token.reveal()}`;
    if (challenge.scheme === 'basic')
      return credentials?.kind === 'password' ? basic(credentials) : undefined;
    const key = `${challenge.realm}\0${challenge.service ?? ''}\0${challenge.scope ?? ''}`;
    const known = this.#tokens.get(key);
    if (known !== undefined && known.untilMs > clock.monotonicMs()) return `Bearer ${known.value.reveal()}`;
    const token = await fetchToken(challenge, context);
    if (token === undefined) return undefined;
    this.#tokens.set(key, token);
    return `Bearer ${token.value.reveal()}`;
  }

  /** The registry did not take them: a revoked token must not be sent for ever. */
  forget(): void {
    this.#tokens.clear();
  }
}

function basic({ username, password }: Extract<Credentials, { kind: 'password' }>): string {
  return `Basic ${Buffer.from(`${username}:${password.reveal()}`).toString('base64')}`;
}

async function fetchToken(
  challenge: Extract<Challenge, { scheme: 'bearer' }>,
  context: TokenContext,
): Promise<Token | undefined> {
  const { clock, question } = context;
  const realm = URL.parse(challenge.realm);
  if (realm === null || !(realm.protocol === 'https:' || (realm.protocol === 'http:' && question.insecure))) {
    throw new SeaworthyError(
      'REGISTRY_UNREACHABLE',
      `the registry names no token server that may be trusted: ${challenge.realm}`,
      {
        hint: 'Tokens are fetched over https, or from a registry that is listed as insecure.',
      },
    );
  }
  const reply = await askRegistry(realm, { ...question, ...wordsFor(challenge, realm, context.credentials) });
  // 401 and 403: the credentials are not taken. The registry is asked without, and its own answer counts.
  if (reply.status >= 400 && reply.status < 500) return undefined;
  const body = parsedJson(reply.body.toString());
  const value = textAt(body, 'token') ?? textAt(body, 'access_token');
  if (reply.status !== 200 || value === undefined || value === '') {
    throw new SeaworthyError(
      'REGISTRY_UNREACHABLE',
      `the token server ${realm.host} answered ${reply.status} and no token`,
      {
        hint: 'Try again later, or see the status page of the registry.',
      },
    );
  }
  const lifeMs = (numberAt(body, 'expires_in') ?? 0) * 1000 || defaultLifeMs;
  return { value: new Secret(value), untilMs: clock.monotonicMs() + Math.max(0, lifeMs - marginMs) };
}

function wordsFor(
  { service, scope }: Extract<Challenge, { scheme: 'bearer' }>,
  realm: URL,
  credentials: Credentials | undefined,
): Pick<Question, 'method' | 'headers' | 'body'> {
  const words = new URLSearchParams();
  if (service !== undefined) words.set('service', service);
  if (scope !== undefined) words.set('scope', scope);
  if (credentials?.kind === 'identity') {
    words.set('grant_type', 'refresh_token');
    words.set('client_id', 'seaworthy');
    words.set('refresh_token', credentials.token.reveal());
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    return { method: 'POST', headers, body: String(words) };
  }
  for (const [name, value] of words) realm.searchParams.set(name, value);
  if (credentials?.kind !== 'password') return {};
  realm.searchParams.set('account', credentials.username);
  return { headers: { Authorization: basic(credentials) } };
}
