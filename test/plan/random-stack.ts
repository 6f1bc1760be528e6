// Stacks, worlds and interruptions at random, and a small model that carries plans out on memory engines.
import fc from 'fast-check';
import { MemoryWorld } from '../../src/engines/memory/world.ts';
import type { Plan, Step } from '../../src/model/plan.ts';
import type { PhaseSetting } from '../../src/model/settings.ts';
import { type Observed, replicasWanted, type Wanted } from '../../src/model/unit.ts';
import { type PhaseSteps, remainingSteps, undoSteps } from '../../src/plan/remaining.ts';
import { routeTo } from '../../src/plan/step.ts';
import { mebibyte, phase, planOf, wantedService } from './small-world.ts';

type Past = 'absent' | 'wanted' | 'old' | 'exited' | 'twice';

export interface RandomCase {
  readonly wanted: readonly Wanted[];
  readonly phases: readonly PhaseSetting[];
  readonly budget: { readonly memory?: number };
  readonly past: readonly Past[];
  /** How many there were of each service. */
  readonly had: readonly number[];
  /** A service that runs and is not wanted any more. */
  readonly leaving: boolean;
  /** Which of the steps that may run does run next, and where the deployer dies. */
  readonly choices: readonly number[];
  readonly kills: readonly number[];
}

const conditions = ['service_started', 'service_healthy'] as const;
const serviceWords = fc.record({
  needs: fc.array(fc.tuple(fc.nat(5), fc.constantFrom(...conditions)), { maxLength: 3 }),
  memory: fc.nat(100),
  writes: fc.boolean(),
  ports: fc.boolean(),
  past: fc.constantFrom<Past>('absent', 'wanted', 'old', 'exited', 'twice'),
  replicas: fc.constantFrom(undefined, 1, 0, 2, 3),
  had: fc.constantFrom(1, 1, 2, 3),
});
type Words = typeof serviceWords extends fc.Arbitrary<infer T> ? T : never;

function serviceOf(words: Words, index: number): Wanted {
  // Only services before it are needed, so that there is no cycle and every split into phases is closed.
  const needs = index === 0 ? [] : words.needs.map(([at, condition]) => ({ at: at % index, condition }));
  return wantedService(`s${index}`, {
    memory: words.memory * mebibyte,
    ports: words.ports ? [8000] : [],
    needs: needs.map(({ at, condition }) => ({ service: `s${at}`, condition, required: true })),
    ...(words.writes ? { volume: `v${index}` } : {}),
    ...(words.replicas === undefined ? {} : { replicas: words.replicas }),
  });
}

const limit = fc.option(fc.nat(600), { nil: undefined });
const budgetOf = (size: number | undefined) => (size === undefined ? {} : { memory: size * mebibyte });

export const randomCase: fc.Arbitrary<RandomCase> = fc
  .record({
    services: fc.array(serviceWords, { minLength: 1, maxLength: 6 }),
    splits: fc.array(fc.record({ size: fc.integer({ min: 1, max: 4 }), limit, alone: fc.boolean() }), {
      maxLength: 3,
    }),
    limit,
    leaving: fc.boolean(),
    choices: fc.array(fc.nat(), { minLength: 20, maxLength: 20 }),
    kills: fc.array(fc.nat(30), { maxLength: 3 }),
  })
  .map(({ services, splits, limit: total, leaving, choices, kills }) => {
    const wanted = services.map(serviceOf);
    const names = wanted.map((one) => one.unit.service);
    const phases = splits.flatMap(({ size, limit: own, alone }, index) => {
      const from = splits.slice(0, index).reduce((sum, one) => sum + one.size, 0);
      const scope = alone ? ('phase' as const) : ('cumulative' as const);
      const part = names.slice(from, from + size);
      return part.length === 0 ? [] : [phase(`p${index}`, part, { budget: budgetOf(own), scope })];
    });
    const past = services.map((one) => (one.writes && one.past === 'twice' ? 'old' : one.past));
    const had = services.map((one) => one.had);
    return { wanted, phases, budget: budgetOf(total), past, had, leaving, choices, kills };
  });

/** A world, the plan for it, and what was before. */
export class Simulation {
  readonly world = new MemoryWorld();
  readonly plan: Plan;
  readonly before = new Map<string, Wanted>();
  readonly #case: RandomCase;
  readonly #stopFirst: Readonly<Record<string, string>>;
  readonly #phasesDone = new Set<string>();
  readonly #begun = new Set<string>();
  readonly #proved = new Set<string>();
  /** Stops that a run asked for before it was killed: they take effect later. */
  readonly #pending = new Map<string, Step>();
  #turn = 0;

  constructor(random: RandomCase) {
    this.#case = random;
    for (const [index, one] of random.wanted.entries()) {
      this.#place(one, random.past[index] ?? 'absent', random.had[index] ?? 1);
    }
    if (random.leaving) this.#place(wantedService('gone', { memory: 10 * mebibyte }), 'wanted');
    const writers = random.wanted.filter((one) => one.unit.mounts.length > 0);
    this.#stopFirst = Object.fromEntries(writers.map((one) => [one.unit.service, 'one writer']));
    this.plan = this.again();
  }

