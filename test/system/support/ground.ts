// What the sweep must know of the engine that its stacks run on, beside what `status` says.
import { dockerGround } from './ground-docker.ts';
import { kubernetesGround } from './ground-kubernetes.ts';
import { localGround } from './ground-local.ts';
import type { Watched } from './invariants.ts';
import type { Lane } from './lane.ts';

export interface Caller {
  readonly count: { lost: number; readonly failures: Map<string, number> };
  stop(): Promise<unknown>;
}

export interface Ground {
  /** A process of ours in the background, which may die like the deployer. */
  readonly hasKeeper: boolean;
  /** Where the engine's ground and the instances that `status` names do not agree. */
  outside(lane: Lane, instances: readonly string[]): Promise<readonly string[]>;
  /** Makes what every point would otherwise make again. */
  warm(lane: Lane): Promise<void>;
  /** Makes a lane's sources new where the engine remembers what it has made of them. */
  refresh(lane: Lane): void;
  /** What is there after `down --volumes`. */
  leftovers(lane: Lane): Promise<readonly string[]>;
  /** The last resort, by id. */
  removeAll(lane: Lane): Promise<void>;
  killKeepers(lane: Lane): void;
  /** Asks for what must be reachable (I1), until it is told to stop. */
  caller(lane: Lane, path: string): Caller;
  /** Looks once at all lanes and adds what is not allowed to their violations. */
  inspector(): (watched: readonly Watched[]) => Promise<void>;
}

const grounds: Readonly<Record<string, Ground>> = { docker: dockerGround, kubernetes: kubernetesGround };

export const ground: Ground = grounds[process.env['SEAWORTHY_TEST_ENGINE'] ?? ''] ?? localGround;
