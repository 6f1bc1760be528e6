// Which load tests are meant: those of the settings by name, or one that the command line describes.
import { SeaworthyError } from '../base/errors.ts';
import { nearest } from '../base/text.ts';
import { parseRate } from '../base/units.ts';
import { type LoadSetting, loadDefaults, type Threshold } from '../model/load.ts';
import type { Settings } from '../model/settings.ts';
import { parseThreshold } from '../read/settings/threshold.ts';
import { kpiThresholds } from '../verify/load/prepare.ts';
import { durationFlag } from './flags.ts';
import type { Flags, VerbContext } from './verb.ts';

export function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/** @throws SeaworthyError USAGE for names that the settings do not have. */
export function loadTests(context: VerbContext, settings: Settings | undefined): readonly LoadSetting[] {
  const { positionals, flags } = context;
  const urls = positionals.filter(isUrl);
  const names = positionals.filter((one) => !isUrl(one));
  const declared = settings?.load ?? [];
  for (const name of names) {
    if (declared.some((one) => one.name === name)) continue;
    const guess = nearest(
      name,
      declared.map((one) => one.name),
    );
    const known = declared.map((one) => one.name).join(', ');
    throw new SeaworthyError('USAGE', `there is no load test ${name}`, {
      hint:
        guess !== undefined
          ? `Did you mean ${guess}?`
          : known === ''
            ? 'Declare it under `load:` in seaworthy.yaml, or name a URL.'
            : `The load tests are ${known}.`,
    });
  }
  const chosen = positionals.length === 0 ? declared : declared.filter(({ name }) => names.includes(name));
  const tests = [...chosen, ...(urls.length === 0 ? [] : [fromUrls(urls)])];
  return tests.map((test) => withFlags(test, flags, settings));
}

function fromUrls(urls: readonly string[]): LoadSetting {
  const { rate, durationMs, timeoutMs, connections } = loadDefaults;
  return {
    name: urls.length === 1 ? nameable(urls[0] ?? '') : 'all',
    span: { file: 'command line', start: 0, end: 0 },
    targets: urls.map((url) => ({
      name: nameable(url),
      url,
      method: 'GET',
      headers: {},
      body: undefined,
      weight: 1,
      status: undefined,
    })),
    stages: [{ from: rate, to: rate, durationMs }],
    warmUpMs: 0,
    timeoutMs,
    connections,
    thresholds: [],
  };
}

function nameable(url: string): string {
  return url.replace(/:\/\/[^/]*@/, '://');
}

/** Flags win over the file; KPIs stand in where neither says what must hold. */
function withFlags(test: LoadSetting, flags: Flags, settings: Settings | undefined): LoadSetting {
  const rate = rateFlag(flags, 'rate');
  const durationMs = durationFlag(flags, 'duration');
  const first = test.stages[0];
  const lasting = durationMs ?? test.stages.reduce((sum, stage) => sum + stage.durationMs, 0);
  const stages =
    rate !== undefined
      ? [{ from: rate, to: rate, durationMs: lasting }]
      : durationMs !== undefined
        ? [{ from: first?.to ?? loadDefaults.rate, to: first?.to ?? loadDefaults.rate, durationMs }]
        : test.stages;
  const given = flags.list('threshold').map(thresholdFlag);
  const kpis = kpiThresholds(settings?.kpis ?? { p95Ms: undefined, uptime: undefined });
  const thresholds = given.length > 0 ? given : test.thresholds.length > 0 ? test.thresholds : kpis;
  const warmUpMs = durationFlag(flags, 'warm-up') ?? test.warmUpMs;
  return { ...test, stages, thresholds, warmUpMs };
}

function thresholdFlag(text: string): Threshold {
  const parsed = parseThreshold(text);
  if ('threshold' in parsed) return parsed.threshold;
  throw new SeaworthyError('USAGE', `--threshold ${text}: ${parsed.problem}`, {
    hint: 'Write it as in k6: p(95)<200, error_rate<0.01.',
  });
}

/** Requests a second of a flag such as `200/s`; a plain number is one a second. */
export function rateFlag(flags: Flags, name: string): number | undefined {
  const text = flags.text(name);
  if (text === undefined) return undefined;
  const rate = parseRate(/^\d+(?:\.\d+)?$/.test(text) ? `${text}/s` : text);
  if (rate !== undefined) return rate;
  throw new SeaworthyError('USAGE', `--${name} is a rate such as 200/s or 600/m, not ${text}`);
}
