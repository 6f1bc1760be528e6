// A stack whose commands reach the API server through a door that breaks things. They run beside the test, which is the door.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ended } from '../../system/support/command.ts';
import { type Door, faultyDoor } from '../faulty-door.ts';
import { access } from '../trial.ts';
import { type UpStack, upStack } from './up-stack.ts';

export interface DoorStack extends UpStack {
  readonly door: Door;
  /** By way of the door. */
  through(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  upThrough(env?: Readonly<Record<string, string>>): Promise<Ended>;
}

export async function doorStack(compose: string, settings: string): Promise<DoorStack> {
  if (access === undefined) throw new Error('there is no cluster');
  const stack = upStack(compose, settings);
  const door = await faultyDoor(access.server, access.options);
  const kubeconfig = join(stack.folder, 'door.kubeconfig');
  writeFileSync(kubeconfig, JSON.stringify(configOf(door.url)), { mode: 0o600 });
  const through = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    stack.begin(args, { KUBECONFIG: kubeconfig, ...env });
  const up = ['up', '--engine', 'kubernetes', '-n', stack.namespace, '--progress', 'plain'];
  return { ...stack, door, through, upThrough: (env) => through(up, env) };
}

function configOf(server: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'door', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'door', user: {} }],
    contexts: [{ name: 'test', context: { cluster: 'door', user: 'door' } }],
    'current-context': 'test',
  };
}
