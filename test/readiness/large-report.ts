// A report of forty services with everything that the page can draw.

import type { Outcome, Report, ReportLine } from '../../src/model/readiness.ts';
import type { GraphService, ReportExtras } from '../../src/output/report/format.ts';
import { checklist } from '../../src/readiness/checklist.ts';
import type { TimelineStep } from '../../src/readiness/timeline.ts';

const outcomes: readonly Outcome[] = ['pass', 'pass', 'fail', 'unknown', 'waived', 'not-applicable'];
const names = Array.from({ length: 40 }, (_, index) => `service-${String(index + 1).padStart(2, '0')}`);
const phases = ['core', 'business', 'analytics', 'observability'];
const phaseOf = (index: number) => phases[Math.floor(index / 10)] ?? 'core';

export const hostile = '<script>alert(1)</script> "quoted" & <img src=x onerror=alert(2)>';

const lines: readonly ReportLine[] = checklist.map((check, index) => {
  const outcome = outcomes[index % outcomes.length] ?? 'pass';
  return {
    id: check.id,
    group: check.group,
    title: check.title,
    outcome,
    counts: index % 4 !== 3,
    known: check.known,
    detail:
      index === 2
        ? hostile
        : `${names[index % 40]} and ${index} more were looked at, and this is what was found`,
    value: `${index} findings`,
    limit: '0 findings',
    at: '2026-03-01T11:00:00.000Z',
    ageMs: 3_600_000,
    evidence: [
      {
        text: `services/${names[index % 40]}/Dockerfile:12`,
        path: `services/${names[index % 40]}/Dockerfile`,
      },
      { text: `aaaa1111/${index}`, path: 'evidence/aaaa1111/raw/smoke-1.json', sum: 'f'.repeat(32) },
    ],
    remedy: outcome === 'fail' || outcome === 'unknown' ? check.remedy : undefined,
    waiver:
      outcome === 'waived'
        ? { check: check.id, owner: 'ana', reason: 'the vendor mends it', expires: '2026-04-01' }
        : undefined,
  };
});

export const largeReport: Report = {
  schema: 'seaworthy.report/1',
  version: '0.1.0',
  stack: 'platform',
  profile: 'production',
  release: 'aaaa1111bbbb2222',
  at: '2026-03-01T12:00:00.000Z',
  verdict: 'NOT READY',
  lines,
  warnings: ['1 of the 3 records of release aaaa1111 are gone'],
  verdictHash: 'e'.repeat(64),
};

const timeline: readonly TimelineStep[] = names.flatMap((service, index) => {
  const from = Math.floor(index / 10) * 9000 + (index % 10) * 150;
  return (['start', 'gate', 'route', 'drain', 'stop'] as const).map((kind, step) => ({
    id: `${phaseOf(index)}/${service}/${kind}/${service}-2`,
    phase: phaseOf(index),
    kind,
    service,
    fromMs: from + step * 1100,
    toMs: from + step * 1100 + (kind === 'gate' ? 2400 : 700),
    failed: index === 17 && kind === 'gate',
    critical: index % 10 === 9 && step < 2,
  }));
});

const graph: readonly GraphService[] = names.map((service, index) => ({
  service,
  phase: phaseOf(index),
  dependsOn:
    index === 0
      ? []
      : [names[Math.floor(index / 2)] ?? '', names[Math.floor(index / 3)] ?? ''].filter(
          (name) => name !== service,
        ),
  state: index === 17 ? 'down' : index === 30 ? 'skipped' : 'up',
}));

export const largeExtras: ReportExtras = {
  charts: {
    timeline,
    graph,
    loads: [
      {
        name: 'browse',
        all: { requests: 12_031, latency: { p50: 12, p95: 80, p99: 450, max: 2100 } },
        histogram: Array.from(
          { length: 80 },
          (_, index) =>
            [
              2 * 1.09 ** index,
              Math.round(2000 * Math.exp(-((index - 22) ** 2) / 60)) + (index > 60 ? 3 : 0),
            ] as const,
        ),
      },
      // Its tail is short, so that its marks lie at the edge.
      {
        name: 'search',
        all: { requests: 500, latency: { p50: 42, p95: 189, p99: 279, max: 322 } },
        histogram: [
          [3, 20],
          [42, 300],
          [189, 170],
          [300, 10],
        ],
      },
    ],
    usage: {
      schema: 'seaworthy.raw.usage/1',
      begunAt: '2026-03-01T10:00:00.000Z',
      samples: Array.from({ length: 80 }, (_, second) =>
        names.slice(0, Math.min(40, second + 1)).map((service, index) => ({
          atMs: second * 500,
          service,
          instance: `${service}-1`,
          memory: 30e6 + index * 1e6 + 4e6 * Math.sin(second / 5),
          cpus: 0.02 + 0.05 * Math.abs(Math.sin((second + index) / 4)),
        })),
      ).flat(),
    },
    memoryBudget: 2 * 1024 ** 3,
    cpuBudget: 4,
    memoryPeaks: names.map((service, index) => ({
      service,
      bytes: (20 + index * 3) * 1e6,
      limit: 128 * 1024 ** 2,
    })),
    images: names.map((service, index) => ({
      service,
      bytes: (40 + ((index * 37) % 200)) * 1e6,
      limit: undefined,
    })),
  },
  signOffs: [
    {
      signOff: {
        schema: 'seaworthy.sign-off/1',
        stack: 'platform',
        release: 'aaaa1111bbbb2222',
        profile: 'production',
        verdict: 'READY',
        verdictHash: 'd'.repeat(64),
        reportHash: 'c'.repeat(64),
        by: 'Ana B.',
        role: 'release lead',
        at: '2026-02-28T12:00:00.000Z',
        key: 'k',
        signature: 's',
      },
      problems: ['the verdict has changed since: a check, its evidence or a waiver is another'],
    },
  ],
};
