// The stack of a lane on Kubernetes: manifests of its own, with everything that a rollout keeps an inventory of.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deployment, job, service, statefulSet } from '../../kubernetes/own/manifests.ts';
import type { Lane } from './lane.ts';
import type { ScenarioName } from './points.ts';
import type { Scenario } from './scenario.ts';

interface Version {
  readonly api: number;
  readonly data: number;
}

export function writeOwnStack(
  lane: Pick<Lane, 'folder' | 'stack' | 'secrets'>,
  version: Version = { api: 1, data: 1 },
): void {
  const write = (name: string, text: string) => writeFileSync(join(lane.folder, name), text);
  mkdirSync(join(lane.folder, 'k8s'), { recursive: true });
  write('seaworthy.yaml', settingsOf(lane.stack));
  write('k8s/workloads.yaml', workloadsOf(version).join('---\n'));
  write('k8s/shared.yaml', sharedOf(lane.secrets, version).join('---\n'));
}

/** As in the other lanes, gates say yes at the first good answer. */
function settingsOf(stack: string): string {
  const gate = 'stable_for: 0s, success_threshold: 1, period: 100ms, deadline: 60s';
  return `stack: ${stack}
engine: kubernetes
kubernetes: { manifests: [k8s] }
phases:
  - { name: core, services: [migrate, postgres, api], budget: { memory: 64MiB }, gate: { ${gate}, soak: 200ms } }
  - { name: edge, services: [gateway], budget: { memory: 128MiB }, gate: { ${gate} } }
`;
}

function workloadsOf({ api, data }: Version): readonly string[] {
  return [
    statefulSet('postgres', { tag: `${data}` }),
    service('postgres'),
    job('migrate', 'postgres'),
    deployment('api', { tag: `${api}`, after: 'migrate', settings: 'settings' }),
    service('api'),
    deployment('gateway', { after: 'api', replicas: 2, settings: 'settings' }),
    service('gateway'),
  ];
}

/** With each version of the api one object is changed, one leaves and one comes. */
function sharedOf(secrets: readonly string[], { api }: Version): readonly string[] {
  return [
    `apiVersion: v1\nkind: Secret\nmetadata: { name: access }\nstringData: { password: '${secrets[0]}', key: '${secrets[1]}' }\n`,
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: inside, annotations: { version: '${api}' } }\nspec: { podSelector: {}, policyTypes: [Ingress] }\n`,
    `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: worker-${api} }\n`,
    "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { MODE_NAME: 'plain' }\n",
  ];
}

const reachable = 'api gateway';

export const kubernetesScenarios: Readonly<Record<Exclude<ScenarioName, 'replicas'>, Scenario>> = {
  first: { name: 'first', serves: false, reachable: undefined, change: () => undefined },
  replace: {
    name: 'replace',
    serves: true,
    reachable,
    change: (lane, turn) => writeOwnStack(lane, { api: 1 + turn, data: 1 }),
  },
  // Stop-first, with a declared gap of its own and none of the others.
  data: {
    name: 'data',
    serves: true,
    reachable,
    change: (lane, turn) => writeOwnStack(lane, { api: 1, data: 1 + turn }),
  },
};
