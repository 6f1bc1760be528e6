// What the formats of a report are given.
import type { LoadRaw, UsageRaw } from '../../model/measurement.ts';
import type { Report, SignOff } from '../../model/readiness.ts';
import type { TimelineStep } from '../../readiness/timeline.ts';

export interface GraphService {
  readonly service: string;
  readonly phase: string;
  readonly dependsOn: readonly string[];
  readonly state: 'up' | 'down' | 'skipped' | 'completed' | 'unknown';
}

export interface ServiceBytes {
  readonly service: string;
  readonly bytes: number;
  /** What it may take at most; undefined where nothing says. */
  readonly limit: number | undefined;
}

/** What is drawn beside the checklist; each part may be missing, and is then said to be. */
export interface ReportCharts {
  readonly timeline: readonly TimelineStep[];
  readonly graph: readonly GraphService[];
  readonly loads: readonly LoadRaw[];
  readonly usage: UsageRaw | undefined;
  /** Budget of the whole stack in bytes and in CPUs. */
  readonly memoryBudget: number | undefined;
  readonly cpuBudget: number | undefined;
  /** Peak of each service as the engine saw it. */
  readonly memoryPeaks: readonly ServiceBytes[];
  readonly images: readonly ServiceBytes[];
}

export interface ReportExtras {
  readonly charts: ReportCharts;
  readonly signOffs: readonly { readonly signOff: SignOff; readonly problems: readonly string[] }[];
}

const words = ['fail', 'unknown', 'waived', 'pass', 'not-applicable'] as const;

/** Lines that count first, and among them the worst, so that the first screen says why. */
export function sortedLines({ lines }: Report): Report['lines'] {
  return [...lines].sort(
    (a, b) => Number(b.counts) - Number(a.counts) || words.indexOf(a.outcome) - words.indexOf(b.outcome),
  );
}

export function outcomeCounts({ lines }: Report): Readonly<Record<(typeof words)[number], number>> {
  const of = (outcome: (typeof words)[number]) =>
    lines.filter((line) => line.counts && line.outcome === outcome).length;
  return {
    fail: of('fail'),
    unknown: of('unknown'),
    waived: of('waived'),
    pass: of('pass'),
    'not-applicable': of('not-applicable'),
  };
}

export function countsText(report: Report): string {
  const { pass, fail, unknown, waived, 'not-applicable': none } = outcomeCounts(report);
  return `${pass} pass · ${fail} fail · ${unknown} unknown · ${waived} waived · ${none} not applicable`;
}

/** What stands behind a line, in one sentence. */
export function lineText({ detail, value, limit, waiver }: Report['lines'][number]): string {
  const held = limit === undefined || detail.includes(limit) ? '' : `, limit ${limit}`;
  // `0 findings of 0` says no more than the word `pass`.
  const isSaid = value === undefined || value === limit || detail.includes(value);
  const measured = isSaid ? '' : ` (${value}${held})`;
  const why =
    waiver === undefined ? '' : `; waived until ${waiver.expires} by ${waiver.owner}: ${waiver.reason}`;
  return `${detail}${measured}${why}`;
}
