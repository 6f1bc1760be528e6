// The world of a lane: what `status` says, held against what its ground and the published port say.
import { existsSync } from 'node:fs';
import { systemClock } from '../../../src/base/clock.ts';
import { fieldsOf, listOf, maybeText, textsOf } from '../../../src/engines/local/fields.ts';
import { parseObserved } from '../../../src/engines/local/wire.ts';
import { describeEnd, type Ended } from './command.ts';
import { ground } from './ground.ts';
import type { Lane } from './lane.ts';

/** One instance without its number: which try it came from is history, not world. */
export interface Placed {
  readonly service: string;
  readonly config: string;
  readonly state: string;
  readonly routed: boolean;
  readonly restarts: number;
}

export interface World {
  readonly placed: readonly Placed[];
  readonly release: string | undefined;
  readonly drift: readonly string[];
}

export interface Look {
  readonly world: World;
  readonly ended: Ended;
  /** Where status, kernel and disk do not agree. */
  readonly problems: readonly string[];
}

export const nothing: World = { placed: [], release: undefined, drift: [] };

/** Programs that a killed deployer had started to look or to prepare end by themselves, but not in the same instant. */
const settleMs = 3000;

/** Looks until everything agrees, or for a while: what stays different is a problem. */
export async function lookAt(lane: Lane): Promise<Look> {
  const until = performance.now() + settleMs;
  for (;;) {
    const look = await lookOnce(lane);
    if (look.problems.length === 0 || performance.now() > until) return look;
    await systemClock.sleep(100);
  }
}

async function lookOnce(lane: Lane): Promise<Look> {
  const ended = await lane.run(['status', '--json']);
  const never = { ended, world: nothing };
  if (ended.stdout === '') {
    if (!existsSync(lane.stateFolder) || /nothing has been rolled out/.test(ended.stderr))
      return { ...never, problems: await ground.outside(lane, []) };
    return { ...never, problems: [describeEnd(ended)] };
  }
  const facts = fieldsOf(JSON.parse(ended.stdout));
  const observed = listOf(facts, 'instances').map(parseObserved);
  const placed = observed.map(({ service, config, state, routed, restarts }) => {
    return { service, config, state, routed, restarts };
  });
  const release =
    facts.release === null || facts.release === undefined
      ? undefined
      : maybeText(fieldsOf(facts, 'release'), 'hash');
  const world = { placed: placed.sort(byService), release, drift: textsOf(facts, 'drift') };
  const instances = observed.map((one) => one.instance);
  return { ended, world, problems: await ground.outside(lane, instances) };
}

function byService(a: Placed, b: Placed): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** In words, where two worlds differ. */
export function differences(expected: World, found: World): readonly string[] {
  const problems: string[] = [];
  const words = (one: Placed) =>
    `${one.service} ${one.config.slice(0, 7)} ${one.state}${one.routed ? ' routed' : ''} restarts ${one.restarts}`;
  const wanted = expected.placed.map(words);
  const there = found.placed.map(words);
  for (const line of wanted) if (!there.includes(line)) problems.push(`I4: missing: ${line}`);
  for (const line of there) if (!wanted.includes(line)) problems.push(`I4: not expected: ${line}`);
  if (wanted.length !== there.length) problems.push(`I4: ${there.length} instances, not ${wanted.length}`);
  if (expected.release !== found.release)
    problems.push(`I4: release ${found.release ?? 'none'}, not ${expected.release ?? 'none'}`);
  for (const line of found.drift) if (!expected.drift.includes(line)) problems.push(`I4: drift: ${line}`);
  return problems;
}
