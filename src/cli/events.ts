import { exitCodes, SeaworthyError } from '../base/errors.ts';
import { printable } from '../base/text.ts';
import { formatDuration } from '../base/units.ts';
import type { JournalRecord } from '../model/record.ts';
import { readRun } from '../rollout/history.ts';
import { outputOptions, wantsJson, whereOptions } from './flags.ts';
import { requireStack } from './stack.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  name: 'events',
  usage: 'events [RUN] [FLAGS]',
  about: 'The journal of the last run, or of RUN: every intent, outcome and gate, in order.',
  options: {
    ...whereOptions,
    ...outputOptions,
  },
  examples: [['seaworthy events r14-2', 'what the second try at release 14 did']],
  async run({ terminal, flags, positionals, ...rest }) {
    const { store } = requireStack({ terminal, flags, positionals, ...rest }, { readOnly: true });
    const runs = store.runs();
    const entry = positionals[0] === undefined ? runs.at(-1) : runs.find((one) => one.run === positionals[0]);
    if (entry === undefined) {
      throw new SeaworthyError('NO_RELEASE', `run ${positionals[0] ?? ''} is not known`, {
        hint: `Known: ${runs.map((one) => one.run).join(', ')}.`,
      });
    }
    const { records, problem } = readRun(store, entry);
    for (const record of records)
      terminal.stdout.write(wantsJson(flags) ? `${JSON.stringify(record)}\n` : `${line(record)}\n`);
    if (problem !== undefined) throw problem;
    return exitCodes.ok;
  },
};

function line(record: JournalRecord): string {
  return printable(
    `${record.at}  ${String(record.seq).padStart(4)}  ${record.event.padEnd(14)} ${words(record)}`,
  );
}

function words(record: JournalRecord): string {
  switch (record.event) {
    case 'run-begun':
      return `${record.kind} release ${record.release}, ${record.steps} steps, pid ${record.pid} on ${record.host}`;
    case 'run-resumed':
      return `pid ${record.pid} on ${record.host}`;
    case 'intent':
    case 'reopened':
      return `${record.step}: ${record.because}`;
    case 'done':
      return `${record.step} in ${formatDuration(record.ms)}${record.detail === '' ? '' : `: ${record.detail}`}`;
    case 'failed':
      return `${record.step}: ${record.code} ${record.cause}`;
    case 'gate':
      return `${record.step}: ${record.state.phase}, ${record.state.lastReason}`;
    case 'phase-begun':
      return record.phase;
    case 'phase-done':
      return `${record.phase} in ${formatDuration(record.ms)}`;
    case 'rollback-begun':
      return `${record.phase ?? 'all'}: ${record.because}`;
    case 'rollback-done':
      return record.kept.length === 0 ? '' : `kept ${record.kept.join(', ')}`;
    case 'warning':
      return record.message;
    case 'run-ended':
      return `${record.outcome}, exit ${record.exitCode}: ${record.message}`;
  }
}
