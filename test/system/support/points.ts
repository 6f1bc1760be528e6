// The points of the sweep, enumerated from the plan: a new step kind joins by itself.
import { type FailPosition, failPositions } from '../../../src/base/failpoint.ts';
import type { Plan, Step } from '../../../src/model/plan.ts';
import { allSteps } from '../../../src/plan/plan.ts';
import { ground } from './ground.ts';

const modes = ['resume', 'rollback'] as const;
export type Mode = (typeof modes)[number];

const anywhere = ['first', 'replace', 'data'] as const;
/** A cluster counts the instances of a service by itself. */
export const scenarioNames: readonly ScenarioName[] =
  process.env['SEAWORTHY_TEST_ENGINE'] === 'kubernetes' ? anywhere : [...anywhere, 'replicas'];
export type ScenarioName = (typeof anywhere)[number] | 'replicas';

export type Kill =
  /** The deployer at a position of a step; the step without its instance's number, which differs from try to try. */
  | { readonly kind: 'step'; readonly step: string; readonly position: FailPosition }
  /** The `rollback` of a run that was killed just before its end, at a position of a step of the undoing. */
  | { readonly kind: 'undo'; readonly step: string; readonly position: FailPosition }
  /** The deployer with half of this record written. */
  | { readonly kind: 'journal'; readonly seq: number }
  /** The deployer at a moment, wherever it is then. */
  | { readonly kind: 'moment'; readonly ms: number }
  /** The keeper once so many steps are done, alone or together with the deployer. */
  | { readonly kind: 'keeper'; readonly done: number; readonly withDeployer: boolean };

export interface Point {
  readonly id: string;
  readonly scenario: ScenarioName;
  readonly kill: Kill;
  readonly mode: Mode;
}

/** What an uninterrupted run of a scenario was like. */
export interface Measured {
  readonly scenario: ScenarioName;
  readonly plan: Plan;
  /** Sequence number of the last record of its journal. */
  readonly lastSeq: number;
  /** Ids of the steps that undo it; only of a first `up`, where they are the same each time. */
  readonly undo: readonly string[];
  readonly ms: number;
}

/** Without what differs from lane to lane and from try to try: the stack's name in that of an image, and the number. */
export function stepName(step: Step): string {
  return step.id.replace(/policy-platform-\d+-lane\d+/, 'policy-platform').replace(/-\d+$/, '');
}

/** The step of a plan that a point means. */
export function stepOf(plan: Plan, name: string): Step {
  const step = allSteps(plan).find((one) => stepName(one) === name);
  if (step !== undefined) return step;
  throw new Error(`the plan has no step ${name}; it has ${allSteps(plan).map(stepName).join(', ')}`);
}

export function stepPoints({ scenario, plan }: Measured): readonly Point[] {
  return allSteps(plan).flatMap((step) =>
    failPositions.flatMap((position) =>
      modes.map((mode) => pointOf(scenario, { kind: 'step', step: stepName(step), position }, mode)),
    ),
  );
}

/** Points that no step names: a torn record, any moment, and the keeper instead of the deployer. */
export function otherPoints(measured: Measured): readonly Point[] {
  const { scenario, plan, lastSeq, ms } = measured;
  const steps = allSteps(plan).length;
  const parts = [0.1, 0.5, 0.9];
  const journal = [0, ...parts, 1].map((part): Kill => {
    return { kind: 'journal', seq: Math.round(1 + part * (lastSeq - 1)) };
  });
  const moments = Array.from({ length: 10 }, (_, index): Kill => {
    return { kind: 'moment', ms: Math.round(((index + 0.5) / 10) * ms) };
  });
  const keepers = (ground.hasKeeper ? parts : []).flatMap((part) =>
    [false, true].map((withDeployer): Kill => {
      return { kind: 'keeper', done: Math.max(1, Math.round(part * steps)), withDeployer };
    }),
  );
  const kills = [...journal, ...moments, ...keepers, ...undoKills(measured.undo)];
  return kills.flatMap((kill) =>
    modes
      // A deployer that lives on when its keeper dies leaves nothing to roll back.
      .filter((mode) => kill.kind !== 'keeper' || kill.withDeployer || mode === 'resume')
      .map((mode) => pointOf(scenario, kill, mode)),
  );
}

/** Each kind of undoing step at each position, from services in turn: all of them would double the sweep. */
function undoKills(steps: readonly string[]): readonly Kill[] {
  const byKind = new Map<string, string[]>();
  for (const step of steps) {
    const words = step.split('/');
    const kind = words[2] ?? words[1] ?? '';
    byKind.set(kind, [...(byKind.get(kind) ?? []), step]);
  }
  return [...byKind.values()].flatMap((own) =>
    failPositions.flatMap((position, index): readonly Kill[] => {
      const step = own[(index * 2) % own.length];
      return step === undefined ? [] : [{ kind: 'undo', step, position }];
    }),
  );
}

function pointOf(scenario: ScenarioName, kill: Kill, mode: Mode): Point {
  return { id: `${scenario}:${killName(kill)}:${mode}`, scenario, kill, mode };
}

function killName(kill: Kill): string {
  switch (kill.kind) {
    case 'step':
      return `${kill.step}@${kill.position}`;
    case 'undo':
      return `${kill.step}@${kill.position}`;
    case 'journal':
      return `journal-half@${kill.seq}`;
    case 'moment':
      return `moment@${kill.ms}ms`;
    case 'keeper':
      return `keeper${kill.withDeployer ? '+deployer' : ''}@${kill.done}`;
  }
}

/** One point for each action kind and position, with the modes in turn, and from services in turn. */
export function thinned(measured: Measured): readonly Point[] {
  const byKind = new Map<string, Step[]>();
  for (const step of allSteps(measured.plan)) {
    byKind.set(step.action.kind, [...(byKind.get(step.action.kind) ?? []), step]);
  }
  const chosen: Point[] = [];
  for (const steps of byKind.values()) {
    for (const [index, position] of failPositions.entries()) {
      const step = steps[(index * 2) % steps.length];
      const mode = modes[chosen.length % modes.length] ?? 'resume';
      if (step === undefined) continue;
      chosen.push(pointOf(measured.scenario, { kind: 'step', step: stepName(step), position }, mode));
    }
  }
  return chosen;
}
