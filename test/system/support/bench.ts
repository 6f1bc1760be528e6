// A lane at work on one scenario: what serves in it, who calls it, and how to get back to a clean slate.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { planShape } from '../../../src/journal/plan-shape.ts';
import { openStore } from '../../../src/journal/store.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { describeEnd } from './command.ts';
import { type Caller, ground } from './ground.ts';
import { type Lane, resetLane } from './lane.ts';
import { namesIn } from './looks.ts';
import type { Scenario } from './scenario.ts';
import { lookAt, nothing, type World } from './world.ts';

/** `down` at every point would take longer than the rest of it. */
const downEvery = 10;

export class Bench {
  readonly lane: Lane;
  readonly scenario: Scenario;
  #turn = 0;
  #points = 0;
  #client: Caller | undefined;
  #world: World = nothing;

  constructor(lane: Lane, scenario: Scenario) {
    this.lane = lane;
    this.scenario = scenario;
  }

  /** What is there before the next point. */
  get before(): World {
    return this.#world;
  }

  /** Makes the starting point of the scenario, unless it is there. */
  async begin(): Promise<void> {
    const { lane, scenario } = this;
    if (!scenario.serves || this.#client !== undefined) return;
    const up = await lane.run(['up']);
    if (up.code !== 0) throw new Error(`the release before did not come up\n${describeEnd(up)}`);
    const { world, problems } = await lookAt(lane);
    if (problems.length > 0) throw new Error(`before the first point: ${problems.join('; ')}`);
    this.#world = world;
    this.#client = ground.caller(lane, scenario.reachable ?? '/health');
  }

  /** The change of this turn and the plan of it. */
  async change(): Promise<Plan> {
    const { lane, scenario } = this;
    this.#turn += 1;
    scenario.change(lane, this.#turn);
    const planned = await lane.run(['plan', '--json']);
    if (planned.code !== 0) throw new Error(`no plan\n${describeEnd(planned)}`);
    const plan: unknown = JSON.parse(planned.stdout);
    if (!planShape.is(plan)) throw new Error(`not a plan: ${planShape.wrong(plan)}`);
    return plan;
  }

  /** I1, since the last call. */
  unreachable(): readonly string[] {
    const count = this.#client?.count;
    if (count === undefined || count.lost === 0) return [];
    const how = [...count.failures].map(([why, times]) => `${times} × ${why}`).join(', ');
    count.lost = 0;
    count.failures.clear();
    return [`I1: requests to ${this.scenario.reachable} were lost: ${how}`];
  }

  /** After a good point: the next one goes on from its world, or from nothing. */
  async next(world: World): Promise<readonly string[]> {
    this.lane.transcript.length = 0;
    this.#points += 1;
    if (this.scenario.serves) this.#world = world;
    else if (this.#points % downEvery === 0) return this.end();
    else await this.sweep();
    return [];
  }

  /** Takes everything away in the usual manner and says what was left. */
  async end(): Promise<readonly string[]> {
    await this.#hangUp();
    const { lane } = this;
    const problems: string[] = [];
    if (existsSync(join(lane.stateFolder, 'runs')) && namesIn(join(lane.stateFolder, 'runs')).length > 0) {
      const down = await lane.run(['down', '--volumes']);
      if (down.code !== 0) problems.push(`down failed\n${describeEnd(down)}`);
      problems.push(...(await ground.leftovers(lane)).map((one) => `left after down --volumes: ${one}`));
    }
    await this.sweep();
    return problems;
  }

  /** The last resort, by id: ends what carries our marks and removes what it left. */
  async sweep(): Promise<void> {
    await this.#hangUp();
    await ground.removeAll(this.lane);
    this.#world = nothing;
    resetLane(this.lane);
  }

  async #hangUp(): Promise<void> {
    await this.#client?.stop();
    this.#client = undefined;
  }
}

/** The journal of the newest run. */
export function newestJournal(lane: Lane): string | undefined {
  const newest = openStore(lane.stateFolder, { readOnly: true }).runs().at(-1);
  return newest === undefined ? undefined : join(newest.folder, 'journal.jsonl');
}

/** The end of it, for a report. */
export function journalTail(lane: Lane, lines: number): readonly string[] {
  const path = newestJournal(lane);
  if (path === undefined || !existsSync(path)) return [];
  const all = readFileSync(path, 'utf8').trimEnd().split('\n');
  return all.slice(-lines).map((line) => line.slice(0, 220));
}
