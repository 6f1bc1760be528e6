// Load tests of the settings.
import type { Located, Span } from '../../base/span.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import {
  type LoadSetting,
  type LoadStage,
  type LoadTarget,
  loadDefaults,
  type Threshold,
} from '../../model/load.ts';
import type { LoadKeys, LoadTargetKeys } from './tables.ts';
import { parseThreshold } from './threshold.ts';

/** Undefined when it has no target: there is nothing to send then. */
export function loadOf(keys: LoadKeys, index: number, problems: ReadProblem[]): LoadSetting | undefined {
  const path = `load[${index}]`;
  const targets = targetsOf(keys, path, problems);
  if (targets.length === 0) return undefined;
  return {
    name: keys.name ?? targets[0]?.name ?? `load ${index + 1}`,
    span: keys.at,
    targets,
    stages: stagesOf(keys, path, problems),
    warmUpMs: keys.warm_up ?? 0,
    timeoutMs: keys.timeout ?? loadDefaults.timeoutMs,
    connections: keys.connections ?? loadDefaults.connections,
    thresholds: (keys.thresholds ?? []).flatMap((one, at) =>
      thresholdOf(one, `${path}.thresholds[${at}]`, targets, problems),
    ),
  };
}

function targetsOf(keys: LoadKeys, path: string, problems: ReadProblem[]): readonly LoadTarget[] {
  const report = (message: string, span: Span, hint: string) =>
    problems.push({ code: 'invalid-value', message, span, hint });
  const hint = 'Give it `target: http://SERVICE/`, or `targets:` as a list.';
  if (keys.target !== undefined && keys.targets !== undefined) {
    report(
      `${path} has both target and targets`,
      keys.keys.get('targets') ?? keys.at,
      'Keep one of the two.',
    );
  } else if (keys.target === undefined && (keys.targets ?? []).length === 0) {
    if (!keys.keys.has('target') && !keys.keys.has('targets')) report(`${path} has no target`, keys.at, hint);
    return [];
  }
  if (keys.target !== undefined) {
    const { method, headers, body } = keys;
    return [
      targetOf({
        url: keys.target,
        name: undefined,
        weight: undefined,
        status: keys.status,
        method,
        headers,
        body,
      }),
    ];
  }
  for (const key of ['method', 'headers', 'body', 'status']) {
    const span = keys.keys.get(key);
    if (span !== undefined)
      report(`${path}.${key} has no effect beside targets`, span, `Move ${key} to the target.`);
  }
  return (keys.targets ?? []).flatMap((one, index) => {
    if (one.url !== undefined) return [targetOf({ ...one, url: one.url })];
    if (!one.keys.has('url'))
      report(`${path}.targets[${index}] has no url`, one.at, 'Add `url: http://SERVICE/`.');
    return [];
  });
}

type TargetParts = Omit<LoadTargetKeys, 'at' | 'keys' | 'url'> & { readonly url: Located<string> };

function targetOf({ url, name, method, headers, body, weight, status }: TargetParts): LoadTarget {
  return {
    name: name ?? url.value.replace(/:\/\/[^/]*@/, '://'),
    url: url.value,
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: Object.fromEntries(headers ?? []),
    body,
    weight: weight ?? 1,
    status,
  };
}

function stagesOf(keys: LoadKeys, path: string, problems: ReadProblem[]): readonly LoadStage[] {
  const rate = keys.rate ?? loadDefaults.rate;
  if (keys.stages === undefined) {
    return [{ from: rate, to: rate, durationMs: keys.duration ?? loadDefaults.durationMs }];
  }
  const stages: LoadStage[] = [];
  const duration = keys.keys.get('duration');
  if (duration !== undefined) {
    const message = `${path}.duration has no effect beside stages`;
    problems.push({
      code: 'invalid-value',
      message,
      span: duration,
      hint: 'Each stage has its own duration.',
    });
  }
  // As in k6: a stage goes from where the one before ended to its own rate; the first from `rate`, or from nothing.
  let from = keys.rate ?? 0;
  for (const [index, stage] of keys.stages.entries()) {
    const to = stage.rate;
    if (to === undefined || stage.duration === undefined) {
      const missing = to === undefined ? 'rate' : 'duration';
      if (stage.keys.has(missing)) continue;
      const message = `${path}.stages[${index}] has no ${missing}`;
      const hint = 'Each stage is as { rate: 200/s, duration: 30s }.';
      problems.push({ code: 'missing-key', message, span: stage.at, hint });
      continue;
    }
    stages.push({ from, to, durationMs: stage.duration });
    from = to;
  }
  return stages;
}

function thresholdOf(
  { value, span }: Located<string>,
  path: string,
  targets: readonly LoadTarget[],
  problems: ReadProblem[],
): readonly Threshold[] {
  const parsed = parseThreshold(value);
  if ('problem' in parsed) {
    const message = `${path} ${JSON.stringify(value)}: ${parsed.problem}`;
    const hint = 'Write it as in k6: p(95)<200, avg<80, error_rate<0.01, http_req_failed: rate<1%.';
    problems.push({ code: 'invalid-value', message, span, hint });
    return [];
  }
  const { target } = parsed.threshold;
  if (target !== undefined && !targets.some(({ name }) => name === target)) {
    const message = `${path} speaks of the target ${target}, which this load test does not have`;
    const hint = `Its targets are ${targets.map(({ name }) => name).join(', ')}.`;
    problems.push({ code: 'invalid-value', message, span, hint });
    return [];
  }
  return [parsed.threshold];
}
