// A review for people: what stands where, what to do, and how much of the repository it rests on.
import type { Span } from '../../base/span.ts';
import { count, joinedLines, printable, printableLine } from '../../base/text.ts';
import type { Artifact } from '../../model/artifact.ts';
import { type Finding, fixOf, severities } from '../../model/finding.ts';
import { type Positions, positionsIn } from '../../review/positions.ts';
import type { ReviewResult } from '../../review/result.ts';
import { type Paint, paintSeverity } from '../paint.ts';
import { sourceFrame } from '../source-frame.ts';
import { table } from '../table.ts';

export interface ReviewTextOptions {
  readonly paint: Paint;
  /** Shows every source line, waived findings and left out folders too. */
  readonly verbose?: boolean;
  /** The project's root seen from where the command runs, put before paths so that they can be opened from there. */
  readonly folder?: string;
}

/** Findings of one rule in one file that are shown with their source lines; the others only say where they are. */
const framesPerRule = 3;
/** Related places of a finding that are shown, unless all are asked for. */
const relatedShown = 5;

export function reviewText(result: ReviewResult, options: ReviewTextOptions): string {
  const sections = [
    ...findingSections(result, options),
    ...waivedSection(result, options),
    ...unknownSection(result, options),
    ...failureSection(result, options),
    [lastLine(result, options.paint)],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The unwaived findings, a section each file. */
export function findingSections(
  { findings, texts, rules }: Pick<ReviewResult, 'findings' | 'texts' | 'rules'>,
  { paint, verbose = false, folder }: ReviewTextOptions,
): readonly (readonly string[])[] {
  const positions = positionsIn(texts);
  const place = placer(positions, folder);
  const sections = new Map<string, string[]>();
  const advised = new Set<string>();
  const framed = new Map<string, number>();
  for (const finding of findings) {
    if (finding.waived !== undefined) continue;
    const { file } = finding.at;
    const lines = sections.get(file) ?? [];
    sections.set(file, lines);
    lines.push(headline(finding, place, paint));
    const key = `${file}\n${finding.rule}`;
    const before = framed.get(key) ?? 0;
    framed.set(key, before + 1);
    if (before >= framesPerRule && !verbose) continue;
    lines.push(...sourceFrame(finding.at, positions, paint));
    lines.push(...relatedLines(finding, place, paint, verbose));
    const advice = finding.advice ?? rules.get(finding.rule)?.fix;
    const said = `${finding.rule}\n${advice}`;
    lines.push(...adviceLine(finding, advised.has(said) ? undefined : advice, paint));
    advised.add(said);
  }
  return [...sections.values()];
}

/** `compose.yaml:4:13  high  what is true here  (compose/rule-id)`. */
function headline(finding: Finding, place: Place, paint: Paint): string {
  const sure = finding.confidence === 'certain' ? '' : ` (${finding.confidence})`;
  return [
    paint.bold(place(finding.at)),
    `${paintSeverity(finding.severity, paint)}${sure}`,
    oneLine(finding.message),
    paint.dim(finding.rule),
  ].join('  ');
}

function relatedLines(finding: Finding, place: Place, paint: Paint, verbose: boolean): readonly string[] {
  const { related } = finding;
  // A fact that a whole repository repeats has more places than anyone reads at once.
  const shown = verbose || related.length <= relatedShown + 1 ? related : related.slice(0, relatedShown);
  const lines = shown.map(({ at, message }) => `  ${paint.dim('see')}  ${place(at)}  ${oneLine(message)}`);
  const left = related.length - shown.length;
  return left === 0 ? lines : [...lines, `  ${paint.dim(`see  ${left} more with --verbose`)}`];
}

/** A fix that is there to be applied says more than the advice, and the advice is given once a rule. */
function adviceLine(finding: Finding, advice: string | undefined, paint: Paint): readonly string[] {
  const fix = fixOf(finding);
  if (fix !== undefined) {
    const how = fix.kind === 'safe' ? 'safe' : 'review it: it changes what runs';
    return [`  ${paint.green('fix')}  ${oneLine(fix.title)} ${paint.dim(`(${how})`)}`];
  }
  return advice === undefined ? [] : [`  ${paint.green('do')}   ${oneLine(advice)}`];
}

function waivedSection(result: ReviewResult, options: ReviewTextOptions): readonly (readonly string[])[] {
  const waived = result.findings.filter((finding) => finding.waived !== undefined);
  if (options.verbose !== true || waived.length === 0) return [];
  const place = placer(positionsIn(result.texts), options.folder);
  const rows = waived.map((finding) => [
    place(finding.at),
    finding.severity,
    finding.rule,
    oneLine(finding.waived?.reason ?? ''),
  ]);
  return [['waived:', ...table(rows, { indent: 2 })]];
}

/** Files that were not understood, those with the same reason together. */
function unknownSection(result: ReviewResult, options: ReviewTextOptions): readonly (readonly string[])[] {
  const groups = new Map<string, Artifact[]>();
  for (const artifact of result.artifacts) {
    if (artifact.understood === 'yes') continue;
    const key = `${artifact.understood}\n${artifact.kind}\n${artifact.why}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [artifact]);
    else group.push(artifact);
  }
  const rows = [...groups.values()].map((group) => unknownRow(group, options.verbose === true));
  const sections =
    rows.length === 0 ? [] : [['not judged, because not understood:', ...table(rows, { indent: 2 })]];
  if (options.verbose !== true || result.skipped.length === 0) return sections;
  const skipped = result.skipped.map(({ path, why }) => [printableLine(path), oneLine(why)]);
  return [...sections, ['left out:', ...table(skipped, { indent: 2 })]];
}

function unknownRow(group: readonly Artifact[], verbose: boolean): readonly string[] {
  const names = group.slice(0, verbose ? group.length : 3).map(({ file }) => printableLine(file));
  const more = group.length - names.length;
  const [first] = group;
  return [
    names.join(', ') + (more === 0 ? '' : ` and ${more} more`),
    first?.understood === 'partly' ? `${first.kind}, in part` : (first?.kind ?? ''),
    oneLine(first?.why ?? 'no reason is known'),
  ];
}

function failureSection(result: ReviewResult, { paint }: ReviewTextOptions): readonly (readonly string[])[] {
  if (result.failures.length === 0) return [];
  const lines = result.failures.map(
    ({ rule, object, message }) => `  ${rule} failed on ${printableLine(object)}: ${oneLine(message)}`,
  );
  return [[paint.red('a bug in seaworthy; the findings of these rules are missing:'), ...lines]];
}

/** `risk HIGH: 1 critical × 25 = 25 · 1 finding (1 critical) · 12 files`. */
function lastLine(result: ReviewResult, paint: Paint): string {
  const { files, unknown } = result.summary;
  if (files === 0) return 'nothing to review: no compose file, Dockerfile, manifest or env file was found';
  const unknownPart = unknown === 0 ? '' : `, ${unknown} not understood`;
  return [riskPart(result, paint), findingsPart(result), `${count(files, 'file')}${unknownPart}`].join(' · ');
}

function riskPart({ risk, summary }: ReviewResult, paint: Paint): string {
  if (summary.unknown === summary.files) return paint.bold('risk unknown: nothing was understood');
  const word =
    risk.word === 'HIGH'
      ? paint.red(risk.word)
      : risk.word === 'MEDIUM'
        ? paint.yellow(risk.word)
        : risk.word;
  const because = risk.points === 0 ? '' : `: ${risk.because}`;
  const limit = summary.unknown === 0 ? '' : ' of what was understood';
  return `${paint.bold('risk')} ${paint.bold(word)}${limit}${because}`;
}

/** Counts are those of the whole review, also when the caller shows a part of its findings. */
function findingsPart({ findings, summary }: ReviewResult): string {
  const open = findings.filter((finding) => finding.waived === undefined);
  const waived = summary.waived === 0 ? '' : `, ${summary.waived} waived`;
  const counts = severities.filter((severity) => summary[severity] > 0);
  let total = 0;
  for (const severity of counts) total += summary[severity];
  if (total === 0) return `no findings${waived}`;
  const list = counts.map((severity) => `${summary[severity]} ${severity}`).join(', ');
  const shown = open.length === total ? '' : `, ${open.length} shown`;
  const fixable = open.filter((finding) => fixOf(finding) !== undefined).length;
  return `${count(total, 'finding')} (${list})${shown}${fixable === 0 ? '' : `, ${fixable} fixable`}${waived}`;
}

type Place = (at: Span) => string;

/** `file:line:column` of spans, as it can be opened from where the command runs. */
function placer(positions: Positions, folder = ''): Place {
  const prefix = folder === '' || folder === '.' ? '' : `${folder.replace(/\/+$/, '')}/`;
  return (at) => {
    const { line, column } = positions.start(at);
    return printableLine(`${prefix}${at.file}:${line}:${column}`);
  };
}

function oneLine(text: string): string {
  return printable(joinedLines(text));
}
