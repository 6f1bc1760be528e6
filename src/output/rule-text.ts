// The page of one rule for the terminal: what, why, an example, what to do, and its other names.
import { count } from '../base/text.ts';
import type { RuleMetadata } from '../review/result.ts';
import { type Example, type ExampleFiles, ruleName } from '../rules/rule.ts';
import { unifiedDiff } from './diff.ts';
import { type Paint, paintSeverity } from './paint.ts';

const width = 96;

export function ruleText(rule: RuleMetadata, paint: Paint): string {
  const bad = rule.examples.filter(({ kind }) => kind === 'bad');
  const good = rule.examples.filter(({ kind }) => kind === 'good');
  const sections = [
    [heading(rule, paint), ...wrapped(`${rule.title}.`)],
    [paint.bold('Why'), ...wrapped(rule.why)],
    [paint.bold('What to do'), ...wrapped(rule.fix)],
    ...bad.slice(0, 1).flatMap((example) => badSections(example, paint)),
    ...good
      .slice(0, 1)
      .flatMap((example) => [
        ...beforeSection(example, paint),
        [paint.bold('Good'), ...filesLines(example.files, [], paint)],
      ]),
    ...listSection('Other tools call it', rule.aliases, paint),
    ...listSection('References', rule.references, paint),
    [lastLine(rule, bad.length + good.length, paint)],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function heading(rule: RuleMetadata, paint: Paint): string {
  const { severity, confidence = 'certain', preset = 'recommended' } = rule;
  const facts = paint.dim(`· ${confidence} · preset ${preset}`);
  return `${paint.bold(ruleName(rule))}  ${paintSeverity(severity, paint)} ${facts}`;
}

function beforeSection({ before }: Example, paint: Paint): readonly (readonly string[])[] {
  return before === undefined ? [] : [[paint.bold('Before the change'), ...filesLines(before, [], paint)]];
}

function badSections(example: Example, paint: Paint): readonly (readonly string[])[] {
  const { files, at, fixed } = example;
  const diffs = Object.entries(fixed ?? {}).map(([file, after]) =>
    unifiedDiff(file, files[file] ?? '', after),
  );
  const fix = diffs.join('').trimEnd().split('\n');
  return [
    ...beforeSection(example, paint),
    [paint.bold('Bad'), ...filesLines(files, at, paint)],
    ...(diffs.length === 0
      ? []
      : [[paint.bold('The fix'), ...fix.map((line) => `  ${diffLine(line, paint)}`)]]),
  ];
}

function diffLine(line: string, paint: Paint): string {
  if (line.startsWith('+')) return paint.green(line);
  return line.startsWith('-') ? paint.red(line) : line;
}

/** Files with line numbers, and a caret where each finding stands. */
function filesLines(files: ExampleFiles, at: readonly string[], paint: Paint): readonly string[] {
  return Object.entries(files).flatMap(([file, text]) => {
    const lines = text.replace(/\n$/, '').split('\n');
    const digits = String(lines.length).length;
    const places = at.flatMap((place) => (place.startsWith(`${file}:`) ? [placeOf(place)] : []));
    return [
      paint.cyan(`  ${file}`),
      ...lines.flatMap((line, index) => {
        const number = String(index + 1).padStart(digits);
        const own = places.filter((place) => place.line === index + 1);
        const carets = own.map(
          ({ column }) => `  ${' '.repeat(digits)} | ${' '.repeat(column - 1)}${paint.red('^')}`,
        );
        return [`${paint.dim(`  ${number} |`)} ${line}`.trimEnd(), ...new Set(carets)];
      }),
    ];
  });
}

function placeOf(place: string): { readonly line: number; readonly column: number } {
  const [line, column] = place.split(':').slice(-2).map(Number);
  return { line: line ?? 1, column: column ?? 1 };
}

function listSection(title: string, items: readonly string[], paint: Paint): readonly (readonly string[])[] {
  return items.length === 0 ? [] : [[paint.bold(title), ...items.map((item) => `  ${item}`)]];
}

function lastLine(rule: RuleMetadata, examples: number, paint: Paint): string {
  return paint.dim(
    `${count(examples, 'example')} with the real output: docs/rules/${ruleName(rule)}.md. To accept a finding: # seaworthy: ignore[${ruleName(rule)}] why`,
  );
}

/** Lines of at most `width` columns; words are never cut. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  let line = ' ';
  for (const word of text.split(/\s+/)) {
    if (line.length + 1 + word.length > width && line.trim() !== '') {
      lines.push(line);
      line = ' ';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
