// From a declared load test to one that can run: variables put in, and each target's place found.
import { SeaworthyError } from '../../base/errors.ts';
import { kpiTargets } from '../../model/kpi.ts';
import type { LoadSetting, LoadTarget, Threshold } from '../../model/load.ts';
import type { ResolveAddress } from '../smoke-context.ts';
import { expand, type Variables } from '../variables.ts';
import type { Origin } from './connection.ts';

/** @throws SeaworthyError USAGE for a variable that is not set, or a URL that is none. */
export function expandLoad(setting: LoadSetting, variables: Variables): LoadSetting {
  const put = (text: string): string => {
    const expanded = expand(text, variables);
    if ('text' in expanded) return expanded.text;
    throw new SeaworthyError('USAGE', `load test ${setting.name}: variable ${expanded.unset} is not set`, {
      hint: `Set ${expanded.unset} in the environment or an env file of the project.`,
    });
  };
  const targets = setting.targets.map((target) => ({
    ...target,
    url: put(target.url),
    body: target.body === undefined ? undefined : put(target.body),
    headers: Object.fromEntries(Object.entries(target.headers).map(([name, value]) => [name, put(value)])),
  }));
  for (const { url, name } of targets) {
    if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) continue;
    throw new SeaworthyError('USAGE', `load test ${setting.name}: ${name} is not an http or https address`);
  }
  return { ...setting, targets };
}

/**
 * Where requests for the target go: to the stack's own service, else to this machine, else nowhere unless it is allowed: a load
 * test of somebody else's machine is an attack on it.
 *
 * @throws SeaworthyError USAGE naming the target.
 */
export async function originOf(
  target: LoadTarget,
  resolve: ResolveAddress,
  allowRemote: boolean,
): Promise<Origin> {
  const url = new URL(target.url);
  const isTls = url.protocol === 'https:';
  const port = url.port === '' ? (isTls ? 443 : 80) : Number(url.port);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const tlsName = isTls ? host : undefined;
  const known = await resolve(host, port);
  if (known !== undefined) return { address: known, tlsName };
  if (host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)) {
    return { address: { host, port }, tlsName };
  }
  if (allowRemote) return { address: { host, port }, tlsName };
  const message = `${host}:${port} is neither a running service of the stack nor this machine`;
  const hint = 'Name a service and its port, or use --allow-remote where the owner of that machine agrees.';
  throw new SeaworthyError('USAGE', `load target ${target.name}: ${message}`, { hint });
}

/** Thresholds for a test that declares none: the KPIs of the settings, else those that a service is expected to keep. */
export function kpiThresholds(kpis: {
  readonly p95Ms: number | undefined;
  readonly uptime: number | undefined;
}): readonly Threshold[] {
  const p95 = kpis.p95Ms ?? kpiTargets.p95Ms;
  const errors = Math.round((100 - (kpis.uptime ?? kpiTargets.uptime)) * 1000) / 100_000;
  return [
    {
      text: `p(95)<${p95}`,
      measure: { kind: 'percentile', of: 95 },
      target: undefined,
      comparison: '<',
      limit: p95,
    },
    {
      text: `error_rate<=${errors}`,
      measure: { kind: 'error-rate' },
      target: undefined,
      comparison: '<=',
      limit: errors,
    },
  ];
}

/** How the whole command ended: the worst of its tests. */
export function worstOf(
  outcomes: readonly ('pass' | 'fail' | 'inconclusive')[],
): 'pass' | 'fail' | 'inconclusive' {
  if (outcomes.includes('fail')) return 'fail';
  return outcomes.includes('inconclusive') ? 'inconclusive' : 'pass';
}
