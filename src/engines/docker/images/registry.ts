// A registry's API for reading (OCI distribution specification): manifests and small parts of blobs.
import type { Clock } from '../../../base/clock.ts';
import { SeaworthyError } from '../../../base/errors.ts';
import { listAt, textAt } from '../json.ts';
import { challengeOf, retryAfterMs } from './challenge.ts';
import type { CredentialSource } from './credentials.ts';
import { parsedJson } from './parsed.ts';
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
  const tokens = new TokenStore();
  /** By domain: whether TLS is spoken there. */
  const origins = new Map<string, string>();
  /** By repository: the header that worked last, so that a question is one exchange. */
  const worked = new Map<string, string>();

  const send = async (
    reference: Reference,
    path: string,
    question: RegistryQuestion,
    authorization?: string,
  ) => {
    const { domain } = reference;
    const insecure = options.insecure(domain);
    const ca = options.certificates?.(domain);
    const headers = {
      ...question.headers,
      ...(authorization === undefined ? {} : { Authorization: authorization }),
    };
    const whole = {
      ...question,
      headers,
      idleMs: options.idleMs ?? 20_000,
      insecure,
      ...(ca === undefined ? {} : { ca }),
    };
    const at = (origin: string) => URL.parse(`${origin}/v2/${reference.path}/${path}`) ?? new URL(origin);
    const known = origins.get(domain);
    if (known !== undefined) return askRegistry(at(known), whole);
    const secure = `https://${registryHost(domain)}`;
    const plain = `http://${registryHost(domain)}`;
    try {
      const reply = await askRegistry(at(secure), whole);
      origins.set(domain, secure);
      return reply;
    } catch (error) {
      const isTls = !(error instanceof SeaworthyError) || error.code !== 'CANCELLED';
      if (!insecure || !isTls) throw error;
      // As the engine does for insecure registries: TLS is tried first, then plain HTTP.
      const reply = await askRegistry(at(plain), whole);
      origins.set(domain, plain);
      return reply;
    }
  };

  const authorized = async (
    reference: Reference,
    path: string,
    question: RegistryQuestion,
  ): Promise<Reply> => {
    const key = `${reference.domain}/${reference.path}`;
    const first = await send(reference, path, question, worked.get(key));
    const challenge = first.status === 401 ? challengeOf(one(first.headers['www-authenticate'])) : undefined;
    if (challenge === undefined) return first;
    if (worked.delete(key)) tokens.forget();
    const credentials = await options.credentials.of(reference.domain, question.signal);
    const insecure = options.insecure(reference.domain);
    const idleMs = options.idleMs ?? 20_000;
    const header = await tokens.answer(challenge, {
      clock: options.clock,
      credentials,
      question: { limit: 1024 * 1024, idleMs, signal: question.signal, insecure },
    });
    if (header === undefined) return first;
    const second = await send(reference, path, question, header);
    if (second.status !== 401) worked.set(key, header);
    return second;
  };

  return {
    async ask(reference, path, question) {
      let waited = 0;
      for (let attempt = 1; ; attempt += 1) {
        const reply = await authorized(reference, path, question);
        const isLimited = reply.status === 429;
        if (!isLimited && reply.status < 500) return judge(reply);
        const asked = retryAfterMs(one(reply.headers['retry-after']), options.clock.now());
        const pause = asked ?? 500 * 2 ** attempt;
        if (attempt >= tries || waited + pause > (options.patienceMs ?? 30_000)) {
          if (isLimited) return { kind: 'limited', said: saidBy(reply), retryMs: asked };
          throw broken(reference, reply);
        }
        waited += pause;
        await options.clock.sleep(pause, question.signal);
      }
    },
  };
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
