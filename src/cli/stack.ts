// From flags to a stack that can be worked on: its state, its engine, and a deployer's hold on it.
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type ExitCode, exitCodes, SeaworthyError } from '../base/errors.ts';
import { nearest } from '../base/text.ts';
import type { Engine } from '../engines/engine.ts';
import { createLocalEngine } from '../engines/local/engine.ts';
import { stateFolderOf } from '../journal/state-folder.ts';
import { openStore, type StateStore } from '../journal/store.ts';
import type { KpiSetting } from '../model/kpi.ts';
import type { Plan } from '../model/plan.ts';
import { asDeployer, type Deployer } from '../rollout/deployer.ts';
import { lastRun } from '../rollout/history.ts';
import type { RunResult } from '../rollout/run-context.ts';
import { choice, countFlag, durationFlag } from './flags.ts';
import { keeperCommand } from './keeper-command.ts';
import { openProgress } from './progress.ts';
import { projectFolder } from './project.ts';
import { catchSignals } from './signals.ts';
import type { VerbContext } from './verb.ts';

const engines = ['local', 'docker', 'kubernetes'] as const;
export type EngineName = (typeof engines)[number];

/** Which engine, and why: the flag, the environment, the settings, then what there is. */
export function chooseEngine(
  context: VerbContext,
  setting: EngineName | undefined,
): { name: EngineName; why: string } {
  const flag = choice(context.flags, 'engine', engines);
  if (flag !== undefined) return { name: flag, why: '--engine' };
  const fromEnv = context.env['SEAWORTHY_ENGINE'];
  if (fromEnv !== undefined && fromEnv !== '') {
    const known = engines.find((name) => name === fromEnv);
    if (known !== undefined) return { name: known, why: 'SEAWORTHY_ENGINE' };
    throw new SeaworthyError('USAGE', `SEAWORTHY_ENGINE is one of ${engines.join(', ')}, not ${fromEnv}`, {
      hint: `Did you mean ${nearest(fromEnv, engines) ?? 'local'}?`,
    });
  }
  if (setting !== undefined) return { name: setting, why: 'settings' };
  return { name: 'local', why: 'the only one in this version' };
}

/** @throws SeaworthyError ENGINE_UNSUPPORTED */
export function openEngine(name: EngineName, stack: string, stateFolder: string, store: StateStore): Engine {
  if (name !== 'local') {
    throw new SeaworthyError('ENGINE_UNSUPPORTED', `the ${name} engine is not part of this version`, {
      hint: 'Use --engine local.',
    });
  }
  return createLocalEngine({
    stateDir: stateFolder,
    stack,
    keeper: keeperCommand(),
    secrets: (ref) => store.secretOf(ref)?.reveal(),
  });
}

export interface KnownStack {
  readonly folder: string;
  readonly stateFolder: string;
  readonly store: StateStore;
  readonly name: string;
  readonly engineName: EngineName;
  readonly plan: Plan | undefined;
}

/** Where a stack's files are that was rolled out before: the folder of `-f`, or this folder or one above it. */
function knownFolder(context: VerbContext): string {
  const file = context.flags.list('file')[0];
  const start = file === undefined ? projectFolder(context) : dirname(resolve(context.cwd, file));
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(stateFolderOf(folder, context.env))) return folder;
    if (dirname(folder) === folder) return start;
  }
}

/** The stack of a folder as its state knows it: what was rolled out, even when the files no longer parse. */
function knownStack(context: VerbContext, options: { readonly readOnly: boolean }): KnownStack | undefined {
  const folder = knownFolder(context);
  const stateFolder = stateFolderOf(folder, context.env);
  if (!existsSync(stateFolder)) return undefined;
  const store = openStore(stateFolder, options);
  const last = lastRun(store);
  const plan = last === undefined ? undefined : store.runPlan(last.entry.run);
  if (plan === undefined) return undefined;
  const engineName = engines.find((name) => name === plan.engine) ?? 'local';
  return { folder, stateFolder, store, name: plan.stack, engineName, plan };
}

/** @throws SeaworthyError NO_PROJECT when nothing was ever rolled out here. */
export function requireStack(context: VerbContext, options = { readOnly: false }): KnownStack {
  const known = knownStack(context, options);
  if (known !== undefined) return known;
  throw new SeaworthyError('NO_PROJECT', `nothing has been rolled out from ${projectFolder(context)}`, {
    hint: 'seaworthy up begins; --project-directory names another folder.',
  });
}

export interface HoldOptions {
  readonly stateFolder: string;
  readonly engineName: EngineName;
  readonly stack: string;
  readonly kpis?: KpiSetting | undefined;
}

/** Runs `body` as the stack's only deployer, with progress and signals, and gives its exit code. */
export async function holdStack(
  context: VerbContext,
  options: HoldOptions,
  body: (deployer: Deployer) => Promise<RunResult | ExitCode>,
): Promise<ExitCode> {
  const { terminal, clock, env, flags } = context;
  const parallel = countFlag(flags, 'parallel', 1) ?? 16;
  const waitLockMs = durationFlag(flags, 'wait-lock') ?? 0;
  const signals = catchSignals(terminal);
  const progress = openProgress(flags, terminal, clock, env);
  try {
    const result = await asDeployer(
      {
        stateFolder: options.stateFolder,
        command: `seaworthy ${process.argv.slice(2).join(' ')}`,
        clock,
        emit: progress.emit,
        stop: signals.stop,
        parallel,
        waitLockMs,
        ...(options.kpis === undefined ? {} : { kpis: options.kpis }),
        openEngine: async (store) =>
          openEngine(options.engineName, options.stack, options.stateFolder, store),
      },
      body,
    );
    progress.close();
    if (typeof result === 'number') return result;
    terminal.stdout.write(`${result.message}\n${result.detail.map((line) => `  ${line}\n`).join('')}`);
    return result.outcome === 'interrupted' ? (signals.code() ?? exitCodes.sigint) : result.exitCode;
  } catch (error) {
    // Told to stop while it waited for the lock: nothing was begun, and the signal is what counts.
    const code = signals.code();
    if (code === undefined || !(error instanceof SeaworthyError) || error.code !== 'LOCKED') throw error;
    return code;
  } finally {
    progress.close();
    signals.close();
  }
}
