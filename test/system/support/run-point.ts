// One point: kill, look, go on or back, and hold the world and the invariants against what they must be.
import { readFileSync } from 'node:fs';
import { systemClock } from '../../../src/base/clock.ts';
import { readJournalTolerant } from '../../../src/journal/read.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { replicasWanted, type Wanted } from '../../../src/model/unit.ts';
import { allSteps } from '../../../src/plan/plan.ts';
import { isCalled } from '../../../src/plan/step.ts';
import { type Bench, newestJournal } from './bench.ts';
import { describeEnd, type Ended, lastLine } from './command.ts';
import { ground } from './ground.ts';
import type { Lane } from './lane.ts';
import { type Kill, type Point, stepOf } from './points.ts';
import { secretLeaks } from './secrets.ts';
import type { Watcher } from './watcher.ts';
import { differences, lookAt, type World } from './world.ts';

/** Services of an uninterrupted run, with what its plan wanted of each. */
export function worldOf(plan: Plan): World {
  const skipped = new Set(
    plan.phases.flatMap((phase) =>
      phase.services.flatMap((one) => (one.change === 'skip' ? [one.service] : [])),
    ),
  );
  const placed = Object.values(plan.wanted)
    .filter((one) => !skipped.has(one.unit.service))
    .flatMap((one) => new Array<Wanted>(replicasWanted(one)).fill(one))
    .map(({ unit, config }) => {
      const routed = isCalled(unit) && !unit.oneShot;
      return {
        service: unit.service,
        config,
        state: unit.oneShot ? 'exited' : 'running',
        routed,
        restarts: 0,
      };
    });
  return { placed, release: plan.release, drift: [] };
}

/** What went wrong; nothing when the point holds. */
export async function runPoint(bench: Bench, point: Point, watcher: Watcher): Promise<readonly string[]> {
  const { lane } = bench;
  const before = bench.before;
  const plan = await bench.change();
  watcher.expect(lane, plan);
  const killed = await carryOutKill(lane, plan, point.kill);
  const after = worldOf(plan);
  const problems: string[] = [];
  const way = await wayOn(lane, point, killed, problems);
  const back = way === 'rollback' || point.kill.kind === 'undo';
  const goal = back ? before : after;
  await goOn(lane, way, back ? /^Rolled back / : new RegExp(`release ${plan.release}`), problems);
  problems.push(...(await compare(lane, goal, 'I4')));
  if (!back) await expectNoop(lane, problems);
  problems.push(...watcher.violations(lane), ...secretLeaks(lane));
  const lost = bench.unreachable();
  // The keeper holds the ports: between its death and the next command nobody can answer.
  if (point.kill.kind !== 'keeper') problems.push(...lost);
  if (problems.length > 0) return problems;
  return bench.next(goal);
}

/** An `up` that ends by the kill, at the latest by itself. */
export async function carryOutKill(lane: Lane, plan: Plan, kill: Kill): Promise<Ended> {
  switch (kill.kind) {
    case 'step':
      return lane.start(['up'], `${stepOf(plan, kill.step).id}@${kill.position}`).ended;
    case 'undo': {
      await killBeforeEnd(lane, plan);
      return lane.start(['rollback'], `${kill.step}@${kill.position}`).ended;
    }
    case 'journal':
      return lane.start(['up'], `journal-half@${kill.seq}`).ended;
    case 'moment': {
      const running = lane.start(['up']);
      await systemClock.sleep(kill.ms);
      running.child.kill('SIGKILL');
      return running.ended;
    }
    case 'keeper': {
      const earlier = newestJournal(lane);
      const running = lane.start(['up']);
      const over = new AbortController();
      void running.ended.then(() => over.abort());
      while (!over.signal.aborted && stepsDone(lane, earlier) < kill.done) {
        await systemClock.sleep(5, over.signal);
      }
      if (kill.withDeployer) running.child.kill('SIGKILL');
      ground.killKeepers(lane);
      return running.ended;
    }
  }
}

/** A run that has done everything but to say so. */
export async function killBeforeEnd(lane: Lane, plan: Plan): Promise<void> {
  const last = allSteps(plan).at(-1);
  const killed = await lane.start(['up'], `${last?.id}@before-intent`).ended;
  if (killed.signal !== 'SIGKILL') throw new Error(`up did not end by the kill\n${describeEnd(killed)}`);
}

function stepsDone(lane: Lane, earlier: string | undefined): number {
  const path = newestJournal(lane);
  if (path === undefined || path === earlier) return 0;
  try {
    return readFileSync(path, 'utf8').split('"event":"done"').length - 1;
  } catch {
    return 0;
  }
}

type Way = 'resume' | 'rollback' | 'up' | 'none';

/** What is there to do now, by what the kill left; I6: exit codes and last lines must say so. */
async function wayOn(lane: Lane, point: Point, killed: Ended, problems: string[]): Promise<Way> {
  const { kind } = point.kill;
  const status = await lane.run(['status']);
  const wasKilled = killed.signal === 'SIGKILL' && !killed.late;
  if (!wasKilled && (kind === 'step' || kind === 'undo' || killed.late)) {
    problems.push(`up did not end by the kill\n${describeEnd(killed)}`);
    return killed.code === 0 ? 'none' : 'resume';
  }
  if (wasKilled && lastLine(killed.stdout).includes('runs release') && kind !== 'moment')
    problems.push(`I6: the killed up said that it was done\n${describeEnd(killed)}`);
  // A keeper that dies in the last moments of an `up` is missed by the next one.
  if (killed.code === 0) return kind === 'keeper' ? 'up' : 'none';
  if (status.code === 7) {
    if (!/interrupted/.test(status.stdout))
      problems.push(`I6: status names no interrupted run\n${describeEnd(status)}`);
    return point.mode;
  }
  // Dead before its first record was whole, a run has touched nothing, and there is nothing to resume.
  const path = newestJournal(lane);
  const touched = path === undefined ? [] : readJournalTolerant(path).records;
  if (kind !== 'step' && kind !== 'undo' && (touched.length === 0 || touched.at(-1)?.event === 'run-ended'))
    return 'up';
  problems.push(`I6: status after the kill exits ${status.code}, not 7\n${describeEnd(status)}`);
  return point.mode;
}

async function goOn(lane: Lane, way: Way, expected: RegExp, problems: string[]): Promise<void> {
  if (way === 'none') return;
  const ended = await lane.run([way]);
  if (ended.code !== 0) problems.push(`${way} failed\n${describeEnd(ended)}`);
  const spoken = ended.stdout.split('\n').some((line) => expected.test(line));
  if (ended.code === 0 && !spoken)
    problems.push(`I6: ${way} does not name the state that it reached\n${describeEnd(ended)}`);
}

export async function compare(lane: Lane, goal: World, what: string): Promise<readonly string[]> {
  const look = await lookAt(lane);
  const found = [...look.problems, ...differences(goal, look.world)];
  if (look.ended.code !== 0 && look.world.placed.length > 0)
    found.push(`I6: status exits ${look.ended.code}, as if there were more to do`);
  return found.map((problem) => (problem.startsWith('I') ? problem : `${what}: ${problem}`));
}

/** I7 */
export async function expectNoop(lane: Lane, problems: string[]): Promise<void> {
  const again = await lane.run(['up']);
  if (
    again.code === 0 &&
    again.stdout.trimEnd().endsWith(`nothing to do`) &&
    again.stdout.startsWith(lane.stack)
  )
    return;
  problems.push(`I7: a further up had something to do\n${describeEnd(again)}`);
}
