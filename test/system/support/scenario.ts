// What a point's `up` has to do, and what must stay reachable meanwhile.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { ground } from './ground.ts';
import type { Lane } from './lane.ts';
import { kubernetesScenarios } from './lane-kubernetes.ts';
import type { ScenarioName } from './points.ts';

export interface Scenario {
  readonly name: ScenarioName;
  /** True when a release serves before each point; the points then follow each other in one long-lived stack. */
  readonly serves: boolean;
  /** Changes the project, so that the next `up` has the same steps to do as at every other point. */
  readonly change: (lane: Lane, turn: number) => void;
  /** I1: this path of the gateway must answer throughout. */
  readonly reachable: string | undefined;
}

const composeScenarios: Readonly<Record<ScenarioName, Scenario>> = {
  first: { name: 'first', serves: false, change: (lane) => ground.refresh(lane), reachable: undefined },
  // Of the two, only `config` has a declared gap, and the path needs the api alone.
  replace: {
    name: 'replace',
    serves: true,
    reachable: '/api/policies',
    change: (lane, turn) => {
      for (const service of ['api', 'config']) {
        appendFileSync(join(lane.folder, 'services', service, 'server.js'), `\n// Version ${turn}.\n`);
      }
    },
  },
  // Two beside two: each is started, proved, given its share of the traffic, and taken away.
  replicas: {
    name: 'replicas',
    serves: true,
    reachable: '/api/policies',
    change: (lane, turn) => {
      twoApis(lane);
      appendFileSync(join(lane.folder, 'services/api/server.js'), `\n// Version ${turn}.\n`);
    },
  },
  // The one that writes to a volume: stop-first, and never two at once.
  data: {
    name: 'data',
    serves: true,
    reachable: '/health',
    change: (lane, turn) => {
      const path = join(lane.folder, 'compose.yaml');
      const text = readFileSync(path, 'utf8');
      const changed = text.replace(/max_connections=\d+/, `max_connections=${41 + (turn % 50)}`);
      if (changed === text) throw new Error(`${path} sets no max_connections that could be changed`);
      writeFileSync(path, changed);
    },
  },
};

export const scenarios: Readonly<Record<ScenarioName, Scenario>> =
  process.env['SEAWORTHY_TEST_ENGINE'] === 'kubernetes'
    ? { ...composeScenarios, ...kubernetesScenarios }
    : composeScenarios;

/** One api more than the repository has, and room for as many again beside them. */
function twoApis(lane: Lane): void {
  const compose = join(lane.folder, 'compose.yaml');
  const services = parseDocument(readFileSync(compose, 'utf8'), { merge: true });
  services.setIn(['services', 'api', 'deploy', 'replicas'], 2);
  writeFileSync(compose, services.toString());
  const path = join(lane.folder, 'seaworthy.yaml');
  const settings = parseDocument(readFileSync(path, 'utf8'));
  const room = [['budget'], ['phases', 0, 'budget'], ['phases', 1, 'budget']];
  for (const budget of room) {
    settings.setIn([...budget, 'memory'], '2GiB');
    settings.setIn([...budget, 'cpus'], 4);
  }
  writeFileSync(path, settings.toString());
}
