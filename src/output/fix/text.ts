// `fix` for people: the diff, what each fix changes, and the report at the end.
import type { Position } from '../../base/span.ts';
import { count, joinedLines, printable, printableLine } from '../../base/text.ts';
import { type Finding, fixOf, type Risk } from '../../model/finding.ts';
import { grouped } from '../../review/group.ts';
import { positionsIn } from '../../review/positions.ts';
import type { Fixed, LeftOut, Repair } from '../../review/repair.ts';
import { unifiedDiff } from '../diff.ts';
import { type Paint, paintSeverity, plain } from '../paint.ts';
import { pathFrom } from '../review/format.ts';
import { type FixOutput, fixesIn, nextCommands, type OpenFinding } from './fix-output.ts';

/** All changes as one patch. Byte for byte where a program reads it; on a terminal nothing of a file acts on it. */
export function fixDiff({ repair, folder }: FixOutput, paint: Paint, isTty: boolean): string {
  return [...repair.changed]
    .map(([file, { before, after }]) => diffText(pathFrom(folder, file), before, after, paint, isTty))
    .join('');
}

export function diffText(file: string, before: string, after: string, paint: Paint, isTty: boolean): string {
  const diff = unifiedDiff(file, before, after);
  if (paint === plain && !isTty) return diff;
  const lines = diff.replace(/\n$/, '').split('\n');
  const shown = lines.map((line) => painted(isTty ? printable(line.replace(/\r$/, '')) : line, paint));
  return `${shown.join('\n')}\n`;
}

function painted(line: string, paint: Paint): string {
  if (/^(?:--- a\/|\+\+\+ b\/)/.test(line)) return paint.bold(line);
  if (line.startsWith('@@')) return paint.cyan(line);
  if (line.startsWith('+')) return paint.green(line);
  return line.startsWith('-') ? paint.red(line) : line;
}

/** One line a file: `compose.yaml  2 fixes`. */
export function fixedFiles({ repair, folder, mode }: FixOutput): string {
  const verb = mode === 'write' ? 'fixed' : 'would fix';
  return [...repair.changed.keys()]
    .map((file) => {
      const fixes = count(fixesIn(repair, file), 'fix', 'fixes');
      return `${verb} ${printableLine(pathFrom(folder, file))} (${fixes})\n`;
    })
    .join('');
}

/** What is told besides: what changes what runs, what was left out (unless a report tells it), and what to do next. */
export function fixNotes(output: FixOutput, paint: Paint, isReported: boolean): string {
  const { repair, folder } = output;
  const changing = repair.fixed.filter(({ finding }) => fixOf(finding)?.kind === 'review');
  const told = [
    ...changing.flatMap((one) => fixedLines(one, folder, paint)),
    ...repair.leftOut.map((one) => leftOutLine(one, folder, paint)),
  ];
  const lines = [
    ...(isReported ? [] : told),
    ...(repair.settled
      ? []
      : ['stopped after 10 rounds, each of which still changed something: please report it']),
    summaryLine(output),
  ];
  return `${lines.join('\n')}\n`;
}

/** The place is where it stood when it was fixed. */
function fixedLines({ finding, place, changes }: Fixed, folder: string, paint: Paint): readonly string[] {
  const { rule, severity } = finding;
  const fix = fixOf(finding);
  const kind = fix?.kind === 'review' ? ' (changes what runs)' : '';
  const head = [
    paint.bold(placeText(finding, place, folder)),
    paintSeverity(severity, paint),
    `${oneLine(fix?.title ?? '')}${kind}`,
    paint.dim(rule),
  ].join('  ');
  return [head, ...changes.map((change) => `  ${paint.dim('changes')}  ${oneLine(change)}`)];
}

function leftOutLine({ finding, place, would, isBug }: LeftOut, folder: string, paint: Paint): string {
  const fix = `the fix of ${finding.rule} at ${placeText(finding, place, folder)} would ${oneLine(would)}`;
  return isBug
    ? `${paint.yellow('left out:')} ${fix}; please report this`
    : `${paint.yellow('left out:')} ${fix}`;
}

function summaryLine({ repair, unsafe, mode }: FixOutput): string {
  const { fixed, changed } = repair;
  const done =
    fixed.length === 0
      ? 'nothing to fix'
      : `${count(fixed.length, 'fix', 'fixes')} in ${count(changed.size, 'file')}`;
  const written = fixed.length === 0 || mode === 'write' ? '' : '; nothing is written without --write';
  const more = unsafe === 0 ? '' : `; ${unsafe} more with --unsafe: they change what runs`;
  return `${done}${written}${more}`;
}

/** Risk before and after, what was fixed, what needs a person and why. */
export function fixReport(output: FixOutput, paint: Paint): string {
  const { repair, open, folder } = output;
  const { fixed, leftOut } = repair;
  const sections = [
    section(
      `fixes: ${fixed.length}`,
      fixed.flatMap((one) => fixedLines(one, folder, paint)),
      paint,
    ),
    section(
      `left out: ${leftOut.length}`,
      leftOut.map((one) => leftOutLine(one, folder, paint)),
      paint,
    ),
    section(`for a person: ${open.length}`, openLines(output, paint), paint),
    section('commands for what is left', commandLines(output, paint), paint),
    [riskLine(repair, paint)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[], paint: Paint): readonly string[] {
  return lines.length === 0 ? [] : [paint.bold(title), ...lines.map((line) => `  ${line}`)];
}

/** Advice is given once. */
function openLines({ open, folder, repair }: FixOutput, paint: Paint): readonly string[] {
  const positions = positionsIn(repair.after.texts);
  const said = new Set<string>();
  return open.flatMap(({ finding, reason, advice }: OpenFinding) => {
    const head = [
      paint.bold(placeText(finding, positions.start(finding.at), folder)),
      paintSeverity(finding.severity, paint),
      oneLine(finding.message),
      paint.dim(finding.rule),
    ].join('  ');
    const key = `${finding.rule}\n${advice}\n${reason}`;
    if (said.has(key)) return [head];
    said.add(key);
    return [head, `  ${paint.green(reason === 'no-fix' ? 'do' : 'why')}  ${oneLine(advice)}`];
  });
}

function commandLines(output: FixOutput, paint: Paint): readonly string[] {
  return nextCommands(output).map(
    ({ command, rules }) => `${oneLine(command)}  ${paint.dim(rules.join(', '))}`,
  );
}

/** `risk HIGH -> LOW (1 critical × 25 = 25; then 1 low × 0.5 = 0.5)`. */
function riskLine({ before, after }: Repair, paint: Paint): string {
  const [was, is] = [grouped(before).risk, grouped(after).risk];
  return `${paint.bold('risk')} ${riskWord(was, paint)} -> ${riskWord(is, paint)} (${was.because}; then ${is.because})`;
}

function riskWord({ word }: Risk, paint: Paint): string {
  const colour = { HIGH: paint.red, MEDIUM: paint.yellow, LOW: paint.green };
  return paint.bold(colour[word](word));
}

function placeText({ at }: Finding, { line, column }: Position, folder: string): string {
  return printableLine(`${pathFrom(folder, at.file)}:${line}:${column}`);
}

function oneLine(text: string): string {
  return printable(joinedLines(text));
}
