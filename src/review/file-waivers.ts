// Waives findings by `seaworthy.waivers.yaml`; what has expired or meets nothing is said.
import type { Finding, Problem, Waiver } from '../model/finding.ts';
import type { FileWaiver, WaiverFile } from '../model/waiver-file.ts';
import type { RuleNames } from './names.ts';
import { pathPattern } from './path-pattern.ts';
import type { Positions } from './positions.ts';
import { unknownRule } from './waivers.ts';

export interface FileWaived {
  readonly findings: readonly Finding[];
  readonly unused: readonly Problem[];
  readonly expired: readonly Problem[];
}

interface Scope {
  readonly names: RuleNames;
  /** Rules that ran: a waiver of another rule may be of use in another run. */
  readonly ran: ReadonlySet<string>;
  /** `2026-12-31`; without it nothing expires. */
  readonly today: string | undefined;
  readonly positions: Positions;
}

interface Entry {
  readonly waiver: FileWaiver;
  readonly isOurs: boolean;
  readonly rules: readonly string[];
  readonly reaches: (file: string) => boolean;
  used: boolean;
}

export function applyFileWaivers(
  findings: readonly Finding[],
  files: readonly WaiverFile[],
  { names, ran, today, positions }: Scope,
): FileWaived {
  const all = files.flatMap((file) => file.waivers.map((waiver) => entryOf(waiver, file, names)));
  if (all.length === 0) return { findings, unused: [], expired: [] };
  const isExpired = ({ waiver }: Entry) =>
    today !== undefined && waiver.expires !== undefined && waiver.expires < today;
  const counting = all.filter((entry) => !isExpired(entry));
  const waived = findings.map((finding) => {
    const covering = counting.filter((entry) => covers(entry, finding, positions));
    for (const entry of covering) entry.used = true;
    const [first] = covering;
    // A comment at the place itself says more.
    return first === undefined || finding.waived !== undefined
      ? finding
      : { ...finding, waived: waiverOf(first.waiver) };
  });
  const isIdle = ({ isOurs, used, rules }: Entry) => isOurs && !used && rules.every((rule) => ran.has(rule));
  return {
    findings: waived,
    unused: counting.flatMap((entry) => (isIdle(entry) ? [idle(entry, names)] : [])),
    expired: all.flatMap((entry) => (entry.isOurs && isExpired(entry) ? [expired(entry.waiver)] : [])),
  };
}

function entryOf(waiver: FileWaiver, { file, tool }: WaiverFile, names: RuleNames): Entry {
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const matches = waiver.path === undefined ? undefined : pathPattern(waiver.path);
  return {
    waiver,
    isOurs: tool === undefined,
    rules: names.resolve(waiver.rule.value),
    used: false,
    reaches: (path) =>
      path.startsWith(folder) && (matches === undefined || matches(path.slice(folder.length))),
  };
}

function covers({ waiver, rules, reaches }: Entry, finding: Finding, positions: Positions): boolean {
  const { object, line } = waiver;
  if (!rules.includes(finding.rule) || !reaches(finding.at.file)) return false;
  if (object !== undefined && object !== finding.object) return false;
  return (
    line === undefined || (positions.start(finding.at).line <= line && line <= positions.end(finding.at).line)
  );
}

function waiverOf({ reason, owner, expires, span }: FileWaiver): Waiver {
  return {
    reason,
    at: span,
    ...(owner === undefined ? {} : { owner }),
    ...(expires === undefined ? {} : { expires }),
  };
}

function idle({ waiver, rules }: Entry, names: RuleNames): Problem {
  const { value: name, span } = waiver.rule;
  if (rules.length === 0) return unknownRule({ name, span }, names);
  return { at: span, message: `the waiver of ${name} meets no finding` };
}

function expired({ rule, owner, expires }: FileWaiver): Problem {
  const whose = owner === undefined ? '' : ` by ${owner}`;
  return { at: rule.span, message: `the waiver of ${rule.value}${whose} has ended on ${expires}` };
}
