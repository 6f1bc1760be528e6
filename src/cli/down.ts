import { type ExitCode, exitCodes } from '../base/errors.ts';
import { count } from '../base/text.ts';
import type { Plan } from '../model/plan.ts';
import type { Deployer } from '../rollout/deployer.ts';
import {
  currentRelease,
  distrustedInstances,
  formerWanted,
  interruptedRun,
  usedNumbers,
} from '../rollout/history.ts';
import { planOfRelease } from '../rollout/prepare-release.ts';
import { engineOptions, lockOptions, progressOptions, projectOptions } from './flags.ts';
import { holdStack, requireStack } from './stack.ts';
import type { Verb, VerbContext } from './verb.ts';

export const verb: Verb = {
  name: 'down',
  usage: 'down [FLAGS]',
  about:
    'Stops and removes the stack, dependents first, and proves that nothing of it is left. Volumes stay unless asked.',
  options: {
    volumes: { type: 'boolean', short: 'v', help: 'remove the volumes and their data too' },
    ...projectOptions,
    ...engineOptions,
    ...progressOptions,
    ...lockOptions,
  },
  examples: [
    ['seaworthy down', 'stops the stack; its data stays'],
    ['seaworthy down --volumes', 'stops the stack and deletes its data'],
  ],
  run: (context) => {
    const { stateFolder, engineName, name, plan } = requireStack(context);
    return holdStack(context, { stateFolder, engineName, stack: name }, (deployer) =>
      takeDown(context, deployer, name, plan),
    );
  },
};

async function takeDown(
  { clock, flags, terminal }: VerbContext,
  deployer: Deployer,
  name: string,
  last: Plan | undefined,
): Promise<ExitCode> {
  const { store, engine } = deployer;
  const signal = new AbortController().signal;
  const { plan } = await planOfRelease({
    wanted: [],
    phases: [],
    engine,
    stack: name,
    environment: last?.environment,
    previousRelease: currentRelease(store)?.hash,
    numbers: usedNumbers(store),
    now: clock.now(),
    signal,
    former: formerWanted(store),
    distrusted: distrustedInstances(store),
    needed: new Map(
      Object.values(last?.wanted ?? {}).map((one) => [
        one.unit.service,
        one.dependsOn.map((on) => on.service),
      ]),
    ),
  });
  const steps = plan.phases.flatMap((phase) => phase.steps);
  // An interrupted run is no obstacle: taking everything away is one way to end it.
  const result =
    steps.length === 0 && interruptedRun(store) === undefined ? undefined : await deployer.takeDown(plan);
  if (result !== undefined && result.exitCode !== exitCodes.ok) {
    terminal.stderr.write(`error: ${result.message}\n`);
    return result.exitCode;
  }
  const removed = await engine.teardown({ volumes: flags.is('volumes') }, signal);
  const volumes = flags.is('volumes') ? ' and its volumes' : '';
  terminal.stdout.write(
    `${name}${volumes} removed: ${count(steps.filter((step) => step.action.kind === 'remove').length, 'instance')}, nothing is left running\n`,
  );
  for (const one of removed) terminal.stderr.write(`  removed ${one}\n`);
  return exitCodes.ok;
}
