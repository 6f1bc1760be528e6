import { type ExitCode, exitCodes } from '../base/errors.ts';
import type { Engine } from '../engines/engine.ts';
import type { Plan } from '../model/plan.ts';
import type { SmokeCheck } from '../model/smoke.ts';
import { replicasWanted } from '../model/unit.ts';
import { smokeJson, smokeJunit, smokeLine, smokeSummary } from '../output/smoke.ts';
import { currentRelease } from '../rollout/history.ts';
import { derivedChecks } from '../verify/derived-checks.ts';
import { runSmoke, type SmokeResult, smokeEvidence } from '../verify/smoke.ts';
import type { SmokeInside } from '../verify/smoke-context.ts';
import { choice, engineOptions, outputOptions, projectOptions } from './flags.ts';
import { openForDeploy } from './project.ts';
import { catchSignals } from './signals.ts';
import { openEngine, requireStack } from './stack.ts';
import { variablesOf } from './variables.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  name: 'smoke',
  usage: 'smoke [FLAGS]',
  about:
    'Runs functional checks against the running stack and keeps the results as evidence: those of seaworthy.yaml, and those that follow from the stack itself.',
  options: {
    declared: { type: 'boolean', help: 'only the checks of seaworthy.yaml' },
    ...projectOptions,
    ...engineOptions,
    ...outputOptions,
    output: { type: 'string', short: 'o', value: 'FORMAT', help: 'text, json or junit' },
  },
  examples: [
    ['seaworthy smoke', 'all checks; exit 99 when one fails, 11 when one could not be made'],
    ['seaworthy smoke -o junit > smoke.xml', 'for a CI server'],
  ],
  async run(context) {
    const { flags, terminal, clock } = context;
    const format = flags.is('json')
      ? 'json'
      : (choice(flags, 'output', ['text', 'table', 'json', 'junit']) ?? 'text');
    const { folder, stateFolder, engineName, name, store } = requireStack(context);
    const { project } = await openForDeploy(context, folder);
    const release = currentRelease(store);
    const plan = release === undefined ? undefined : store.release(release.number)?.plan;
    const derived = flags.is('declared') || plan === undefined ? [] : derivedOf(plan);
    const checks = [...derived, ...(project.settings?.smoke ?? [])];
    if (checks.length === 0) {
      terminal.stdout.write('no smoke checks are declared: add `smoke:` to seaworthy.yaml\n');
      return exitCodes.unknown;
    }
    const engine = await openEngine(context, engineName, name, stateFolder, store);
    const signals = catchSignals(terminal);
    const isText = format === 'text' || format === 'table';
    try {
      const results = await runSmoke(checks, (service, port) => engine.address(service, port), {
        clock,
        signal: signals.stop,
        variables: variablesOf(context, project),
        ...(plan === undefined ? {} : { inside: insideOf(engine, plan) }),
        onResult: (result) => {
          if (isText) terminal.stdout.write(smokeLine(result, terminal.paint));
        },
      });
      const kept = { schema: 'seaworthy.smoke/1', release: release?.hash, results };
      const raw = store.putRaw(release?.hash, 'smoke', 'json', JSON.stringify(kept));
      store.addEvidence(smokeEvidence(results, release?.hash, raw));
      if (isText) terminal.stdout.write(smokeSummary(results));
      else terminal.stdout.write(format === 'json' ? smokeJson(results) : smokeJunit(name, results));
      return exitOf(results, signals.code());
    } finally {
      signals.close();
      await engine.close();
    }
  },
};

function exitOf(results: readonly SmokeResult[], signal: ExitCode | undefined): ExitCode {
  if (results.some((one) => one.outcome === 'fail')) return exitCodes.threshold;
  return signal ?? (results.some((one) => one.outcome === 'unknown') ? exitCodes.unknown : exitCodes.ok);
}

function derivedOf({ wanted, phases }: Plan): readonly SmokeCheck[] {
  const skipped = phases
    .flatMap(({ services }) => services)
    .filter(({ change }) => change === 'skip')
    .map(({ service }) => service);
  const none = Object.values(wanted).filter((one) => replicasWanted(one) === 0);
  return derivedChecks(wanted, new Set([...skipped, ...none.map(({ unit }) => unit.service)]));
}

/** What the engine says of services of the release: the routed instance stands for its service. */
function insideOf(engine: Engine, { wanted }: Plan): SmokeInside {
  const instanceOf = async (service: string, signal: AbortSignal) => {
    const own = (await engine.observe(signal)).filter((one) => one.service === service);
    return own.find((one) => one.routed) ?? own.at(-1);
  };
  return {
    async exec(service, argv, signal) {
      const found = await instanceOf(service, signal);
      const unit = wanted[service]?.unit;
      if (found === undefined || unit === undefined || found.state === 'exited') return undefined;
      return engine.exec(found.instance, unit, argv, signal);
    },
    async logs(service, lines, signal) {
      const found = await instanceOf(service, signal);
      if (found === undefined) return undefined;
      const texts: string[] = [];
      for await (const { text } of engine.logs(found.instance, { follow: false, tail: lines }, signal))
        texts.push(text);
      return texts;
    },
    async completed(service, signal) {
      const found = await instanceOf(service, signal);
      return found && { exitCode: found.exitCode };
    },
  };
}
