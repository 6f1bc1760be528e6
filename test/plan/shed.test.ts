// Which services are shed for which, in which order, and in which they come back.
import { describe, expect, test } from 'vitest';
import type { Priority } from '../../src/model/settings.ts';
import type { Wanted } from '../../src/model/unit.ts';
import { allSteps } from '../../src/plan/plan.ts';
import { makeShedPlan, restoreGroups, shedGroups } from '../../src/plan/shed.ts';
import { running, type ServiceWords, wantedService } from './small-world.ts';

const service = (name: string, priority: Priority, words: ServiceWords = {}): Wanted => {
  return { ...wantedService(name, words), priority };
};
const shop = [
  service('api', 'critical', { needs: ['db'] }),
  service('db', 'low'),
  service('report', 'normal', { needs: ['cache', 'api'] }),
  service('cache', 'low'),
  service('mail', 'low'),
];
const all = shop.map(({ unit }) => running(`${unit.service}-1`));

describe('what is shed', () => {
  test.each<[string, Priority, object]>([
    ['what critical services need stays', 'critical', { low: ['mail'], normal: ['report', 'cache'] }],
    ['what matters as much as asked stays', 'normal', { low: ['mail'] }],
  ])('%s', (_name, keep, expected) => {
    const groups = shedGroups(shop, all, keep);
    expect(Object.fromEntries(groups.map((one) => [one.priority, one.services]))).toEqual(expected);
  });

  test('what has ended, and what ends by itself, is left alone', () => {
    const job = service('migrate', 'low', { oneShot: true });
    const ended = running('mail-1', { state: 'exited', exitCode: 1 });
    const groups = shedGroups([job, service('mail', 'low')], [ended, running('migrate-1')], 'critical');
    expect(groups).toEqual([]);
  });

  test('a service that can be done without is not kept for who would like it', () => {
    const optional = { service: 'mail', condition: 'service_started', required: false } as const;
    const groups = shedGroups(
      [service('api', 'critical', { needs: [optional] }), service('mail', 'low')],
      [running('api-1'), running('mail-1')],
      'critical',
    );
    expect(groups).toEqual([{ priority: 'low', services: ['mail'] }]);
  });
});

test('the plan stops the least important first, dependents before what they need, and waits for nobody', () => {
  const plan = makeShedPlan({
    stack: 'shop',
    engine: 'memory',
    environment: undefined,
    version: '0',
    wanted: shop,
    groups: shedGroups(shop, all, 'critical'),
    observed: all,
    numbers: {},
    previousRelease: 'one',
    releases: { api: 3, db: 3, report: 2, cache: 3, mail: 3 },
    former: () => undefined,
    now: new Date(0),
  });
  const steps = allSteps(plan);
  expect(steps.map((step) => step.id)).toEqual([
    'shed-low/mail/route',
    'shed-low/mail/stop/mail-1',
    'shed-low/mail/remove/mail-1',
    'shed-low/promote',
    'shed-normal/report/route',
    'shed-normal/report/stop/report-1',
    'shed-normal/report/remove/report-1',
    'shed-normal/cache/route',
    'shed-normal/cache/stop/cache-1',
    'shed-normal/cache/remove/cache-1',
    'shed-normal/promote',
  ]);
  const afterOf = (id: string) => steps.find((step) => step.id === id)?.after;
  expect(afterOf('shed-normal/report/route')).toEqual(['shed-low/promote']);
  expect(afterOf('shed-normal/cache/route')).toContain('shed-normal/report/stop/report-1');
  expect(Object.keys(plan.wanted)).toEqual(['api', 'db']);
  expect(plan.load).toEqual({ kind: 'shed', releases: { report: 2, cache: 3, mail: 3 } });
});

test('the most important come back first', () => {
  const groups = restoreGroups(['mail', 'cache', 'report'], shop);
  expect(groups.map(({ name, services }) => [name, services.map((one) => one.service)])).toEqual([
    ['restore-normal', ['cache', 'report']],
    ['restore-low', ['mail']],
  ]);
});
