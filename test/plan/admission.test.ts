import { expect, test } from 'vitest';
import type { Observed } from '../../src/model/unit.ts';
import type { PlanInput } from '../../src/plan/plan.ts';
import { mebibyte, phase, planOf, running, wantedService } from './small-world.ts';

const mib = (count: number) => count * mebibyte;
const sized = (name: string, size: number, config?: string) =>
  wantedService(name, { memory: mib(size), cpus: 0.5, ...(config === undefined ? {} : { config }) });

/** `in use + requested + surge of limit` in MiB, by phase, and whether it admits. */
function sums(wanted: Parameters<typeof planOf>[0], words: Partial<PlanInput>): readonly string[] {
  return planOf(wanted, words).phases.map(({ admissions, admitted }) => {
    const memory = admissions.find((one) => one.resource === 'memory');
    const numbers = [memory?.inUse, memory?.requests, memory?.surge].map((one) => (one ?? 0) / mebibyte);
    return `${numbers.join('+')} of ${(memory?.limit ?? 0) / mebibyte} ${admitted ? 'admits' : 'refused'}`;
  });
}

const roomy = { memory: mib(100_000), memoryTotal: mib(100_000), cpus: 100 };
const budget = (size: number) => ({ memory: mib(size) });
const two = [sized('a', 100), sized('b', 200)];
const old: readonly Observed[] = [running('a-1', { config: 'a:0', memory: mib(70) })];

test.each<[string, Parameters<typeof planOf>[0], Partial<PlanInput>, readonly string[]]>([
  [
    'a cumulative phase counts the phases before it',
    two,
    { phases: [phase('one', ['a'], { budget: budget(100) }), phase('two', ['b'], { budget: budget(300) })] },
    ['0+100+0 of 100 admits', '100+200+0 of 300 admits'],
  ],
  [
    'and is refused by one byte too few',
    two,
    {
      phases: [
        phase('one', ['a'], { budget: budget(100) }),
        phase('two', ['b'], { budget: { memory: mib(300) - 1 } }),
      ],
    },
    ['0+100+0 of 100 admits', `100+200+0 of ${(mib(300) - 1) / mebibyte} refused`],
  ],
  [
    'a phase for itself counts only its own',
    two,
    { phases: [phase('one', ['a']), phase('two', ['b'], { budget: budget(200), scope: 'phase' })] },
    ['0+100+0 of 0 admits', '0+200+0 of 200 admits'],
  ],
  [
    'a replace holds old and new side by side',
    [sized('a', 100)],
    { observed: old, budget: budget(170) },
    ['70+0+100 of 170 admits'],
  ],
  [
    'and is refused when both do not fit',
    [sized('a', 100)],
    { observed: old, budget: budget(169) },
    ['70+0+100 of 169 refused'],
  ],
  [
    'stop-first counts the larger of the two',
    [sized('a', 100)],
    { observed: old, stopFirst: { a: 'one writer' }, budget: budget(100) },
    ['0+100+0 of 100 admits'],
  ],
  [
    'also when the old one is the larger',
    [sized('a', 100)],
    {
      observed: [running('a-1', { config: 'a:0', memory: mib(150) })],
      stopFirst: { a: 'one writer' },
      budget: budget(149),
    },
    ['50+100+0 of 149 refused'],
  ],
  [
    'a kept service counts as measured',
    two,
    { observed: [running('a-1', { memory: mib(30) })], budget: budget(230) },
    ['30+200+0 of 230 admits'],
  ],
  [
    'and as requested where there is no measure',
    two,
    { observed: [running('a-1')], budget: budget(299) },
    ['100+200+0 of 299 refused'],
  ],
  [
    'the stack budget counts what runs in later phases and what is to leave',
    two,
    {
      observed: [running('b-1', { memory: mib(10) }), running('gone-1', { memory: mib(5) })],
      phases: [phase('one', ['a']), phase('two', ['b'])],
      budget: budget(114),
    },
    ['15+100+0 of 114 refused', '115+0+0 of 114 admits', '115+0+0 of 114 admits'],
  ],
  [
    'each of several instances counts',
    [{ ...sized('a', 100), replicas: 3 }],
    { budget: budget(299) },
    ['0+300+0 of 299 refused'],
  ],
  [
    'more of it ask for what is started beside those that run',
    [{ ...sized('a', 100), replicas: 3 }],
    { observed: [running('a-1', { memory: mib(70) })], budget: budget(270) },
    ['70+200+0 of 270 admits'],
  ],
  [
    'fewer of it need no room',
    [{ ...sized('a', 100), replicas: 1 }],
    {
      observed: [running('a-1', { memory: mib(70) }), running('a-2', { memory: mib(60) })],
      budget: budget(1),
    },
    ['130+0+0 of 1 admits'],
  ],
  [
    'a replace of several holds all of both side by side',
    [{ ...sized('a', 100), replicas: 2 }],
    { observed: [...old, running('a-2', { config: 'a:0', memory: mib(30) })], budget: budget(299) },
    ['100+0+200 of 299 refused'],
  ],
  [
    'stop-first counts those that stay beside the larger of the others',
    [{ ...sized('a', 100), replicas: 3 }],
    {
      observed: [running('a-1', { memory: mib(90) }), running('a-2', { config: 'a:0', memory: mib(90) })],
      stopFirst: { a: 'one writer' },
      budget: budget(289),
    },
    ['90+200+0 of 289 refused'],
  ],
  [
    'a later phase counts all instances of an earlier one',
    [{ ...sized('a', 100), replicas: 2 }, sized('b', 50)],
    { phases: [phase('one', ['a']), phase('two', ['b'])], budget: budget(249) },
    ['0+200+0 of 249 admits', '200+50+0 of 249 refused'],
  ],
])('%s', (_name, wanted, words, expected) => {
  expect(sums(wanted, words)).toEqual(expected);
});

