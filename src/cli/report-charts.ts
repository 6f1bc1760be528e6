// What a report draws, from journals, plans and the raw data of evidence. What cannot be read is left out, not guessed.
import { parseJson } from '../journal/files.ts';
import { isNumber, isText, listOf, optional, shape } from '../journal/shape.ts';
import type { ImagesRaw, LoadRaw, UsageRaw } from '../model/measurement.ts';
import type { GraphService, ReportCharts, ServiceBytes } from '../output/report/format.ts';
import { readableRuns } from '../readiness/check.ts';
import { runOf } from '../readiness/runs.ts';
import { timelineOf } from '../readiness/timeline.ts';
import type { MadeReport } from './report-facts.ts';

const pair = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every(isNumber);
const latency = shape<LoadRaw['all']['latency']>({
  p50: isNumber,
  p95: isNumber,
  p99: isNumber,
  max: isNumber,
});
const all = shape<LoadRaw['all']>({ requests: isNumber, latency: latency.is });
const loadShape = shape<LoadRaw>({ name: isText, all: all.is, histogram: listOf(pair) });
const sample = shape<UsageRaw['samples'][number]>({
  atMs: isNumber,
  service: isText,
  instance: isText,
  memory: isNumber,
  cpus: optional(isNumber),
});
const usageShape = shape<UsageRaw>({
  schema: (value): value is 'seaworthy.raw.usage/1' => value === 'seaworthy.raw.usage/1',
  begunAt: isText,
  samples: listOf(sample.is),
});
const image = shape<ImagesRaw['images'][number]>({
  service: isText,
  image: isText,
  compressed: optional(isNumber),
  unpacked: optional(isNumber),
});
const imagesShape = shape<ImagesRaw>({
  schema: (value): value is 'seaworthy.raw.images/1' => value === 'seaworthy.raw.images/1',
  images: listOf(image.is),
  total: optional(isNumber),
});

export function chartsOf({ facts, store, observed }: MadeReport): ReportCharts {
  const believed = facts.evidence.records.filter(
    (one) => one.release === facts.release && one.doubt === undefined,
  );
  const raw = (name: (one: string) => boolean) =>
    believed
      .filter((one) => one.raw !== undefined && name(one.name))
      .map((one) => parseJson(store.rawText(one.raw ?? '') ?? ''));
  const run = runOf(facts.release, readableRuns(facts));
  const plan = run === undefined ? undefined : store.runPlan(run.run);
  const usage = raw((name) => name === 'rollout/usage')
    .filter(usageShape.is)
    .at(-1);
  const images = raw((name) => name === 'rollout/images')
    .filter(imagesShape.is)
    .at(-1);
  const budget = facts.project.settings?.budget;
  // Of several runs of one test the last counts, as in the checklist.
  const loads = new Map(
    raw((name) => /^load\/[^/]+$/.test(name))
      .filter(loadShape.is)
      .map((one) => [one.name, one]),
  );
  return {
    timeline: run === undefined ? [] : timelineOf(run, plan),
    graph: graphOf(facts),
    loads: [...loads.values()],
    usage,
    memoryBudget: budget?.memory,
    cpuBudget: budget?.cpus,
    memoryPeaks: observed.flatMap((one): readonly ServiceBytes[] => {
      const bytes = one.memoryPeak ?? one.memory;
      const limit = facts.plan?.wanted[one.service]?.unit.memoryLimit;
      return bytes === undefined ? [] : [{ service: one.service, bytes, limit }];
    }),
    images: (images?.images ?? []).flatMap(({ service, unpacked, compressed }) => {
      const bytes = unpacked ?? compressed;
      return bytes === undefined ? [] : [{ service, bytes, limit: undefined }];
    }),
  };
}

function graphOf({ plan, services }: MadeReport['facts']): readonly GraphService[] {
  const states = new Map(services.map((one) => [one.service, one.state]));
  return (plan?.phases ?? []).flatMap((phase) =>
    phase.services
      .filter(({ change }) => change !== 'remove')
      .map(({ service }) => ({
        service,
        phase: phase.name,
        dependsOn: (plan?.wanted[service]?.dependsOn ?? []).map((one) => one.service),
        state: states.get(service) ?? 'unknown',
      })),
  );
}
