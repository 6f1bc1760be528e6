import { formatDuration } from '../base/units.ts';
import type { SmokeCheck } from '../model/smoke.ts';
import type { Address } from '../model/unit.ts';
import { connectionProblem, excerpt, within } from '../probes/answer.ts';
import { type Answer, sendRequest } from '../probes/request.ts';
import { jsonMismatch, parseJsonPath } from './json-path.ts';
import {
  addressOf,
  patternMismatch,
  type SmokeAnswer,
  type SmokeContext,
  tooLate,
  unresolved,
} from './smoke-context.ts';

type HttpCheck = Extract<SmokeCheck, { kind: 'http' }>;

const bodyLimit = 4 * 1024 * 1024;

export async function smokeHttp(check: HttpCheck, context: SmokeContext): Promise<SmokeAnswer> {
  const url = URL.canParse(check.url) ? new URL(check.url) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    return { outcome: 'unknown', reason: `not an http or https address (check ${excerpt(check.name)})` };
  }
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const address = await addressOf(url.hostname, port, context);
  if (address === undefined) return unresolved(url.hostname, port);
  const odd = Object.keys(check.json).find((path) => parseJsonPath(path) === undefined);
  if (odd !== undefined) return { outcome: 'unknown', reason: `JSON path ${excerpt(odd)} is not understood` };
  const what = `${check.method} ${url.pathname}`;
  const begun = context.clock.monotonicMs();
  try {
    const answer = await within({ ...context, timeoutMs: check.withinMs }, (signal) =>
      sendRequest(requestOf(check, url, address), signal),
    );
    if (answer === undefined) return tooLate(what, check.withinMs);
    const wrong = mismatch(check, answer);
    if (wrong !== undefined) return { outcome: 'fail', reason: `${what} → ${answer.status}: ${wrong}` };
    const took = formatDuration(context.clock.monotonicMs() - begun);
    return { outcome: 'pass', reason: `${what} → ${answer.status} in ${took}` };
  } catch (error) {
    return { outcome: 'fail', reason: `${what}: ${connectionProblem(error, address)}` };
  }
}

function requestOf(check: HttpCheck, url: URL, address: Address) {
  const login = url.username === '' ? {} : { authorization: `Basic ${basic(url.username, url.password)}` };
  return {
    scheme: url.protocol === 'https:' ? 'https' : 'http',
    address,
    method: check.method,
    path: `${url.pathname}${url.search}`,
    // The name that callers inside the stack use: front ends route by it.
    headers: { host: url.host, ...login, ...kindOfBody(check), ...check.headers },
    ...(check.body === undefined ? {} : { body: check.body }),
    bodyLimit,
  } as const;
}

function kindOfBody({ body }: HttpCheck): Readonly<Record<string, string>> {
  return body !== undefined && /^\s*[[{]/.test(body) ? { 'content-type': 'application/json' } : {};
}

function basic(user: string, password: string): string {
  return Buffer.from(`${decodeURIComponent(user)}:${decodeURIComponent(password)}`).toString('base64');
}

function mismatch(check: HttpCheck, answer: Answer): string | undefined {
  const { status } = answer;
  if (check.status === '2xx or 3xx' ? status < 200 || status > 399 : status !== check.status) {
    const said = excerpt(answer.body);
    return `expected ${check.status}${said === '' ? '' : `; ${said}`}`;
  }
  const wrong = headerMismatch(check, answer) ?? patternMismatch('body', answer.body, check.bodyMatch);
  if (wrong !== undefined) return wrong;
  if (Object.keys(check.json).length === 0) return undefined;
  if (!answer.whole) return 'body broke off or is larger than 4 MiB';
  const document = parse(answer.body);
  return document === undefined
    ? `body is not JSON: ${excerpt(answer.body)}`
    : jsonMismatch(document.value, check.json);
}

function headerMismatch({ answerHeaders = {} }: HttpCheck, { headers }: Answer): string | undefined {
  for (const [name, pattern] of Object.entries(answerHeaders)) {
    const found = headers[name.toLowerCase()];
    if (found === undefined) return `there is no header ${name}`;
    const wrong = patternMismatch(`header ${name}`, [found].flat().join(', '), pattern);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch {
    return undefined;
  }
}
