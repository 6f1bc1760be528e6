// The ground of the Docker engine: containers, networks and volumes, found by the label of their project.
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describeEnd } from './command.ts';
import type { Ground } from './ground.ts';
import { httpCaller } from './http-caller.ts';
import { overBudget, type Watched } from './invariants.ts';
import { type Lane, resetLane } from './lane.ts';
import { answersOn } from './looks.ts';
import { keepersOf, ProcessTable } from './processes.ts';

/** Loaded late: without an engine it refuses. */
const engine = () => import('../../docker/support/engine.ts');
const leftoversOf = () => import('../../docker/support/leftovers.ts');

export const dockerGround: Ground = {
  // It holds the fixed ports of what is replaced start-first.
  hasKeeper: true,
  // All of the images, of which a point then makes one anew.
  async warm(lane) {
    const up = await lane.run(['up']);
    const down = await lane.run(['down', '--volumes']);
    if (up.code !== 0 || down.code !== 0) throw new Error([up, down].map(describeEnd).join('\n'));
    await dockerGround.removeAll(lane);
    resetLane(lane);
  },
  // Images of equal content are not built twice.
  refresh(lane) {
    appendFileSync(join(lane.folder, 'services/web/server.js'), `\n// ${lane.stack} ${performance.now()}\n`);
  },
  outside,
  async leftovers(lane) {
    const held = await (await leftoversOf()).heldOf(lane.stack);
    const left = held.map(({ kind, name }) => `${kind} ${name}`);
    if (await answersOn(lane.port)) left.push(`a listener on ${lane.port}`);
    return left;
  },
  async removeAll(lane) {
    killKeepers(lane);
    await (await leftoversOf()).removeStack(lane.stack);
    rmSync(lane.stateFolder, { recursive: true, force: true });
  },
  caller: httpCaller,
  killKeepers,
  inspector,
};

function killKeepers(lane: Lane): void {
  for (const keeper of keepersOf(new ProcessTable().look(), lane.paths.stackId))
    process.kill(keeper.pid, 'SIGKILL');
}

async function outside(lane: Lane, instances: readonly string[]): Promise<readonly string[]> {
  const problems: string[] = [];
  const held = await (await leftoversOf()).heldOf(lane.stack);
  const named = (kind: string) => held.filter((one) => one.kind === kind).map((one) => one.name);
  const found = (await containersOf([lane.stack])).flatMap((one) =>
    one.instance === '' ? [] : [one.instance],
  );
  const expected = [...instances].sort().join(' ');
  if (found.sort().join(' ') !== expected)
    problems.push(`containers of ${found.join(' ') || 'none'}, but status names ${expected || 'none'}`);
  if (instances.length === 0 && named('container').length > 0)
    problems.push(`containers are left: ${named('container').join(' ')}`);
  const answers = await answersOn(lane.port);
  if (answers !== instances.some((one) => one.startsWith('gateway-')))
    problems.push(`the published port ${answers ? 'answers' : 'does not answer'}`);
  return problems;
}

interface Container {
  readonly stack: string;
  readonly instance: string;
  readonly running: boolean;
  readonly command: string;
  /** Volumes that it may write. */
  readonly volumes: readonly string[];
}

async function containersOf(stacks: readonly string[]): Promise<readonly Container[]> {
  const { must } = await engine();
  const { json } = await must('GET', '/containers/json?all=1');
  const all: readonly unknown[] = Array.isArray(json) ? json : [];
  return all.flatMap((item) => {
    const { Labels, State, Command, Mounts } = Object(item);
    const stack = String(Labels?.['com.docker.compose.project']);
    if (!stacks.includes(stack)) return [];
    const instance = String(Labels['dev.seaworthy.instance'] ?? '');
    const mounts: readonly unknown[] = Array.isArray(Mounts) ? Mounts : [];
    const volumes = mounts.flatMap((mount) => {
      const { Type, RW, Name } = Object(mount);
      return Type === 'volume' && RW === true ? [String(Name)] : [];
    });
    return [{ stack, instance, running: State === 'running', command: String(Command), volumes }];
  });
}

function inspector(): (watched: readonly Watched[]) => Promise<void> {
  return async (all) => {
    const containers = await containersOf(all.map(({ lane }) => lane.stack));
    for (const watched of all) inspect(watched, containers);
  };
}

function inspect({ lane, plan, violations }: Watched, containers: readonly Container[]): void {
  // One list is one moment on the engine: what it calls running ran together.
  const running = containers.filter((one) => one.stack === lane.stack && one.running && one.instance !== '');
  const writers = new Map<string, string>();
  for (const { instance, volumes, command } of running) {
    if (lane.secrets.some((secret) => command.includes(secret)))
      violations.add(`I5: a secret is an argument of ${instance}`);
    for (const volume of volumes) {
      const other = writers.get(volume);
      writers.set(volume, instance);
      if (other !== undefined) violations.add(`I2: ${other} and ${instance} both write to ${volume}`);
    }
  }
  const instances = running.map((one) => one.instance);
  for (const problem of overBudget(plan, instances, () => true)) violations.add(problem);
}