  /** The plan for the world as it is now. */
  again(): Plan {
    const { wanted, phases, budget } = this.#case;
    return planOf(wanted, { phases, budget, observed: this.observe(), stopFirst: this.#stopFirst });
  }

  /** New instances use what they requested; those from before have grown. */
  observe(): readonly Observed[] {
    const requests = new Map(this.#case.wanted.map((one) => [one.unit.service, one.requests.memory]));
    return this.world.observe().map((one) => {
      const request = requests.get(one.service) ?? 10 * mebibyte;
      return { ...one, memory: one.config.endsWith(':0') ? request * 1.5 : request };
    });
  }

  #place(wanted: Wanted, past: Past, had = 1): void {
    const { service } = wanted.unit;
    const config = past === 'wanted' || past === 'exited' ? wanted.config : `${service}:0`;
    const replicas = past === 'twice' ? 1 : had;
    const was = { ...wanted, config, replicas };
    if (past === 'absent') return;
    const instances = [...new Array(past === 'twice' ? 2 : had).keys()].map((index) => index + 1);
    for (const number of instances) {
      const instance = `${service}-${number}`;
      this.#apply({ kind: 'start', service, instance, config: was.config }, 'r0', was);
      if (past === 'exited')
        this.#apply({ kind: 'stop', service, instance, graceMs: 0, signal: 'SIGTERM' }, 'r0', was);
    }
    const serving = instances.slice(0, replicas).map((number) => `${service}-${number}`);
    if (past !== 'exited' && wanted.unit.ports.length > 0) this.#apply(routeTo(service, serving), 'r0', was);
    if (past !== 'exited') this.before.set(service, was);
  }

  #apply(action: Step['action'], key: string, wanted: Wanted | undefined): void {
    if (action.kind === 'gate' || action.kind === 'soak' || action.kind === 'promote') return;
    this.world.apply(action, {
      key: `${key}/${JSON.stringify(action)}`,
      run: 'r1-1',
      release: 'one',
      wanted,
      signal: new AbortController().signal,
    });
  }

  /** Carries out at most `count` steps in an order that `after` allows; the last may be begun without being recorded. */
  run(
    phases: readonly PhaseSteps[],
    options: {
      readonly wanted: (service: string) => Wanted | undefined;
      readonly count?: number;
      readonly each?: (step: Step) => void;
    },
  ): void {
    const steps = phases.flatMap((one) => one.steps);
    const known = new Set(steps.map((step) => step.id));
    const done = new Set<string>();
    const count = Math.min(options.count ?? steps.length, steps.length);
    while (done.size < count) {
      const ready = steps.filter(
        (step) => !done.has(step.id) && step.after.every((id) => done.has(id) || !known.has(id)),
      );
      const turn = this.#case.choices[this.#turn++ % this.#case.choices.length] ?? 0;
      const step = ready[turn % ready.length];
      if (step === undefined) throw new Error(`no step can run after ${[...done].join(', ')}`);
      const isLast = done.size === count - 1 && count < steps.length;
      if (isLast && step.action.kind === 'stop') this.#pending.set(step.action.instance, step);
      else this.#carryOut(step, options.wanted);
      options.each?.(step);
      done.add(step.id);
    }
  }

  /** What was asked to stop has stopped. */
  settle(): void {
    for (const { action } of this.#pending.values()) this.#apply(action, 'r1-1', undefined);
    this.#pending.clear();
  }

  #carryOut({ action, phase: name }: Step, wanted: (service: string) => Wanted | undefined): void {
    if (action.kind === 'start') this.#begun.add(action.instance);
    if (action.kind === 'gate') this.#proved.add(action.instance);
    if (action.kind === 'promote') this.#phasesDone.add(name);
    if (action.kind === 'stop' || action.kind === 'remove') this.#pending.delete(action.instance);
    this.#apply(action, 'r1-1', 'service' in action ? wanted(action.service) : undefined);
  }

  remaining(): readonly PhaseSteps[] {
    return remainingSteps({
      plan: this.plan,
      observed: this.observe(),
      phasesDone: this.#phasesDone,
      ...this.#known(),
    });
  }

  undoing(): readonly PhaseSteps[] {
    const { plan, before } = this;
    const needed = new Map(
      this.#case.wanted.map((one) => [one.unit.service, one.dependsOn.map((on) => on.service)]),
    );
    const observed = this.observe();
    const ending = new Set(this.#pending.keys());
    return undoSteps({
      phases: plan.phases,
      before,
      observed,
      numbers: {},
      needed,
      ending,
      ...this.#known(),
    });
  }

  #known() {
    const unproved = new Set([...this.#begun].filter((instance) => !this.#proved.has(instance)));
    return { unproved, stopFirst: this.#stopFirst, former: () => undefined };
  }

  alive(): readonly Observed[] {
    return this.observe().filter((one) => one.state !== 'exited');
  }

  /** `service config serving`, sorted: what two worlds have in common that are the same to their users. */
  picture(): readonly string[] {
    const line = (one: Observed) => `${one.service} ${one.config} ${one.routed ? 'serves' : 'idle'}`;
    return this.alive().map(line).sort();
  }
}

/** The picture of a world in which exactly these run. */
export function pictureOf(wanted: Iterable<Wanted>): readonly string[] {
  return [...wanted]
    .flatMap((one) => new Array<Wanted>(replicasWanted(one)).fill(one))
    .map((one) => `${one.unit.service} ${one.config} ${one.unit.ports.length > 0 ? 'serves' : 'idle'}`)
    .sort();
}
