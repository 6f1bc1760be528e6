import { exitCodes } from '../base/errors.ts';
import { printable } from '../base/text.ts';
import { formatDuration } from '../base/units.ts';
import { currentRelease } from '../rollout/history.ts';
import { runSmoke, smokeEvidence } from '../verify/smoke.ts';
import { engineOptions, outputOptions, projectOptions, wantsJson } from './flags.ts';
import { openForDeploy } from './project.ts';
import { catchSignals } from './signals.ts';
import { openEngine, requireStack } from './stack.ts';
import { variablesOf } from './variables.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  name: 'smoke',
  usage: 'smoke [FLAGS]',
  about:
    'Runs the functional checks of seaworthy.yaml against the running stack and keeps the results as evidence.',
  options: { ...projectOptions, ...engineOptions, ...outputOptions },
  examples: [['seaworthy smoke', 'HTTP, TCP and query checks; exit 99 when one fails']],
  async run(context) {
    const { flags, terminal, clock } = context;
    const { folder, stateFolder, engineName, name, store } = requireStack(context);
    const { project } = await openForDeploy(context, folder);
    const checks = project.settings?.smoke ?? [];
    if (checks.length === 0) {
      terminal.stdout.write('no smoke checks are declared: add `smoke:` to seaworthy.yaml\n');
      return exitCodes.unknown;
    }
    const engine = await openEngine(context, engineName, name, stateFolder, store);
    const signals = catchSignals(terminal);
    try {
      const address = (service: string, port: number) => engine.address(service, port);
      const results = await runSmoke(checks, address, {
        clock,
        signal: signals.stop,
        variables: variablesOf(context, project),
      });
      store.addEvidence(smokeEvidence(results, currentRelease(store)?.hash));
      if (wantsJson(flags))
        terminal.stdout.write(`${JSON.stringify({ schema: 'seaworthy.smoke/1', results }, null, 2)}\n`);
      else {
        const colour = {
          pass: terminal.paint.green,
          fail: terminal.paint.red,
          unknown: terminal.paint.yellow,
        };
        for (const one of results) {
          terminal.stdout.write(
            `${colour[one.outcome](one.outcome.padEnd(8))} ${printable(one.name)}  ${printable(one.reason)}  ${formatDuration(one.ms)}\n`,
          );
        }
      }
      if (results.some((one) => one.outcome === 'fail')) return exitCodes.threshold;
      return (
        signals.code() ??
        (results.some((one) => one.outcome === 'unknown') ? exitCodes.unknown : exitCodes.ok)
      );
    } finally {
      signals.close();
      await engine.close();
    }
  },
};
