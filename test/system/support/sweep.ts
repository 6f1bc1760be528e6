// The sweep: enumerates the points in a scout's lane, runs them in lanes side by side, and reports.
import { rmSync } from 'node:fs';
import { readJournalTolerant } from '../../../src/journal/read.ts';
import { Bench, journalTail, newestJournal } from './bench.ts';
import { describeEnd } from './command.ts';
import { ground } from './ground.ts';
import { type Lane, makeBase, makeLane } from './lane.ts';
import {
  type Measured,
  otherPoints,
  type Point,
  type ScenarioName,
  scenarioNames,
  stepPoints,
} from './points.ts';
import { compare, expectNoop, killBeforeEnd, runPoint, worldOf } from './run-point.ts';
import { scenarios } from './scenario.ts';
import { Watcher } from './watcher.ts';

export interface SweepOptions {
  readonly jobs: number;
  /** Chooses from what the measured scenarios offer. */
  readonly choose: (measured: readonly Measured[]) => readonly Point[];
  readonly print: (line: string) => void;
  /** Services of the example that its stacks do without. */
  readonly without?: readonly string[];
  /** Only these are measured; all of them unless told. */
  readonly scenarios?: readonly ScenarioName[];
  /** No new points after this aborts; everything is cleaned up all the same. */
  readonly stop?: AbortSignal;
}

export interface Failure {
  readonly point: Point;
  readonly problems: readonly string[];
}

export interface SweepResult {
  readonly passed: number;
  readonly failures: readonly Failure[];
}

/** Every point that there is. */
export function allPoints(measured: readonly Measured[]): readonly Point[] {
  return measured.flatMap((one) => [...stepPoints(one), ...otherPoints(one)]);
}

export async function sweep(options: SweepOptions): Promise<SweepResult> {
  const base = makeBase();
  const watcher = new Watcher();
  const lanes: Lane[] = [];
  try {
    for (let index = 0; index < options.jobs; index++) {
      const lane = await makeLane(base, `lane${index + 1}`, options.without);
      lanes.push(lane);
      watcher.add(lane);
    }
    await inLanes(lanes, async (lane) => await ground.warm(lane));
    const points = options.choose(await measureAll(lanes, watcher, options));
    options.print(`${points.length} points chosen, ${lanes.length} at once`);
    return await runAll(lanes, points, watcher, options);
  } finally {
    await watcher.close();
    for (const lane of lanes) await new Bench(lane, scenarios.first).sweep();
    rmSync(base, { recursive: true, force: true });
  }
}

/** The reference: each scenario once without a kill, in the lanes side by side. */
async function measureAll(
  lanes: readonly Lane[],
  watcher: Watcher,
  { print, scenarios: names = scenarioNames }: SweepOptions,
): Promise<readonly Measured[]> {
  const waiting = [...names];
  const measured = new Map<ScenarioName, Measured>();
  await inLanes(lanes, async (lane) => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const one = await measure(new Bench(lane, scenarios[name]), watcher);
      measured.set(name, one);
      const steps = one.plan.phases.flatMap((phase) => phase.steps).length;
      print(`${name}: uninterrupted in ${one.ms} ms, ${steps} steps, ${one.lastSeq} records`);
    }
  });
  return scenarioNames.flatMap((name) => measured.get(name) ?? []);
}

async function measure(bench: Bench, watcher: Watcher): Promise<Measured> {
  const { lane, scenario } = bench;
  await bench.begin();
  const plan = await bench.change();
  watcher.expect(lane, plan);
  const up = await lane.run(['up']);
  const problems: string[] = [];
  if (up.code !== 0) problems.push(describeEnd(up));
  problems.push(...(await compare(lane, worldOf(plan), 'reference')));
  await expectNoop(lane, problems);
  problems.push(...watcher.violations(lane), ...bench.unreachable());
  const { records } = readJournalTolerant(newestJournal(lane) ?? '');
  problems.push(...(await bench.end()));
  const undo = scenario.serves ? [] : await measureUndo(bench, problems);
  if (problems.length > 0)
    throw new Error(`${scenario.name} fails without any kill:\n${problems.join('\n')}`);
  return { scenario: scenario.name, plan, lastSeq: records.at(-1)?.seq ?? 1, ms: up.ms, undo };
}

/** Ids of the steps that a rollback from just before the end takes. */
async function measureUndo(bench: Bench, problems: string[]): Promise<readonly string[]> {
  const { lane } = bench;
  await killBeforeEnd(lane, await bench.change());
  const rollback = await lane.run(['rollback']);
  if (rollback.code !== 0) problems.push(describeEnd(rollback));
  problems.push(...(await compare(lane, bench.before, 'after rollback')));
  const { records } = readJournalTolerant(newestJournal(lane) ?? '');
  const begun = records.findIndex((one) => one.event === 'rollback-begun');
  problems.push(...(await bench.end()));
  return records.slice(begun + 1).flatMap((one) => (one.event === 'intent' ? [one.step] : []));
}

async function runAll(
  lanes: readonly Lane[],
  points: readonly Point[],
  watcher: Watcher,
  { print, stop }: SweepOptions,
): Promise<SweepResult> {
  const waiting = [...points];
  const failures: Failure[] = [];
  let done = 0;
  await inLanes(lanes, async (lane) => {
    let bench: Bench | undefined;
    for (let point = waiting.shift(); point !== undefined; point = waiting.shift()) {
      const begun = performance.now();
      const problems: string[] = [];
      if (bench?.scenario.name !== point.scenario) {
        problems.push(...((await bench?.end()) ?? []));
        bench = new Bench(lane, scenarios[point.scenario]);
      }
      problems.push(...(await tryPoint(bench, point, watcher)));
      done += 1;
      if (stop?.aborted === true) waiting.length = 0;
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      print(`[${done}/${points.length}] ${problems.length === 0 ? 'ok  ' : 'FAIL'} ${point.id} ${seconds}s`);
      if (problems.length === 0) continue;
      failures.push({ point, problems });
      report(lane, point, problems, print);
      await bench.sweep();
    }
    const left = (await bench?.end()) ?? [];
    const last = points.at(-1);
    if (left.length > 0 && last !== undefined) failures.push({ point: last, problems: left });
    for (const line of left) print(line);
  });
  return { passed: done - new Set(failures.map((one) => one.point.id)).size, failures };
}

async function tryPoint(bench: Bench, point: Point, watcher: Watcher): Promise<readonly string[]> {
  try {
    await bench.begin();
    return await runPoint(bench, point, watcher);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function report(lane: Lane, point: Point, problems: readonly string[], print: (line: string) => void): void {
  for (const problem of problems) print(`  - ${problem.replaceAll('\n', '\n    ')}`);
  for (const ended of lane.transcript.slice(-8)) print(`  ${describeEnd(ended).replaceAll('\n', '\n  ')}`);
  for (const line of journalTail(lane, 12)) print(`    ${line}`);
  print(`  again: ${againCommand(point)}`);
}

export function againCommand(point: Point): string {
  const exact = point.id.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return `node scripts/build.mjs && node scripts/run.mjs test/system/kill-sweep.ts --full --jobs 1 --only '^${exact}$'`;
}

/** All lanes are left in good order before an error of one goes on. */
async function inLanes(lanes: readonly Lane[], work: (lane: Lane) => Promise<void>): Promise<void> {
  const outcomes = await Promise.allSettled(lanes.map(work));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
