import { describe, expect, test } from 'vitest';
import type { Step } from '../../src/model/plan.ts';
import { allSteps } from '../../src/plan/plan.ts';
import { remainingSteps } from '../../src/plan/remaining.ts';
import { phase, planOf, running, wantedService } from './small-world.ts';

const ids = (plan: ReturnType<typeof planOf>) => allSteps(plan).map((step) => step.id);

/** Everything that is certainly done when a step begins. */
function doneBefore(steps: readonly Step[], id: string): ReadonlySet<string> {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const seen = new Set<string>();
  const visit = (at: string): void => {
    for (const next of byId.get(at)?.after ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      visit(next);
    }
  };
  visit(id);
  return seen;
}

describe('what is done for a service', () => {
  test.each([
    ['that is not there', [], ['start/api-1', 'route/api-1', 'gate/api-1']],
    ['that is as wanted', [running('api-1')], []],
    ['that is as wanted but gets no traffic', [running('api-1', { routed: false })], ['route/api-1']],
    [
      'that has ended',
      [running('api-1', { state: 'exited', exitCode: 1 })],
      ['remove/api-1', 'start/api-2', 'route/api-2', 'gate/api-2'],
    ],
    [
      'that has changed',
      [running('api-3', { config: 'api:0' })],
      ['start/api-4', 'gate/api-4', 'route/api-4', 'drain/api-3', 'stop/api-3', 'remove/api-3'],
    ],
    [
      'that runs twice',
      [running('api-1'), running('api-2', { routed: false })],
      ['stop/api-2', 'remove/api-2'],
    ],
  ])('%s', (_name, observed, expected) => {
    const steps = ids(planOf([wantedService('api')], { observed }));
    const promoted = expected.length === 0 ? [] : ['app/promote'];
    expect(steps).toEqual([...expected.map((step) => `app/api/${step}`), ...promoted]);
  });

  test('a dead one of two goes before another takes its place, as the soak would take it for one that has just died', () => {
    const observed = [running('api-1'), running('api-2', { state: 'exited', exitCode: 137 })];
    const phases = [phase('app', ['api'], { gate: { soakMs: 1000 } })];
    const plan = planOf([wantedService('api', { replicas: 2 })], { observed, phases });
    const steps = allSteps(plan);
    expect(doneBefore(steps, 'app/api/start/api-3')).toContain('app/api/remove/api-2');
    expect(doneBefore(steps, 'app/soak')).toContain('app/api/remove/api-2');
    expect(ids(plan).filter((id) => id.endsWith('api-2'))).toEqual(['app/api/remove/api-2']);
  });

  test('stop-first takes the old one off the front, drains and removes it before the new one starts', () => {
    const plan = planOf([wantedService('db', { volume: 'data' })], {
      observed: [running('db-1', { config: 'db:0' })],
    });
    expect(ids(plan)).toEqual(
      [
        'db/route',
        'db/drain/db-1',
        'db/stop/db-1',
        'db/remove/db-1',
        'db/start/db-2',
        'db/route/db-2',
        'db/gate/db-2',
        'promote',
      ].map((step) => `app/${step}`),
    );
    expect(plan.phases[0]?.services[0]?.because).toContain('it writes to the volume data');
  });

  test('a service that is no longer wanted goes in the last phase, and its dependents before it', () => {
    const observed = [running('db-1'), running('api-1')];
    const needed = new Map([['api', ['db']]]);
    const plan = planOf([], { observed, needed, phases: [] });
    const steps = allSteps(plan);
    expect(plan.phases.map((one) => one.name)).toEqual(['cleanup']);
    expect(doneBefore(steps, 'cleanup/db/stop/db-1')).toContain('cleanup/api/stop/api-1');
  });

  test('one that leaves has its own grace, signal and drain, not those of its successor', () => {
    const former = wantedService('api', { config: 'api:0', stopGraceMs: 60_000, drainMs: 7 });
    const plan = planOf([wantedService('api')], {
      observed: [running('api-1', { config: 'api:0' })],
      former: (service, config) => (service === 'api' && config === 'api:0' ? former : undefined),
    });
    const actions = allSteps(plan).map((step) => step.action);
    expect(actions.find((action) => action.kind === 'stop')).toMatchObject({ graceMs: 60_000 });
    expect(actions.find((action) => action.kind === 'drain')).toMatchObject({ drainMs: 7 });
  });
});

