import { type ExitCode, exitCodes } from '../base/errors.ts';
import { printable } from '../base/text.ts';
import { formatBytes, formatDuration } from '../base/units.ts';
import type { Engine } from '../engines/engine.ts';
import { lockHolder } from '../journal/lock.ts';
import type { Observed } from '../model/unit.ts';
import { table } from '../output/table.ts';
import { type Drift, type DriftInput, driftNow, driftOf } from '../rollout/drift.ts';
import { currentRelease, lastRun } from '../rollout/history.ts';
import { describeInterrupted } from '../rollout/interruption.ts';
import { type Shed, shedNow } from '../rollout/shed.ts';
import { engineOptions, outputOptions, wantsJson, whereOptions } from './flags.ts';
import { openEngine, requireStack } from './stack.ts';
import type { Verb, VerbContext } from './verb.ts';

export const verb: Verb = {
  name: 'status',
  usage: 'status [FLAGS]',
  about:
    'What runs, what the journal says, and what differs from the current release. Exit 7 when a run can be resumed, 6 when one failed half-way.',
  options: {
    ...whereOptions,
    ...engineOptions,
    ...outputOptions,
  },
  examples: [['seaworthy status', 'the stack of this folder']],
  async run(context) {
    const { stateFolder, engineName, name, store, plan } = requireStack(context, { readOnly: true });
    const engine = await openEngine(context, engineName, name, stateFolder, store);
    try {
      const signal = new AbortController().signal;
      const observed = await engine.observe(signal);
      const last = lastRun(store);
      const holder = await lockHolder(stateFolder);
      const interrupted = holder === undefined && last?.state !== undefined && last.state.ended === undefined;
      const ended = last?.state?.ended;
      const isSettled = holder === undefined && !interrupted;
      const drift = await explained({ store, observed }, engine, isSettled, signal);
      const damage = store.problem ?? last?.problem;
      const facts = {
        stack: name,
        engine: engine.name,
        release: currentRelease(store),
        run: last === undefined ? null : { id: last.entry.run, ended: last.state?.ended ?? null },
        interrupted: interrupted && last !== undefined ? describeInterrupted(last) : null,
        failed: holder === undefined && ended?.outcome === 'failed' ? ended.message : null,
        deploying: holder?.heldBy ?? null,
        drift: drift.map(({ text, by }) => (by === undefined ? text : `${text} (${by})`)),
        differences: drift,
        shed: shedNow(store) ?? null,
        damage: damage?.message ?? null,
        instances: observed,
      };
      context.terminal.stdout.write(
        wantsJson(context.flags)
          ? `${JSON.stringify({ schema: 'seaworthy.status/1', ...facts }, null, 2)}\n`
          : text(context, facts, plan?.engine ?? engine.name),
      );
      return exitOf(interrupted, damage !== undefined, facts.failed !== null);
    } finally {
      await engine.close();
    }
  },
};

/** Who did it is asked only where something differs. */
async function explained(
  input: DriftInput,
  engine: Engine,
  isSettled: boolean,
  signal: AbortSignal,
): Promise<readonly Drift[]> {
  const told = driftOf(input).length === 0 ? undefined : await engine.told?.(signal);
  return driftNow(engine, { ...input, told }, isSettled, signal);
}

function exitOf(interrupted: boolean, damaged: boolean, failed: boolean): ExitCode {
  if (damaged) return exitCodes.internal;
  if (failed) return exitCodes.partial;
  return interrupted ? exitCodes.interrupted : exitCodes.ok;
}

interface Facts {
  readonly stack: string;
  readonly release: { readonly number: number; readonly hash: string } | undefined;
  readonly interrupted: string | null;
  /** How the last run failed, when it could not be rolled back whole. */
  readonly failed: string | null;
  readonly deploying: {
    readonly pid: number;
    readonly run: string | undefined;
    readonly step: string | undefined;
  } | null;
  readonly drift: readonly string[];
  readonly differences: readonly Drift[];
  readonly shed: Shed | null;
  readonly damage: string | null;
  readonly instances: readonly Observed[];
}

function text({ terminal, clock }: VerbContext, facts: Facts, engine: string): string {
  const release =
    facts.release === undefined ? 'no release' : `release r${facts.release.number} (${facts.release.hash})`;
  const lines = [`stack ${terminal.paint.bold(facts.stack)}  engine ${engine}  ${release}`];
  if (facts.damage !== null) lines.push(`damaged: ${facts.damage}`);
  if (facts.deploying !== null)
    lines.push(
      `deploying: pid ${facts.deploying.pid}, run ${facts.deploying.run ?? '-'}, at ${facts.deploying.step ?? 'its beginning'}`,
    );
  if (facts.interrupted !== null) lines.push(facts.interrupted);
  if (facts.failed !== null) lines.push(`the last run ${printable(facts.failed)}`);
  if (facts.instances.length > 0) lines.push(...instanceTable(facts.instances, clock.now()));
  else lines.push('nothing runs');
  lines.push(facts.drift.length === 0 ? 'drift: none' : `drift: ${facts.drift.join('; ')}`);
  if (facts.shed !== null) lines.push(...shedLines(facts.shed, facts.interrupted !== null));
  if (facts.interrupted !== null) lines.push('next: seaworthy resume | seaworthy rollback');
  return `${lines.join('\n')}\n`;
}

function shedLines({ releases, since }: Shed, isInterrupted: boolean): readonly string[] {
  const line = `shed: ${Object.keys(releases).sort().join(', ')} since ${since.slice(0, 19)}Z`;
  return isInterrupted ? [line] : [line, 'next: seaworthy restore-load'];
}

function instanceTable(instances: readonly Observed[], now: Date): readonly string[] {
  const rows = instances.map((one) => [
    one.service,
    one.instance,
    stateOf(one),
    formatDuration(Math.max(0, now.getTime() - Date.parse(one.startedAt))),
    one.memory === undefined ? '-' : formatBytes(one.memory),
    String(one.restarts),
    Object.entries(one.ports)
      .map(([port, address]) => `${port}→${address.host}:${address.port}`)
      .join(' '),
  ]);
  return table([
    ['SERVICE', 'INSTANCE', 'STATE', 'AGE', 'MEMORY', 'RESTARTS', 'PORTS'],
    ...rows.map((row) => row.map(printable)),
  ]);
}

function stateOf(one: Observed): string {
  if (one.state === 'exited')
    return one.oomKilled ? 'exited (out of memory)' : `exited (${one.exitCode ?? one.signal ?? 'unknown'})`;
  return one.routed ? `${one.state}, serving` : one.state;
}
