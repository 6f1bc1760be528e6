// The world of a lane: what `status` says, held against what the kernel, the disk and the published port say.
import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { systemClock } from '../../../src/base/clock.ts';
import { fieldsOf, listOf, maybeText, textsOf } from '../../../src/engines/local/fields.ts';
import { parseObserved } from '../../../src/engines/local/wire.ts';
import { describeEnd, type Ended } from './command.ts';
import type { Lane } from './lane.ts';
import { keepersOf, ofStack, ProcessTable } from './processes.ts';

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
      return { ...never, problems: await outside(lane, []) };
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
  return { ended, world, problems: await outside(lane, instances) };
}

function byService(a: Placed, b: Placed): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** What kernel and disk hold of the stack, against the instances that `status` names. */
async function outside(lane: Lane, instances: readonly string[]): Promise<readonly string[]> {
  const expected = [...instances].sort().join(' ');
  const problems: string[] = [];
  const differ = (what: string, found: Iterable<string>) => {
    const names = [...new Set(found)].sort().join(' ');
    if (names !== expected)
      problems.push(`${what}: ${names || 'none'}, but status names ${expected || 'none'}`);
  };
  const processes = new ProcessTable().look();
  const own = ofStack(processes, lane.paths.stackId);
  differ(
    'live processes of',
    own.map((one) => one.instance ?? `pid ${one.pid}`),
  );
  differ('records of', recordsOf(lane));
  const groups = groupsOf(lane);
  if (groups !== undefined) differ('control groups of', groups);
  const keepers = keepersOf(processes, lane.paths.stackId).length;
  if (keepers > 1 || (keepers === 0 && instances.length > 0)) problems.push(`${keepers} keepers run`);
  problems.push(...drafts(lane));
  const answers = await answersOn(lane.port);
  if (answers !== instances.some((one) => one.startsWith('gateway-')))
    problems.push(`the published port ${answers ? 'answers' : 'does not answer'}`);
  return problems;
}

function recordsOf(lane: Lane): readonly string[] {
  return namesIn(lane.paths.units).flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -5)] : []));
}

/** Undefined where this host has no writable control groups. */
function groupsOf({ paths }: Lane): readonly string[] | undefined {
  const folders = groupFolders(paths.stackId);
  if (folders.length === 0) return undefined;
  return folders.flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : [])),
  );
}

export function groupFolders(stackId: string): readonly string[] {
  const top = '/sys/fs/cgroup';
  return ['.', ...namesIn(top)]
    .map((name) => join(top, name, `seaworthy-${stackId}`))
    .filter((path) => existsSync(path));
}

/** Half-made data folders, in either place where volumes lie. */
function drafts({ paths }: Lane): readonly string[] {
  return [paths.volumes, sharedVolumes(paths.stackId)].flatMap((root) =>
    namesIn(root).flatMap((volume) =>
      namesIn(join(root, volume)).flatMap((name) =>
        name.includes('.draft') ? [`left half-made: ${join(root, volume, name)}`] : [],
      ),
    ),
  );
}

export function sharedVolumes(stackId: string): string {
  return join('/var/lib/seaworthy', stackId);
}

export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

export function answersOn(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
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