test('a phase within its own budget is refused by the budget of the stack', () => {
  const plan = planOf(two, {
    phases: [phase('one', ['a', 'b'], { budget: budget(1000) })],
    budget: budget(250),
  });
  expect(plan.phases[0]?.admitted).toBe(false);
  expect(plan.phases[0]?.admissions.map((one) => one.sum).join('\n')).toContain(
    '300 MiB of 250 MiB for the stack',
  );
});

test('the host must have what is still to come, its reserve apart', () => {
  const capacity = { memory: mib(310), memoryTotal: mib(1000), cpus: 4 };
  const refused = planOf(two, { capacity }).phases[0];
  expect(refused?.admissions.filter((one) => !one.admitted).map((one) => one.resource)).toEqual([
    'host-memory',
  ]);
  const enough = { ...capacity, memory: mib(350) };
  expect(planOf(two, { capacity: enough }).phases[0]?.admitted).toBe(true);
});

test('a stop-first replace needs of the host only what it adds', () => {
  const capacity = { memory: mib(90), memoryTotal: mib(1000), cpus: 4 };
  const plan = planOf([sized('a', 100)], { observed: old, stopFirst: { a: 'one writer' }, capacity });
  expect(plan.phases[0]?.admitted).toBe(true);
});

test('CPU requests gate like memory', () => {
  expect(planOf(two, { budget: { cpus: 1 } }).phases[0]?.admitted).toBe(true);
  expect(planOf(two, { budget: { cpus: 0.9 } }).phases[0]?.admitted).toBe(false);
});

test('a refusal names ways out that are enough', () => {
  const plan = planOf(two, { phases: [phase('one', ['a', 'b'], { budget: budget(250) })] });
  expect(plan.phases[0]?.advice).toEqual([
    "lower b's request from 200 MiB to 150 MiB",
    'raise the budget of one to 300 MiB',
    'move a to a later phase',
  ]);
});

test('a phase that starts nothing is not refused', () => {
  const observed = [running('a-1', { memory: mib(500) }), running('b-1', { memory: mib(500) })];
  expect(planOf(two, { observed, budget: budget(1) }).phases[0]?.admitted).toBe(true);
});

test('where requests are reserved the CPUs of the nodes count, and no reserve is taken off again', () => {
  const capacity = { memory: mib(100), memoryTotal: mib(4000), cpus: 0.4, isReserved: true };
  const [first] = planOf([sized('a', 100)], { capacity }).phases;
  expect(first?.admissions.filter(({ admitted }) => !admitted).map(({ resource }) => resource)).toEqual([
    'host-cpus',
  ]);
  expect(planOf([sized('a', 100)], { capacity: { ...capacity, cpus: 0.5 } }).phases[0]?.admitted).toBe(true);
});

test('a quota counts what is still to come: a replacement needs room beside what it replaces', () => {
  const room = (left: number) => ({
    ...roomy,
    quotas: [{ name: 'requests.memory of quota small:', counts: 'requests.memory' as const, left }],
  });
  const plan = (left: number) => planOf([sized('a', 100)], { observed: old, capacity: room(left) }).phases[0];
  expect(plan(mib(100))?.admitted).toBe(true);
  expect(plan(mib(100) - 1)).toMatchObject({
    admitted: false,
    advice: ['have the quota raised', expect.anything()],
  });
  expect(plan(mib(99))?.admissions.at(-1)?.sum).toBe(
    'requests.memory of quota small: 0 MiB in use by then + 0 MiB requested + 100 MiB surge = 100 MiB of 99 MiB left',
  );
});
