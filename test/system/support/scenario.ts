// What a point's `up` has to do, and what must stay reachable meanwhile.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

export const scenarios =
  process.env['SEAWORTHY_TEST_ENGINE'] === 'kubernetes' ? kubernetesScenarios : composeScenarios;
