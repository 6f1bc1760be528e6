// From flags to a stack that can be worked on: its state, its engine, and a deployer's hold on it.
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type ExitCode, SeaworthyError } from '../base/errors.ts';
import { nearest } from '../base/text.ts';
import { parseDuration } from '../base/units.ts';
import type { Engine } from '../engines/engine.ts';
import { stateFolderOf } from '../journal/state-folder.ts';
import { openStore, type StateStore } from '../journal/store.ts';
import type { KpiSetting } from '../model/kpi.ts';
import type { Plan } from '../model/plan.ts';
import type { BudgetSetting } from '../model/settings.ts';
import { asDeployer, type Deployer } from '../rollout/deployer.ts';
import { adoptedByLastRun, lastRun } from '../rollout/history.ts';
import type { RunResult } from '../rollout/run-context.ts';
import { choice, countFlag, durationFlag } from './flags.ts';
import { keeperCommand } from './keeper-command.ts';
import { openKubernetes } from './kubernetes-place.ts';
import { openProgress } from './progress.ts';
import { projectFolder } from './project-folder.ts';
import { catchSignals } from './signals.ts';
import type { VerbContext } from './verb.ts';

const engines = ['local', 'docker', 'kubernetes'] as const;
export type EngineName = (typeof engines)[number];

/** Which engine, and why: the flag, the environment, the settings, then what there is. */
export function chooseEngine(
  context: VerbContext,
  setting: EngineName | undefined,
  before?: EngineName,
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
  // An engine that happens to be on this machine is not taken unasked: what ran locally yesterday would run elsewhere.
  if (before !== undefined) return { name: before, why: 'rolled out there before' };
  return { name: 'local', why: 'none is named by --engine or the settings' };
}

/** The engine that the stack of this state was last rolled out to. */
export function engineBefore(store: StateStore): EngineName | undefined {
  const last = lastRun(store);
  const plan = last === undefined ? undefined : store.runPlan(last.entry.run);
  return engines.find((name) => name === plan?.engine);
}

/**
 * A stack runs on one engine: another one would start it a second time and know nothing of the first.
 *
 * @throws SeaworthyError PREFLIGHT
 */
export function refuseOtherEngine(store: StateStore, name: EngineName): void {
  const before = engineBefore(store);
  if (before === undefined || before === name || Object.keys(store.current()).length === 0) return;
  throw new SeaworthyError('PREFLIGHT', `this stack runs on the ${before} engine, and ${name} was chosen`, {
    hint: `Take it down first (seaworthy down), or go on with --engine ${before}.`,
  });
}

/** Only the modules of the engine that is used are loaded. @throws SeaworthyError PREFLIGHT, CONFIG_INVALID */
export async function openEngine(
  context: Pick<VerbContext, 'env' | 'flags'>,
  name: EngineName,
  stack: string,
  stateFolder: string,
  store: StateStore,
  namespace?: string,
): Promise<Engine> {
  const secrets = (ref: string) => store.secretOf(ref)?.reveal();
  if (name === 'docker') {
    const [{ createDockerEngine }, { connectionOf }] = await Promise.all([
      import('../engines/docker/engine.ts'),
      import('../engines/docker/connection.ts'),
    ]);
    const connection = connectionOf(context.env, context.flags.text('context'));
    const idleMs = engineTimeout(context.env);
    return createDockerEngine({
      stack,
      connection,
      secrets,
      stateDir: stateFolder,
      keeper: keeperCommand(),
      env: context.env,
      adopted: adoptedByLastRun(store),
      ...(idleMs === undefined ? {} : { idleMs }),
    });
  }
  if (name === 'kubernetes') return openKubernetes(context, { stack, stateFolder, store, namespace });
  const { createLocalEngine } = await import('../engines/local/engine.ts');
  return createLocalEngine({ stateDir: stateFolder, stack, keeper: keeperCommand(), secrets });
}

/** SEAWORTHY_ENGINE_TIMEOUT: how long an engine may be silent in one call. */
function engineTimeout(env: VerbContext['env']): number | undefined {
  const text = env['SEAWORTHY_ENGINE_TIMEOUT'];
  if (text === undefined || text === '') return undefined;
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0) return ms;
  throw new SeaworthyError('USAGE', `SEAWORTHY_ENGINE_TIMEOUT is a duration such as 30s, not ${text}`);
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
  readonly budget?: BudgetSetting | undefined;
  readonly onlyLooks?: boolean;
  /** Of the settings, for Kubernetes. */
  readonly namespace?: string | undefined;
}

/** Runs `body` as the stack's only deployer, with progress and signals, and gives its exit code. */
export async function holdStack(
  context: VerbContext,
  options: HoldOptions,
  body: (deployer: Deployer) => Promise<RunResult | ExitCode>,
): Promise<ExitCode> {
  const { terminal, clock, env, flags } = context;
  const parallel = countFlag(flags, 'parallel', 1);
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
        ...(options.budget === undefined ? {} : { budget: options.budget }),
        onlyLooks: options.onlyLooks === true,
        openEngine: async (store) =>
          openEngine(
            context,
            options.engineName,
            options.stack,
            options.stateFolder,
            store,
            options.namespace,
          ),
      },
      body,
    );
    progress.close();
    if (typeof result === 'number') return result;
    terminal.stdout.write(`${result.message}\n${result.detail.map((line) => `  ${line}\n`).join('')}`);
    return result.outcome === 'interrupted' ? (signals.code() ?? result.exitCode) : result.exitCode;
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
