// A gate of the settings as probe and policy.
import type { ReadProblem } from '../../model/artifact.ts';
import type { GatePolicy, Probe } from '../../model/probe.ts';
import type { ServiceSetting } from '../../model/settings.ts';
import { present } from './present.ts';
import type { GateKeys, PolicyKeys } from './tables.ts';

type PolicyOnly = Omit<PolicyKeys, 'at' | 'keys'>;

export function policyOf(keys: PolicyOnly): Partial<GatePolicy> {
  return present({
    initialDelayMs: keys.initial_delay,
    periodMs: keys.period,
    timeoutMs: keys.timeout,
    successThreshold: keys.success_threshold,
    failureThreshold: keys.failure_threshold,
    startPeriodMs: keys.start_period,
    stableForMs: keys.stable_for,
    deadlineMs: keys.deadline,
    noActivityMs: keys.no_activity,
    soakMs: keys.soak,
    restarts: keys.restarts,
  });
}

export function gateOf(
  keys: GateKeys | undefined,
  path: string,
  problems: ReadProblem[],
): ServiceSetting['gate'] {
  if (keys === undefined) return { probe: undefined, policy: {} };
  return { probe: probeOf(keys, path, problems), policy: policyOf(keys) };
}

const kinds = ['http', 'tcp', 'exec', 'log', 'engine'] as const;

function probeOf(keys: GateKeys, path: string, problems: ReadProblem[]): Probe | undefined {
  const [kind, second] = kinds.filter((each) => keys.keys.has(each));
  if (second !== undefined) {
    const message = `${path} has both ${kind} and ${second}`;
    const span = keys.keys.get(second) ?? keys.at;
    problems.push({
      code: 'invalid-value',
      message,
      span,
      hint: 'A gate has one probe: keep one of the two.',
    });
    return undefined;
  }
  reportStray(keys, kind, path, problems);
  if (keys.exec !== undefined) return { kind: 'exec', argv: keys.exec };
  if (keys.log !== undefined) return { kind: 'log', pattern: keys.log };
  if (keys.engine !== undefined) return { kind: 'engine', expect: keys.engine };
  if (kind === 'http' || keys.path !== undefined) return httpProbe(keys, path, problems);
  const target = keys.tcp === undefined || keys.tcp === true ? keys.port : keys.tcp;
  if (target !== undefined) return { kind: 'tcp', port: target };
  if (keys.tcp !== undefined) reportNoPort(keys, path, problems);
  return undefined;
}

function httpProbe(keys: GateKeys, path: string, problems: ReadProblem[]): Probe | undefined {
  if (keys.port === undefined) {
    if (!keys.keys.has('port')) reportNoPort(keys, path, problems);
    return undefined;
  }
  const more = present({ status: keys.status, match: keys.match, scheme: keys.scheme });
  return { kind: 'http', port: keys.port, path: keys.http ?? keys.path ?? '/', ...more };
}

function reportNoPort(keys: GateKeys, path: string, problems: ReadProblem[]): void {
  const span = keys.keys.get('http') ?? keys.keys.get('tcp') ?? keys.at;
  const message = `${path} probes a port but names none`;
  problems.push({ code: 'missing-key', message, span, hint: 'Add the port in the container: `port: 8000`.' });
}

/** Keys that mean nothing for the kind of probe. */
function reportStray(keys: GateKeys, kind: string | undefined, path: string, problems: ReadProblem[]): void {
  const isHttp = kind === 'http' || (kind === undefined && keys.path !== undefined);
  for (const key of ['path', 'status', 'match', 'scheme']) {
    const span = keys.keys.get(key);
    if (span === undefined || isHttp) continue;
    const message = `${path}.${key} has no effect: the probe is not http`;
    problems.push({ code: 'invalid-value', message, span, hint: `Remove ${key}, or probe with http.` });
  }
}
