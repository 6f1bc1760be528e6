// A verdict with three values, from evidence and findings alone. What nobody measured is unknown, never green.
import { formatDuration } from '../base/units.ts';
import type { Evidence, Readiness, VerdictLine } from '../model/evidence.ts';
import { type Finding, isAtLeast } from '../model/finding.ts';

export interface VerdictInput {
  readonly stack: string;
  readonly now: Date;
  /** The release that serves, if one does. */
  readonly release: string | undefined;
  /** Services of that release, each with whether its gate was passed and how it does now. */
  readonly services: readonly ServiceState[];
  readonly findings: readonly Finding[];
  /** Files that review could not understand. */
  readonly notUnderstood: readonly string[];
  readonly evidence: readonly Evidence[];
  /** Names of the smoke checks that are declared: each must have evidence for this release. */
  readonly smoke: readonly string[];
  /** Evidence older than this is unknown. */
  readonly maxAgeMs: number;
}

export interface ServiceState {
  readonly service: string;
  readonly state: 'up' | 'down' | 'skipped' | 'completed';
  readonly detail: string;
  /** No health check is declared: that it runs is all that is known. */
  readonly weak: boolean;
}

/** One line per fact; the verdict is the worst of them. */
export function verdictOf(input: VerdictInput): Readiness {
  const lines = [
    releaseLine(input),
    ...input.services.map(serviceLine),
    ...smokeLines(input),
    ...measured(input),
    reviewLine(input),
  ];
  lines.push(...waivedLines(input), ...unreadLines(input));
  const has = (outcome: VerdictLine['outcome']) => lines.some((line) => line.outcome === outcome);
  const verdict = has('fail') ? 'NOT READY' : has('unknown') ? 'UNKNOWN' : 'READY';
  return { verdict, stack: input.stack, release: input.release, at: input.now.toISOString(), lines };
}

function releaseLine({ release }: VerdictInput): VerdictLine {
  if (release === undefined)
    return { name: 'release', outcome: 'unknown', detail: 'nothing has been rolled out yet' };
  return { name: 'release', outcome: 'pass', detail: `${release} passed its gates` };
}

function serviceLine({ service, state, detail, weak }: ServiceState): VerdictLine {
  const name = `service/${service}`;
  if (state === 'down') return { name, outcome: 'fail', detail };
  if (state === 'skipped') return { name, outcome: 'unknown', detail };
  if (weak)
    return {
      name,
      outcome: 'unknown',
      detail: `${detail}; it has no health check, so only its port or process is known`,
    };
  return { name, outcome: 'pass', detail };
}

/** Each declared check against its newest evidence for this very release. */
function smokeLines(input: VerdictInput): readonly VerdictLine[] {
  if (input.smoke.length === 0) {
    return [{ name: 'smoke', outcome: 'unknown', detail: 'no smoke checks are declared' }];
  }
  return input.smoke.map((check) => evidenceLine(`smoke/${check}`, input));
}

function evidenceLine(name: string, input: VerdictInput): VerdictLine {
  const all = input.evidence.filter((one) => one.name === name);
  const newest = all.filter((one) => one.release === input.release).at(-1);
  if (newest === undefined) {
    const detail =
      all.length === 0 ? 'never measured' : `measured only on release ${all.at(-1)?.release ?? 'unknown'}`;
    return { name, outcome: 'unknown', detail };
  }
  const ageMs = input.now.getTime() - Date.parse(newest.at);
  const unit = newest.unit === undefined ? '' : newest.unit;
  const value = newest.value === undefined ? '' : `${newest.value}${unit} `;
  const detail = `${value}${newest.what} (${newest.at}, release ${newest.release}, by ${newest.by})`;
  if (ageMs > input.maxAgeMs) {
    return {
      name,
      outcome: 'unknown',
      detail: `${detail}: ${formatDuration(ageMs)} old, limit ${formatDuration(input.maxAgeMs)}`,
    };
  }
  return { name, outcome: newest.outcome, detail };
}

/** Other evidence of this release: lost requests of its replacements, gates. */
function measured(input: VerdictInput): readonly VerdictLine[] {
  const names = new Set(
    input.evidence
      .filter((one) => one.release === input.release && !one.name.startsWith('smoke/'))
      .map((one) => one.name),
  );
  return [...names].map((name) => evidenceLine(name, input));
}

function reviewLine({ findings }: VerdictInput): VerdictLine {
  const standing = findings.filter((one) => one.waived === undefined && isAtLeast(one.severity, 'high'));
  if (standing.length === 0)
    return { name: 'review', outcome: 'pass', detail: 'no unwaived finding of severity high or critical' };
  const first = standing[0];
  const more = standing.length > 1 ? ` and ${standing.length - 1} more` : '';
  return { name: 'review', outcome: 'fail', detail: `${first?.rule}: ${first?.message}${more}` };
}

function waivedLines({ findings }: VerdictInput): readonly VerdictLine[] {
  return findings
    .filter((one) => one.waived !== undefined && isAtLeast(one.severity, 'high'))
    .map((one) => ({
      name: one.rule,
      outcome: 'waived' as const,
      detail: `${one.message} (${one.waived?.reason ?? ''})`,
    }));
}

function unreadLines({ notUnderstood }: VerdictInput): readonly VerdictLine[] {
  return notUnderstood.map((file) => ({
    name: `file/${file}`,
    outcome: 'unknown' as const,
    detail: 'could not be understood',
  }));
}
