import { type ExitCode, exitCodes, SeaworthyError } from '../base/errors.ts';
import { jsonText, printable } from '../base/text.ts';
import { formatBytes, formatDuration } from '../base/units.ts';
import type { StoredEvidence } from '../model/evidence.ts';
import { outputOptions, wantsJson, whereOptions } from './flags.ts';
import { requireStack } from './stack.ts';
import type { Verb, VerbContext } from './verb.ts';

const dayMs = 86_400_000;
const keptDays = 30;

export const verb: Verb = {
  name: 'evidence',
  usage: 'evidence ls | show ID | collect [FLAGS]',
  about:
    'What was measured, on which release, how old it is, and whether it is still what was stored. `collect` removes what is older than 30 days of releases that are neither current nor among the newest five.',
  options: { ...whereOptions, ...outputOptions },
  examples: [
    ['seaworthy evidence ls', 'every record with its age; exit 11 when one cannot be believed'],
    ['seaworthy evidence show 3f9a01c2/12', 'one record and its raw data'],
  ],
  async run(context) {
    const [action = 'ls', id] = context.positionals;
    if (action === 'ls') return list(context);
    if (action === 'show' && id !== undefined) return show(context, id);
    if (action === 'collect') return collect(context);
    throw new SeaworthyError('USAGE', `evidence has no ${context.positionals.join(' ')}`, {
      hint: 'Write evidence ls, evidence show ID or evidence collect.',
    });
  },
};

function list(context: VerbContext): ExitCode {
  const { store } = requireStack(context, { readOnly: true });
  const { terminal, clock } = context;
  const { records, unreadable, problems } = store.evidence();
  const isWhole =
    problems.length === 0 && unreadable === 0 && records.every(({ doubt }) => doubt === undefined);
  if (wantsJson(context.flags)) {
    terminal.stdout.write(
      `${jsonText({ schema: 'seaworthy.evidence/1', records, unreadable, problems }, 2)}\n`,
    );
    return isWhole ? exitCodes.ok : exitCodes.unknown;
  }
  const now = clock.now().getTime();
  const { paint } = terminal;
  for (const one of records) {
    const age = formatDuration(Math.max(0, now - Date.parse(one.at)));
    const state = one.doubt === undefined ? one.outcome : 'doubted';
    const tone = state === 'pass' ? paint.green : state === 'fail' ? paint.red : paint.yellow;
    const value =
      one.value === undefined ? '' : `${one.value}${one.unit === undefined ? '' : ` ${one.unit}`} `;
    const text = one.doubt ?? `${value}${one.what}`;
    terminal.stdout.write(
      `${one.id.padEnd(13)} ${tone(state.padEnd(8))} ${age.padStart(7)}  ${printable(`${one.name}  ${text}`)}\n`,
    );
  }
  for (const problem of problems) terminal.stdout.write(`${paint.yellow('warning')} ${printable(problem)}\n`);
  if (unreadable > 0)
    terminal.stdout.write(`${paint.yellow('warning')} ${unreadable} lines cannot be read\n`);
  if (records.length === 0)
    terminal.stdout.write('nothing has been measured yet: seaworthy smoke and load do\n');
  return isWhole ? exitCodes.ok : exitCodes.unknown;
}

/** Raw data that is longer than this is named and not printed. */
const shownBytes = 64 * 1024;

function show(context: VerbContext, id: string): ExitCode {
  const { store, stateFolder } = requireStack(context, { readOnly: true });
  const record = store.evidence().records.find((one) => one.id === id);
  if (record === undefined) {
    throw new SeaworthyError('USAGE', `there is no evidence ${id}`, {
      hint: 'seaworthy evidence ls lists it.',
    });
  }
  const raw = record.raw === undefined ? undefined : store.rawText(record.raw);
  if (wantsJson(context.flags))
    context.terminal.stdout.write(`${jsonText({ ...record, content: raw }, 2)}\n`);
  else context.terminal.stdout.write(shown(record, raw, stateFolder));
  return record.doubt === undefined ? exitCodes.ok : exitCodes.unknown;
}

function shown(record: StoredEvidence, raw: string | undefined, stateFolder: string): string {
  const rows = Object.entries(record).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key.padEnd(9)} ${printable(String(value))}\n`],
  );
  const place = `${stateFolder}/${record.raw ?? ''}`;
  if (raw === undefined) return rows.join('');
  const body =
    raw.length > shownBytes ? `${formatBytes(raw.length)} in ${place}\n` : `${printable(raw).trimEnd()}\n`;
  return `${rows.join('')}\n${body}`;
}

function collect(context: VerbContext): ExitCode {
  const { store } = requireStack(context);
  const kept = new Set(Object.values(store.current()));
  const releases = store.releases();
  const keep = releases.filter(({ number }, index) => kept.has(number) || index >= releases.length - 5);
  const gone = store.collectEvidence({
    keep: keep.map(({ hash }) => hash),
    maxAgeMs: keptDays * dayMs,
    now: context.clock.now(),
  });
  context.terminal.stdout.write(`removed the evidence of ${gone.length} releases\n`);
  return exitCodes.ok;
}
