// A registry's API for reading (OCI distribution specification): manifests and small parts of blobs.
import type { Clock } from '../../../base/clock.ts';
import { SeaworthyError } from '../../../base/errors.ts';
import { listAt, parsedJson, textAt } from '../../../base/json.ts';
import { challengeOf, retryAfterMs } from './challenge.ts';
import type { CredentialSource } from './credentials.ts';
import type { ProxyOf } from './proxy.ts';
import { type Reference, registryHost } from './reference.ts';
import { askRegistry, type Question, type Reply } from './registry-http.ts';
import { TokenStore } from './registry-tokens.ts';

/** Why a registry gives no manifest; `said` is its own sentence. */
export type Refusal =
  | { readonly kind: 'missing' | 'denied'; readonly said: string }
  | { readonly kind: 'limited'; readonly said: string; readonly retryMs: number | undefined };

export type Asked = { readonly kind: 'answer'; readonly reply: Reply } | Refusal;

export interface RegistryOptions {
  readonly credentials: CredentialSource;
  readonly clock: Clock;
  /** Registries that may be spoken to without TLS or with a certificate of nobody known. */
  readonly insecure: (domain: string) => boolean;
  /** Addresses that are asked first, without credentials: `https://mirror.example`. */
  readonly mirrors?: (domain: string) => readonly string[];
  /** The proxy on the way to an address. */
  readonly proxyOf?: ProxyOf;
  readonly certificates?: (domain: string) => readonly Buffer[] | undefined;
  /** Milliseconds without a byte, default 20 s. */
  readonly idleMs?: number;
  /** Longest wait in all that a registry may ask for by `Retry-After`, default 30 s. */
  readonly patienceMs?: number;
}

export interface Registry {
  /**
   * A question about a repository: `manifests/7`, `blobs/sha256:…`.
   *
   * @throws SeaworthyError REGISTRY_UNREACHABLE, CANCELLED
   */
  ask(reference: Reference, path: string, question: RegistryQuestion): Promise<Asked>;
}

export interface RegistryQuestion extends Pick<Question, 'limit' | 'signal' | 'method'> {
  readonly headers?: Readonly<Record<string, string>>;
}

const tries = 4;

export function createRegistry(options: RegistryOptions): Registry {
  return new RegistryClient(options);
}