describe('several instances of a service', () => {
  const three = wantedService('api', { replicas: 3 });
  const of = (...numbers: readonly number[]) => numbers.map((number) => running(`api-${number}`));
  const old = (...numbers: readonly number[]) =>
    numbers.map((number) => running(`api-${number}`, { config: 'api:0' }));
  const own = (plan: ReturnType<typeof planOf>) => allSteps(plan).filter(({ action }) => 'service' in action);

  test.each([
    ['that is not there', [], 'create', ['start', 'start', 'start', 'route', 'gate', 'gate', 'gate']],
    ['that is as wanted', of(1, 2, 3), 'keep', []],
    ['of which too few run', of(1, 2), 'scale', ['start', 'gate', 'route']],
    ['of which too many run', of(1, 2, 3, 4), 'scale', ['route', 'drain', 'stop', 'remove']],
    ['one of which gets no traffic', [...of(1, 2), running('api-3', { routed: false })], 'keep', ['route']],
    [
      'that has changed',
      old(1),
      'replace',
      ['start', 'start', 'start', 'gate', 'gate', 'gate', 'route', 'drain', 'stop', 'remove'],
    ],
    [
      'of which one has changed',
      [...of(1, 2), ...old(3)],
      'replace',
      ['start', 'gate', 'route', 'drain', 'stop', 'remove'],
    ],
  ])('%s', (_name, observed, change, expected) => {
    const plan = planOf([three], { observed });
    expect(plan.phases[0]?.services[0]?.change).toBe(change);
    expect(own(plan).map(({ action }) => action.kind)).toEqual(expected);
  });

  test('the traffic moves to all new ones at once, when the last of them has passed its gate', () => {
    const steps = allSteps(planOf([three], { observed: old(1, 2, 3) }));
    const [route] = steps.filter(({ action }) => action.kind === 'route');
    expect(route?.action).toMatchObject({ instance: 'api-4', beside: ['api-5', 'api-6'] });
    const before = doneBefore(steps, route?.id ?? '');
    for (const number of [4, 5, 6]) expect(before).toContain(`app/api/gate/api-${number}`);
    for (const number of [1, 2, 3])
      expect(doneBefore(steps, `app/api/drain/api-${number}`)).toContain(route?.id);
  });

  test('the highest numbers go, off the traffic before they are drained', () => {
    const steps = allSteps(planOf([wantedService('api', { replicas: 1 })], { observed: of(2, 9, 10) }));
    expect(steps[0]?.action).toEqual({ kind: 'route', service: 'api', instance: 'api-2' });
    const gone = steps.flatMap(({ action }) => (action.kind === 'remove' ? [action.instance] : []));
    expect(gone.sort()).toEqual(['api-10', 'api-9']);
    expect(doneBefore(steps, 'app/api/drain/api-10')).toContain('app/api/route/api-2');
  });

  test('stop-first: all old ones are gone before the first new one starts', () => {
    const writers = wantedService('api', { replicas: 2, volume: 'data' });
    const steps = allSteps(planOf([writers], { observed: old(1, 2) }));
    for (const number of [3, 4])
      for (const gone of [1, 2])
        expect(doneBefore(steps, `app/api/start/api-${number}`)).toContain(`app/api/remove/api-${gone}`);
  });

  test('of none nothing is started, and nobody waits for it', () => {
    const none = wantedService('db', { replicas: 0 });
    const plan = planOf([wantedService('api', { needs: ['db'] }), none]);
    expect(own(plan).map((step) => step.id)).toEqual([
      'app/api/start/api-1',
      'app/api/route/api-1',
      'app/api/gate/api-1',
    ]);
    const gone = own(planOf([none], { observed: [running('db-1')] }));
    expect(gone.map(({ action }) => action.kind)).toEqual(['route', 'drain', 'stop', 'remove']);
    expect(gone[0]?.action).toMatchObject({ instance: null, leaves: true });
  });

  test('another number is another release, and one that is not said is one', () => {
    const release = (replicas?: number) =>
      planOf([wantedService('api', replicas === undefined ? {} : { replicas })]).release;
    expect(release(1)).toBe(release());
    expect(new Set([release(), release(0), release(2), release(3)]).size).toBe(4);
  });

  test('a start that was asked for and is not seen is asked for again by its name', () => {
    const plan = planOf([three]);
    const left = remainingSteps({
      plan,
      observed: of(1, 3),
      phasesDone: new Set(),
      unproved: new Set(['api-2', 'api-3']),
      stopFirst: {},
      former: () => undefined,
    });
    const steps = left.flatMap((one) => one.steps).map((step) => step.id);
    expect(steps).toContain('app/api/start/api-2');
    expect(steps.some((id) => id.includes('api-4'))).toBe(false);
    expect(steps.filter((id) => id.includes('/gate/')).sort()).toEqual([
      'app/api/gate/api-2',
      'app/api/gate/api-3',
    ]);
  });
});

