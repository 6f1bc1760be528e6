import { describe, expect, test } from 'vitest';
import type { Step } from '../../src/model/plan.ts';
import type { Wanted } from '../../src/model/unit.ts';
import { allSteps } from '../../src/plan/plan.ts';
import { planOf, running, wantedService } from './small-world.ts';

type Container = NonNullable<Wanted['unit']['container']>;

function inContainer(service: string, published?: number, change: Partial<Container> = {}): Wanted {
  const wanted = wantedService(service, { config: service });
  const ports = wanted.unit.ports.map((port) => ({ ...port, published }));
  const container: Container = {
    origin: { folder: '/', files: [] },
    keys: {},
    variables: [],
    networks: { default: {} },
    volumes: {},
    linkedAs: [],
    heldPorts: false,
    files: [],
    ...change,
  };
  return { ...wanted, unit: { ...wanted.unit, ports, container } };
}

/** The steps of taking away what runs of these services; each is `service/kind`. */
function ending(
  services: readonly Wanted[],
  needs: Readonly<Record<string, readonly string[]>>,
  stays: readonly Wanted[] = [],
) {
  const all = [...services, ...stays];
  const observed = all.map(({ unit }) => running(`${unit.service}-1`, { config: unit.service }));
  const former = (service: string) => all.find(({ unit }) => unit.service === service);
  const plan = planOf(stays, { observed, former, needed: new Map(Object.entries(needs)) });
  const steps = allSteps(plan).filter(({ action }) => action.kind !== 'promote');
  return { steps, kinds: steps.map(({ id }) => id.split('/').slice(1, 3).join('/')) };
}

/** Whether `later` begins only when `earlier` is done. */
function waits(steps: readonly Step[], later: string, earlier: string): boolean {
  const at = (name: string) => steps.find(({ id }) => id.startsWith(`cleanup/${name}`));
  const seen = new Set<string>();
  const visit = (step: Step | undefined): boolean =>
    step?.after.some((id) => {
      if (id === at(earlier)?.id) return true;
      if (seen.has(id)) return false;
      seen.add(id);
      return visit(steps.find((one) => one.id === id));
    }) ?? false;
  return visit(at(later));
}

describe('taking a whole stack of containers away', () => {
  test('drains what others may call, and stops the rest at once', () => {
    const { kinds } = ending([inContainer('db'), inContainer('web', 80)], { web: ['db'] });
    expect(kinds).toEqual(['web/route', 'web/drain', 'web/stop', 'web/remove', 'db/stop', 'db/remove']);
  });

  test('stops nothing that may serve a request from outside before that has ended', () => {
    const { steps } = ending([inContainer('api'), inContainer('web', 80), inContainer('job')], {});
    expect(waits(steps, 'api/stop', 'web/drain')).toBe(true);
    expect(waits(steps, 'job/stop', 'web/drain')).toBe(true);
    expect(waits(steps, 'api/stop', 'web/stop')).toBe(false);
  });

  test('drains a published service that others need only after those', () => {
    const { steps, kinds } = ending([inContainer('db', 5432), inContainer('api'), inContainer('web', 80)], {
      web: ['api'],
      api: ['db'],
    });
    expect(kinds).toContain('db/drain');
    expect(waits(steps, 'db/drain', 'api/stop')).toBe(true);
    expect(waits(steps, 'api/stop', 'web/stop')).toBe(true);
  });

  test.each([
    ['in a network of others', inContainer('api', undefined, { networks: { shared: { external: true } } })],
    [
      'with a port that the engine chooses',
      inContainer('api', undefined, { keys: { ports: [{ target: 8000 }] } }),
    ],
    ['in the network of the host', inContainer('api', undefined, { keys: { network_mode: 'host' } })],
    ['that is on no record', wantedService('api', { config: 'api' })],
  ])('drains a service %s', (_name, service) => {
    expect(ending([service], {}).kinds).toEqual(['api/route', 'api/drain', 'api/stop', 'api/remove']);
  });
});

test('one of many that leaves is drained: what stays may call it', () => {
  const { kinds } = ending([inContainer('old')], {}, [inContainer('api')]);
  expect(kinds).toEqual(['old/route', 'old/drain', 'old/stop', 'old/remove']);
});
