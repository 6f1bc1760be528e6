import { type ExitCode, exitCodes } from '../base/errors.ts';
import { version } from '../base/version.ts';
import { kpiTargets } from '../model/kpi.ts';
import type { LoadSetting } from '../model/load.ts';
import { loadJson, loadText, maxText } from '../output/load.ts';
import { loadJunit } from '../output/load-junit.ts';
import { currentRelease } from '../rollout/history.ts';
import { findMax, type MaxFound } from '../verify/load/find-max.ts';
import { expandLoad, originOf, worstOf } from '../verify/load/prepare.ts';
import { type LoadResult, loadEvidence, loadResult } from '../verify/load/result.ts';
import { runLoad } from '../verify/load/run.ts';
import { uptimeEvidence, uptimeRaw } from '../verify/load/uptime.ts';
import {
  choice,
  durationFlag,
  engineOptions,
  outputOptions,
  progressOptions,
  projectOptions,
} from './flags.ts';
import { openLoadProgress } from './load-progress.ts';
import { isUrl, loadTests, rateFlag } from './load-tests.ts';
import { openForDeploy } from './project.ts';
import { catchSignals, type Signals } from './signals.ts';
import { type KnownStack, openEngine, requireStack } from './stack.ts';
import { variablesOf } from './variables.ts';
import type { Verb, VerbContext } from './verb.ts';

const defaultStepMs = 5000;
const defaultMost = 100_000;

export const verb: Verb = {
  name: 'load',
  usage: 'load [NAME… | URL…] [FLAGS]',
  about:
    'Sends requests at a stated rate, however slow the answers are, and holds what it measures against thresholds. Load tests stand under `load:` in seaworthy.yaml.',
  options: {
    rate: { type: 'string', value: 'RATE', help: 'requests that begin in a time, such as 200/s' },
    duration: { type: 'string', value: 'DURATION', help: 'how long, such as 30s' },
    'warm-up': { type: 'string', value: 'DURATION', help: 'requests of the first so long do not count' },
    threshold: {
      type: 'string',
      multiple: true,
      value: 'EXPRESSION',
      help: 'what must hold, in the words of k6: p(95)<200, error_rate<0.01',
    },
    'find-max': { type: 'boolean', help: 'search for the rate at which a threshold breaks' },
    step: { type: 'string', value: 'DURATION', help: 'with --find-max: how long each rate is held (5s)' },
    most: { type: 'string', value: 'RATE', help: 'with --find-max: try no rate above this' },
    'allow-remote': { type: 'boolean', help: 'send to other machines than this one, too' },
    ...projectOptions,
    ...engineOptions,
    ...outputOptions,
    output: { type: 'string', short: 'o', value: 'FORMAT', help: 'text, json or junit' },
    ...progressOptions,
  },
  examples: [
    ['seaworthy load', 'all load tests of seaworthy.yaml; exit 99 when a threshold is crossed'],
    ['seaworthy load http://127.0.0.1:8080/ --rate 200/s --duration 10s', 'one address, without a stack'],
    ['seaworthy load browse --find-max', 'the highest rate that the thresholds hold at'],
  ],
  async run(context) {
    const needsStack = context.positionals.length === 0 || !context.positionals.every(isUrl);
    if (!needsStack) return runTests(context, undefined);
    const known = requireStack(context);
    return runTests(context, known);
  },
};

async function runTests(context: VerbContext, known: KnownStack | undefined): Promise<ExitCode> {
  const { terminal } = context;
  const project = known === undefined ? undefined : (await openForDeploy(context, known.folder)).project;
  const declared = loadTests(context, project?.settings);
  if (declared.length === 0) {
    terminal.stdout.write('no load tests are declared: add `load:` to seaworthy.yaml, or name a URL\n');
    return exitCodes.unknown;
  }
  const variables = project === undefined ? context.env : variablesOf(context, project);
  const tests = declared.map((test) => expandLoad(test, variables));
  const engine =
    known === undefined
      ? undefined
      : await openEngine(context, known.engineName, known.name, known.stateFolder, known.store);
  const signals = catchSignals(terminal, 'ending with what was measured');
  try {
    const resolve = async (service: string, port: number) => engine?.address(service, port);
    const run = runner(context, signals, resolve);
    // Every target is found before anything is sent.
    for (const test of tests)
      for (const target of test.targets) await originOf(target, resolve, context.flags.is('allow-remote'));
    const uptime = project?.settings?.kpis.uptime ?? kpiTargets.uptime;
    return await runAll(context, { tests, known, signals, run, uptime });
  } finally {
    signals.close();
    await engine?.close();
  }
}

type Run = (test: LoadSetting) => Promise<LoadResult>;

