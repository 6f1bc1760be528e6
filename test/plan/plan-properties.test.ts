// What holds of every plan, whatever the stack, the world, the order of its steps, and the moment of a crash.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Phase, Step } from '../../src/model/plan.ts';
import { replicasWanted } from '../../src/model/unit.ts';
import { allSteps } from '../../src/plan/plan.ts';
import { pictureOf, type RandomCase, randomCase, Simulation } from './random-stack.ts';

const runs = { numRuns: 300 };
const check = (name: string, holds: (random: RandomCase) => void) =>
  test(name, () => fc.assert(fc.property(randomCase, holds), runs));

const forward = (simulation: Simulation) => ({
  wanted: (service: string) => simulation.plan.wanted[service],
});

check('every step waits only for steps before it, and no id comes twice', (random) => {
  const seen = new Set<string>();
  for (const step of allSteps(new Simulation(random).plan)) {
    for (const id of step.after) expect(seen).toContain(id);
    expect(seen).not.toContain(step.id);
    seen.add(step.id);
  }
});

check(
  'carried out in any order that its steps allow, it ends in what is wanted, and nothing is left to do',
  (random) => {
    const simulation = new Simulation(random);
    simulation.run(simulation.plan.phases, forward(simulation));
    expect(simulation.picture()).toEqual(pictureOf(random.wanted));
    expect(allSteps(simulation.again())).toEqual([]);
  },
);

check('killed after any step, again and again, what remains leads to the same end', (random) => {
  const simulation = new Simulation(random);
  const [first = 0, ...more] = random.kills;
  simulation.run(simulation.plan.phases, { ...forward(simulation), count: first });
  for (const count of more) simulation.run(simulation.remaining(), { ...forward(simulation), count });
  simulation.run(simulation.remaining(), forward(simulation));
  simulation.settle();
  expect(simulation.picture()).toEqual(pictureOf(random.wanted));
  expect(simulation.remaining().flatMap((phase) => phase.steps)).toEqual([]);
});

check(
  'killed after any step, also before a stop has taken effect, and undone, what was before runs again',
  (random) => {
    const simulation = new Simulation(random);
    const [first = 0, second = 0] = random.kills;
    simulation.run(simulation.plan.phases, { ...forward(simulation), count: first });
    const back = { wanted: (service: string) => simulation.before.get(service) };
    simulation.run(simulation.undoing(), { ...back, count: second });
    simulation.run(simulation.undoing(), back);
    simulation.settle();
    expect(simulation.picture()).toEqual(pictureOf(simulation.before.values()));
  },
);

check('when it admits a phase, no order of its steps ever uses more than the budgets', (random) => {
  const simulation = new Simulation(random);
  const { plan } = simulation;
  const admitted = plan.phases.findIndex((phase) => !phase.admitted);
  const phases = plan.phases.slice(0, admitted === -1 ? undefined : admitted);
  simulation.run(phases, {
    ...forward(simulation),
    each: (step) => expectWithin(simulation, random, phaseOf(plan.phases, step)),
  });
});

check(
  'what is replaced start-first or scaled is served by as many as before or after, at every step',
  (random) => {
    const simulation = new Simulation(random);
    const serving = () => {
      const counts = new Map<string, number>();
      for (const { service, routed } of simulation.alive())
        if (routed) counts.set(service, (counts.get(service) ?? 0) + 1);
      return counts;
    };
    const before = serving();
    const least = random.wanted
      .filter(({ unit }) => unit.mounts.length === 0)
      .map((one) => {
        const { service } = one.unit;
        return { service, count: Math.min(before.get(service) ?? 0, replicasWanted(one)) };
      });
    const expectServed = (step?: Step) => {
      const now = serving();
      for (const { service, count } of least)
        expect(now.get(service) ?? 0, `${service} at ${step?.id}`).toBeGreaterThanOrEqual(count);
    };
    simulation.run(simulation.plan.phases, { ...forward(simulation), each: expectServed });
  },
);

function phaseOf(phases: readonly Phase[], step: Step): number {
  return phases.findIndex((phase) => phase.name === step.phase);
}

function expectWithin(simulation: Simulation, random: RandomCase, index: number): void {
  const phases = simulation.plan.phases;
  const now = phases[index];
  // A phase that starts nothing cannot make it worse.
  if (now === undefined || !now.steps.some((step) => step.action.kind === 'start')) return;
  const used = (concerned: readonly Phase[]) => {
    const names = new Set(concerned.flatMap((phase) => phase.services.map((one) => one.service)));
    let sum = 0;
    for (const one of simulation.alive()) if (names.has(one.service)) sum += one.memory ?? 0;
    return sum;
  };
  expect(used(phases)).toBeLessThanOrEqual(random.budget.memory ?? Number.POSITIVE_INFINITY);
  const setting = random.phases.find((phase) => phase.name === now.name);
  const concerned = setting?.scope === 'phase' ? [now] : phases.slice(0, index + 1);
  expect(used(concerned)).toBeLessThanOrEqual(setting?.budget.memory ?? Number.POSITIVE_INFINITY);
}
