import { type ExitCode, exitCodes, SeaworthyError } from '../base/errors.ts';
import { nearest, printableLine } from '../base/text.ts';
import { formatDuration } from '../base/units.ts';
import { version } from '../base/version.ts';
import type { BackupSetting } from '../model/backup.ts';
import type { Project } from '../model/project.ts';
import { currentRelease } from '../rollout/history.ts';
import { type RestoreResult, restoreEvidence, tryRestore } from '../verify/restore.ts';
import { redactor } from '../verify/variables.ts';
import { projectOptions, whereOptions } from './flags.ts';
import { openForDeploy } from './project.ts';
import { catchSignals } from './signals.ts';
import { type KnownStack, requireStack } from './stack.ts';
import { variablesOf } from './variables.ts';
import type { Verb, VerbContext } from './verb.ts';

export const verb: Verb = {
  name: 'backup',
  usage: 'backup verify [SERVICE…] [FLAGS]',
  about:
    'Restores the newest copy of each data store, by the command that `backup:` in seaworthy.yaml gives for it, and keeps what it said as evidence. Scripts that save and restore are made by `generate backup`.',
  options: { ...projectOptions, ...whereOptions },
  examples: [
    ['seaworthy backup verify', 'all data stores; exit 12 when a copy could not be restored'],
    ['seaworthy backup verify postgres', 'one of them'],
  ],
  async run(context) {
    const [action, ...services] = context.positionals;
    if (action !== 'verify') {
      throw new SeaworthyError(
        'USAGE',
        action === undefined ? 'backup wants an action' : `backup has no ${action}`,
        {
          hint: 'It has verify: seaworthy backup verify [SERVICE…].',
        },
      );
    }
    const known = requireStack(context);
    const { project } = await openForDeploy(context, known.folder);
    const declared = project.settings?.backup ?? [];
    const chosen = chosenOf(declared, services);
    const withCommand = chosen.flatMap((one) =>
      one.restore === undefined ? [] : [{ ...one, restore: one.restore }],
    );
    if (withCommand.length === 0) {
      context.terminal.stdout.write(
        'no command restores a backup: add `restore:` to an entry of `backup:` in seaworthy.yaml\n',
      );
      return exitCodes.unknown;
    }
    return verifyAll(context, known, project, withCommand);
  },
};

/** @throws SeaworthyError USAGE for a service that has no backup. */
function chosenOf(declared: readonly BackupSetting[], names: readonly string[]): readonly BackupSetting[] {
  const all = declared.map(({ service }) => service);
  for (const name of names) {
    if (all.includes(name)) continue;
    const guess = nearest(name, all);
    throw new SeaworthyError('USAGE', `no backup of ${name} is declared`, {
      hint: guess === undefined ? 'Name it under `backup:` in seaworthy.yaml.' : `Did you mean ${guess}?`,
    });
  }
  return names.length === 0 ? declared : declared.filter(({ service }) => names.includes(service));
}

async function verifyAll(
  context: VerbContext,
  { store, folder }: KnownStack,
  project: Project,
  backups: readonly (BackupSetting & { readonly restore: readonly string[] })[],
): Promise<ExitCode> {
  const { terminal, clock, env } = context;
  const release = currentRelease(store)?.hash;
  const signals = catchSignals(terminal);
  const results: RestoreResult[] = [];
  try {
    for (const one of backups) {
      if (signals.stop.aborted) break;
      const redact = redactor(variablesOf(context, project));
      terminal.stderr.write(`${one.service}: ${printableLine(redact(one.restore.join(' ')))}\n`);
      const result = await tryRestore(one, { clock, signal: signals.stop, cwd: folder, env, redact });
      results.push(result);
      const value = { schema: 'seaworthy.raw.restore/1', release, ...result };
      const raw = store.putRaw(release, `restore-${one.service}`, 'json', JSON.stringify(value));
      store.addEvidence([restoreEvidence(result, { by: `seaworthy ${version} backup`, release, raw })]);
      terminal.stdout.write(lineOf(result, context));
    }
    return signals.code() ?? exitOf(results);
  } finally {
    signals.close();
  }
}

function lineOf({ outcome, service, reason, ms }: RestoreResult, { terminal }: VerbContext): string {
  const { paint } = terminal;
  const colour = { pass: paint.green, fail: paint.red, unknown: paint.yellow };
  return `${colour[outcome](outcome.padEnd(8))} ${service}  ${printableLine(reason)}  ${formatDuration(ms)}\n`;
}

function exitOf(results: readonly RestoreResult[]): ExitCode {
  if (results.some(({ outcome }) => outcome === 'fail')) return exitCodes.backup;
  return results.every(({ outcome }) => outcome === 'pass') ? exitCodes.ok : exitCodes.unknown;
}