function runner(context: VerbContext, signals: Signals, resolve: Parameters<typeof originOf>[1]): Run {
  return async (test) => {
    const progress = openLoadProgress(context, test);
    const allowRemote = context.flags.is('allow-remote');
    try {
      const origins = await Promise.all(test.targets.map((target) => originOf(target, resolve, allowRemote)));
      const { clock } = context;
      const measured = await runLoad(test, {
        clock,
        signal: signals.stop,
        origins,
        onProgress: progress.show,
      });
      return loadResult(test, measured);
    } finally {
      progress.close();
    }
  };
}

interface Tests {
  readonly tests: readonly LoadSetting[];
  readonly known: KnownStack | undefined;
  readonly signals: Signals;
  readonly run: Run;
  /** Percent of the requests that must be answered well. */
  readonly uptime: number;
}

async function runAll(
  context: VerbContext,
  { tests, known, signals, run, uptime }: Tests,
): Promise<ExitCode> {
  const { terminal, flags } = context;
  const format = formatOf(context);
  const results: LoadResult[] = [];
  const found = new Map<string, MaxFound>();
  for (const test of tests) {
    if (signals.stop.aborted) break;
    const max = flags.is('find-max') ? await search(context, test, signals, run) : undefined;
    const result =
      max?.tried.findLast(({ rate }) => rate === max.held)?.result ??
      max?.tried.at(-1)?.result ??
      (await run(test));
    results.push(result);
    if (max !== undefined) found.set(test.name, max);
    if (known !== undefined) keep(known, test, result, max);
    if (format !== 'text') continue;
    const text =
      max === undefined ? loadText(result, terminal.paint) : maxText(test.name, max, terminal.paint);
    terminal.stdout.write(text);
  }
  if (format === 'json') terminal.stdout.write(loadJson(results, found));
  if (format === 'junit') terminal.stdout.write(loadJunit(results));
  // A search goes beyond what holds, on purpose.
  if (known !== undefined && found.size === 0) keepUptime(known, results, uptime);
  const worst = worstOf(results.map(({ outcome }) => outcome));
  // A search is done when it has found its answer, whichever it is.
  if (worst === 'fail' && found.size === 0) return exitCodes.threshold;
  const code = signals.code();
  if (code !== undefined) return code;
  if (found.size > 0)
    return [...found.values()].every(({ held }) => held !== undefined) ? exitCodes.ok : exitCodes.threshold;
  return worst === 'pass' ? exitCodes.ok : exitCodes.unknown;
}

function formatOf({ flags }: VerbContext): 'text' | 'json' | 'junit' {
  if (flags.is('json')) return 'json';
  const format = choice(flags, 'output', ['text', 'table', 'json', 'junit']) ?? 'text';
  return format === 'table' ? 'text' : format;
}

function search(context: VerbContext, test: LoadSetting, signals: Signals, run: Run): Promise<MaxFound> {
  const { flags } = context;
  return findMax(test, {
    from: Math.max(1, ...test.stages.map(({ to }) => to)),
    most: rateFlag(flags, 'most') ?? defaultMost,
    stepMs: durationFlag(flags, 'step') ?? defaultStepMs,
    signal: signals.stop,
    run,
  });
}

/** The whole measurement as a file, and what it says as evidence for the release that runs. */
function keep(known: KnownStack, test: LoadSetting, result: LoadResult, max: MaxFound | undefined): void {
  const { stages, warmUpMs, timeoutMs, connections } = test;
  const targets = test.targets.map(({ name, method, weight }) => ({ name, method, weight }));
  const asked = { stages, warmUpMs, timeoutMs, connections, targets };
  const searched = max === undefined ? {} : { held: max.held, broke: max.broke, because: max.because };
  const release = currentRelease(known.store)?.hash;
  const value = { schema: 'seaworthy.load/1', release, asked, ...result, ...searched };
  const raw = known.store.putRaw(release, `load-${result.name}`, 'json', JSON.stringify(value));
  known.store.addEvidence(loadEvidence(result, { by: `seaworthy ${version} load`, release, raw }));
}

/** What all tests together say of uptime; one that was interrupted says it of the time that it had. */
function keepUptime({ store }: KnownStack, results: readonly LoadResult[], percent: number): void {
  const value = uptimeRaw(results.filter(({ all }) => all.requests > 0));
  if (value.tests.length === 0) return;
  const release = currentRelease(store)?.hash;
  const raw = store.putRaw(release, 'uptime', 'json', JSON.stringify(value));
  const evidence = uptimeEvidence(value, percent, { by: `seaworthy ${version} load`, release, raw });
  if (evidence !== undefined) store.addEvidence([evidence]);
}