class RegistryClient implements Registry {
  readonly #options: RegistryOptions;
  readonly #tokens = new TokenStore();
  /** By domain: whether TLS is spoken there. */
  readonly #origins = new Map<string, string>();
  /** By repository: the header that worked last, so that a question is one exchange. */
  readonly #worked = new Map<string, string>();
  readonly #idleMs: number;

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.#idleMs = options.idleMs ?? 20_000;
  }

  async ask(reference: Reference, path: string, question: RegistryQuestion): Promise<Asked> {
    const { clock, patienceMs = 30_000 } = this.#options;
    let waited = 0;
    for (let attempt = 1; ; attempt += 1) {
      const reply = await this.#authorized(reference, path, question);
      const isLimited = reply.status === 429;
      if (!isLimited && reply.status < 500) return judge(reply);
      const asked = retryAfterMs(one(reply.headers['retry-after']), clock.now());
      const pause = asked ?? 500 * 2 ** attempt;
      if (attempt >= tries || waited + pause > patienceMs) {
        if (isLimited) return { kind: 'limited', said: saidBy(reply), retryMs: asked };
        throw broken(reference, reply);
      }
      waited += pause;
      await clock.sleep(pause, question.signal);
    }
  }

  /** Without credentials until the registry asks for them, and then with what it asks for. */
  async #authorized(reference: Reference, path: string, question: RegistryQuestion): Promise<Reply> {
    const { domain } = reference;
    const key = `${domain}/${reference.path}`;
    const mirrored = await this.#fromMirror(reference, path, question);
    if (mirrored !== undefined) return mirrored;
    const first = await this.#send(reference, path, question, this.#worked.get(key));
    const challenge = first.status === 401 ? challengeOf(one(first.headers['www-authenticate'])) : undefined;
    if (challenge === undefined) return first;
    if (this.#worked.delete(key)) this.#tokens.forget();
    const { credentials, clock } = this.#options;
    const { signal } = question;
    const header = await this.#tokens.answer(challenge, {
      clock,
      credentials: await credentials.of(domain, signal),
      question: { limit: 1024 * 1024, ...this.#way(domain), signal },
    });
    if (header === undefined) return first;
    const second = await this.#send(reference, path, question, header);
    if (second.status !== 401) this.#worked.set(key, header);
    return second;
  }

  #way(domain: string): Pick<Question, 'idleMs' | 'insecure' | 'proxyOf'> {
    const { insecure, proxyOf } = this.#options;
    return { idleMs: this.#idleMs, insecure: insecure(domain), proxyOf };
  }

  /** What a mirror has; one that is away or has not got it is passed over, as the engine does. */
  async #fromMirror(
    reference: Reference,
    path: string,
    question: RegistryQuestion,
  ): Promise<Reply | undefined> {
    const { mirrors = () => [] } = this.#options;
    for (const mirror of mirrors(reference.domain)) {
      const url = URL.parse(`${mirror.replace(/\/+$/, '')}/v2/${reference.path}/${path}`);
      if (url === null) continue;
      try {
        const whole = { ...question, ...this.#way(url.host) };
        const reply = await askRegistry(url, whole);
        if (reply.status < 300) return reply;
      } catch (error) {
        if (question.signal.aborted) throw error;
      }
    }
    return undefined;
  }

  async #send(
    reference: Reference,
    path: string,
    question: RegistryQuestion,
    authorization: string | undefined,
  ): Promise<Reply> {
    const { domain } = reference;
    const insecure = this.#options.insecure(domain);
    const ca = this.#options.certificates?.(domain);
    const authorize = authorization === undefined ? {} : { Authorization: authorization };
    const headers = { ...question.headers, ...authorize };
    const whole = {
      ...question,
      headers,
      ...this.#way(domain),
      ...(ca === undefined ? {} : { ca }),
    };
    const to = (origin: string) => askRegistry(new URL(`${origin}/v2/${reference.path}/${path}`), whole);
    const known = this.#origins.get(domain);
    if (known !== undefined) return await to(known);
    const schemes = insecure ? ['https', 'http'] : ['https'];
    return await this.#firstOf(
      domain,
      schemes.map((scheme) => `${scheme}://${registryHost(domain)}`),
      to,
    );
  }

  /** As the engine does for insecure registries: TLS is tried first, then plain HTTP. */
  async #firstOf(
    domain: string,
    origins: readonly string[],
    to: (origin: string) => Promise<Reply>,
  ): Promise<Reply> {
    const [origin = '', ...others] = origins;
    try {
      const reply = await to(origin);
      this.#origins.set(domain, origin);
      return reply;
    } catch (error) {
      const isCancelled = error instanceof SeaworthyError && error.code === 'CANCELLED';
      if (others.length === 0 || isCancelled) throw error;
      return await this.#firstOf(domain, others, to);
    }
  }
}

function judge(reply: Reply): Asked {
  if (reply.status < 300) return { kind: 'answer', reply };
  const said = saidBy(reply);
  if (reply.status === 401 || reply.status === 403) return { kind: 'denied', said };
  return { kind: 'missing', said };
}

function broken(reference: Reference, reply: Reply): SeaworthyError {
  return new SeaworthyError(
    'REGISTRY_UNREACHABLE',
    `the registry ${reference.domain} answered ${reply.status}: ${saidBy(reply)}`,
    {
      hint: 'It is not well itself; try again later.',
    },
  );
}

/** `MANIFEST_UNKNOWN: manifest unknown`: the errors of the specification, or the first line of anything else. */
function saidBy(reply: Reply): string {
  const text = reply.body.toString().slice(0, 10_000);
  const errors = listAt(parsedJson(text), 'errors').flatMap((one) => {
    const words = [textAt(one, 'code'), textAt(one, 'message')].filter(
      (word) => word !== undefined && word !== '',
    );
    return words.length === 0 ? [] : [words.join(': ')];
  });
  if (errors.length > 0) return errors.join('; ').slice(0, 300);
  const isMarkup = /^\s*</.test(text);
  return isMarkup || text.trim() === ''
    ? `HTTP ${reply.status}`
    : (text.trim().split('\n')[0] ?? '').slice(0, 200);
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header;
}