test('what a failed run left unproved is replaced although it bears the wanted configuration', () => {
  const plan = planOf([wantedService('api')], {
    observed: [running('api-3')],
    distrusted: new Set(['api-3']),
  });
  expect(plan.phases[0]?.services[0]).toMatchObject({
    change: 'replace',
    because: 'what runs has never passed its gate',
  });
});

describe('order', () => {
  const chain = [
    wantedService('web', { needs: ['api'] }),
    wantedService('api', { needs: ['db'] }),
    wantedService('db'),
  ];

  test('a dependent starts only when what it needs is good', () => {
    const steps = allSteps(planOf(chain));
    expect(doneBefore(steps, 'app/web/start/web-1')).toContain('app/api/gate/api-1');
    expect(doneBefore(steps, 'app/api/start/api-1')).toContain('app/db/gate/db-1');
  });

  test('with service_started it waits for the start alone', () => {
    const need = { service: 'db', condition: 'service_started', required: true } as const;
    const steps = allSteps(planOf([wantedService('api', { needs: [need] }), wantedService('db')]));
    expect(doneBefore(steps, 'app/api/start/api-1')).toContain('app/db/start/db-1');
    expect(doneBefore(steps, 'app/api/start/api-1')).not.toContain('app/db/gate/db-1');
  });

  test('services that do not need each other do not wait for each other', () => {
    const steps = allSteps(planOf([wantedService('a'), wantedService('b')]));
    expect(doneBefore(steps, 'app/b/start/b-1').size).toBe(0);
  });

  test('old instances go only after the whole phase has proved itself', () => {
    const observed = [running('a-1', { config: 'a:0' }), running('b-1', { config: 'b:0' })];
    const steps = allSteps(planOf([wantedService('a'), wantedService('b')], { observed }));
    expect(doneBefore(steps, 'app/a/drain/a-1')).toContain('app/b/gate/b-2');
  });

  test('and after its soak', () => {
    const observed = [running('a-1', { config: 'a:0' })];
    const phases = [phase('one', ['a'], { gate: { soakMs: 1000 } })];
    const steps = allSteps(planOf([wantedService('a')], { observed, phases }));
    expect(doneBefore(steps, 'one/a/drain/a-1')).toContain('one/soak');
  });

  test('a phase begins when the one before it is promoted, and is promoted last', () => {
    const phases = [phase('one', ['a']), phase('two', ['b'])];
    const steps = allSteps(planOf([wantedService('a'), wantedService('b')], { phases }));
    expect(doneBefore(steps, 'two/b/start/b-1')).toContain('one/promote');
    expect(doneBefore(steps, 'one/promote').size).toBe(3);
  });
});

test('equal inputs give equal steps and an equal release', () => {
  const make = () => planOf([wantedService('a', { needs: ['b'] }), wantedService('b')]);
  expect(make()).toEqual(make());
});

test('the order of the services in the file does not change the release', () => {
  const [a, b] = [wantedService('a'), wantedService('b')];
  expect(planOf([a, b]).release).toBe(planOf([b, a]).release);
});

test('an instance number is never used again', () => {
  expect(ids(planOf([wantedService('a')], { numbers: { a: 7 } }))).toContain('app/a/start/a-8');
});

test('a service that cannot run here is left out, with the reason', () => {
  const plan = planOf([wantedService('a'), wantedService('b')], { skipped: { b: 'no program' } });
  expect(plan.phases[0]?.services.map(({ change, because }) => [change, because])[1]).toEqual([
    'skip',
    'no program',
  ]);
  expect(ids(plan).some((id) => id.includes('/b/'))).toBe(false);
});
