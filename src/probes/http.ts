import { messageOf, systemCode } from '../base/errors.ts';
import type { Probe, Verdict } from '../model/probe.ts';
import type { Address } from '../model/unit.ts';
import {
  compilePattern,
  connectionProblem,
  excerpt,
  type Limits,
  noAnswer,
  notListening,
  place,
  within,
} from './answer.ts';
import { askInside } from './inside.ts';
import { type Answer, sendRequest } from './request.ts';
import type { ProbeTarget } from './target.ts';

type HttpProbe = Extract<Probe, { kind: 'http' }>;

/** Enough for a health document; a larger body is a page, not an answer. */
const bodyLimit = 64 * 1024;

export async function measureHttp(probe: HttpProbe, target: ProbeTarget, limits: Limits): Promise<Verdict> {
  const address = target.address(probe.port);
  const host = address === undefined ? target.inside?.() : undefined;
  if (address === undefined && host === undefined) return notListening(probe.port);
  const pattern = probe.match === undefined ? undefined : compilePattern(probe.match);
  if (pattern !== undefined && !(pattern instanceof RegExp)) return pattern;
  const what = `GET ${path(probe)}`;
  const at = address ?? { host: host ?? '', port: probe.port };
  if (address === undefined) return await measureInside(probe, target, limits, { at, what, pattern });
  try {
    const answer = await within(limits, (signal) => sendRequest(requestOf(probe, address), signal));
    if (answer === undefined) return noAnswer(`${what} on ${place(address)}`, limits.timeoutMs);
    return judge(probe, answer, pattern);
  } catch (error) {
    if (systemCode(error) === 'ERR_UNESCAPED_CHARACTERS') {
      return {
        state: 'bad',
        reason: `${excerpt(what)}: the path is no URL path: bad check, not bad service`,
      };
    }
    return { state: 'fail', reason: `${what}: ${connectionProblem(error, address)}` };
  }
}

async function measureInside(
  probe: HttpProbe,
  target: ProbeTarget,
  limits: Limits,
  {
    at,
    what,
    pattern,
  }: { readonly at: Address; readonly what: string; readonly pattern: RegExp | undefined },
): Promise<Verdict> {
  try {
    const asked = await askInside(`${probe.scheme ?? 'http'}://${place(at)}${path(probe)}`, target, limits);
    if (asked === undefined) return noAnswer(`${what} inside`, limits.timeoutMs);
    if ('answer' in asked) return judge(probe, asked.answer, pattern);
    return { ...asked.said, reason: `${what} inside: ${asked.said.reason}` };
  } catch (error) {
    return { state: 'fail', reason: `${what} inside: ${excerpt(messageOf(error))}` };
  }
}

function path(probe: HttpProbe): string {
  return probe.path.startsWith('/') ? probe.path : `/${probe.path}`;
}

function requestOf(probe: HttpProbe, address: Address) {
  return {
    scheme: probe.scheme ?? 'http',
    address,
    method: 'GET',
    path: path(probe),
    headers: {},
    bodyLimit,
  } as const;
}

function judge(probe: HttpProbe, answer: Answer, pattern: RegExp | undefined): Verdict {
  const what = `GET ${path(probe)} → ${answer.status}`;
  const good =
    probe.status === undefined ? answer.status >= 200 && answer.status < 400 : answer.status === probe.status;
  const said = excerpt(answer.body);
  if (!good) {
    const expected = probe.status === undefined ? '' : ` (expected ${probe.status})`;
    return { state: 'fail', reason: `${what}${expected}${said === '' ? '' : ` ${said}`}` };
  }
  if (pattern !== undefined && !pattern.test(answer.body)) {
    return { state: 'fail', reason: `${what}, body does not match ${pattern}: ${said}` };
  }
  return { state: 'pass', reason: what };
}
