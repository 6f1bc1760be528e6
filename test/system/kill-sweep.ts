// usage: node scripts/run.mjs test/system/kill-sweep.ts --full [--only REGEXP] [--part K/N] [--jobs N] [--small] [--scenario NAME]…
// Kills `up` at every step and position of the example's plans, goes on by `resume` or back by `rollback`, and
// compares with a run that was left alone. Without --full only the thinned set of `npm test` is run; --part takes every
// N-th point, --small a stack of fewer services.
import { parseArgs } from 'node:util';
import { failPositions } from '../../src/base/failpoint.ts';
import { allSteps } from '../../src/plan/plan.ts';
import {
  type Measured,
  otherPoints,
  type Point,
  scenarioNames,
  stepPoints,
  thinned,
} from './support/points.ts';
import { allPoints, type SweepResult, sweep } from './support/sweep.ts';

/** Positions of the later scenarios that the thinned set takes: what the first `up` has no step for. */
const laterSteps =
  /^(?:replace:core\/api\/(?:drain|stop)|data:core\/postgres\/(?:start|remove)|replace:objects\/configuration\/(?:start|remove))\/.*@mid-act:/;

/** One of each of the other ways to die. */
const otherWays = [
  /:undo-[^@]*\/stop\/.*@mid-act:resume/,
  /:undo-[^@]*\/remove\/.*@after-act:rollback/,
  /:journal-half@(?!1:).*:rollback/,
  /:keeper\+deployer@.*:resume/,
];

export function thinnedPoints(measured: readonly Measured[]): readonly Point[] {
  return measured.flatMap((one) =>
    one.scenario === 'first'
      ? [...thinned(one), ...oneOfEach(otherPoints(one))]
      : stepPoints(one).filter(
          (point, index) => laterSteps.test(point.id) && (point.mode === 'resume') === index % 4 < 2,
        ),
  );
}

/** Services that the short sweep of an engine with images does without: they are started as those that are left. */
export const leftOut = ['auth', 'policy', 'dashboard', 'monitoring'] as const;

/** What a short sweep takes of a replacement: the switch and the end of the old one, and the one that has to go first. */
const replacing =
  /^replace:(?:core\/api\/(?:route|drain|stop)|business\/config\/(?:stop|start))\/.*@mid-act:/;

/** For an engine on which each point takes long: every kind of step once, the positions and the modes in turn. */
export function fewPoints(measured: readonly Measured[]): readonly Point[] {
  return measured.flatMap((one) =>
    one.scenario === 'first'
      ? [...thinned(one).filter((_point, index) => index % 3 === 0), ...oneOfEach(otherPoints(one))]
      : stepPoints(one).filter(
          (point, index) => replacing.test(point.id) && (point.mode === 'resume') === index % 4 < 2,
        ),
  );
}

function oneOfEach(points: readonly Point[]): readonly Point[] {
  return otherWays.flatMap((way) => points.find((point) => way.test(point.id)) ?? []);
}

/** A shrinking sweep must be seen. */
export function describeCount(measured: readonly Measured[]): string {
  let steps = 0;
  for (const one of measured) steps += allSteps(one.plan).length;
  let points = 0;
  for (const one of measured) points += stepPoints(one).length;
  const others = allPoints(measured).length - points;
  return `${points} points = ${steps} steps x ${failPositions.length} positions x 2 modes (${measured.map((one) => one.scenario).join(', ')}), and ${others} of torn records, moments, keepers and undoing`;
}

export async function main(): Promise<SweepResult> {
  const { values } = parseArgs({
    options: {
      full: { type: 'boolean' },
      small: { type: 'boolean' },
      only: { type: 'string' },
      scenario: { type: 'string', multiple: true },
      part: { type: 'string' },
      jobs: { type: 'string' },
    },
  });
  const only = new RegExp(values.only ?? '');
  const [part = 1, parts = 1] = (values.part ?? '1/1').split('/').map(Number);
  const begun = performance.now();
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const result = await sweep({
    stop: stop.signal,
    jobs: Number(values.jobs ?? 2),
    without: values.small === true ? leftOut : [],
    scenarios: scenarioNames.filter((name) => values.scenario?.includes(name) ?? true),
    print: (line) => console.log(line),
    choose: (measured) => {
      console.log(describeCount(measured));
      const points = values.full === true ? allPoints(measured) : thinnedPoints(measured);
      return points
        .filter((point) => only.test(point.id))
        .filter((_point, index) => index % parts === part - 1);
    },
  });
  console.log(`took ${Math.round((performance.now() - begun) / 1000)} s`);
  return result;
}

/** The exit code. */
export function reported({ passed, failures }: SweepResult): number {
  for (const { point } of failures) console.log(`failed: ${point.id}`);
  console.log(`${passed} passed, ${failures.length} failed`);
  return failures.length === 0 && passed > 0 ? 0 : 1;
}

if (process.argv[1]?.endsWith('kill-sweep.ts') === true) {
  process.exitCode = reported(await main());
}
