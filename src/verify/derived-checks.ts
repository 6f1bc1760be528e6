// Checks that follow from the stack itself: whoever is published answers its health endpoint, each dependency is reached from
// its client's place, and what had to be done once (a migration) was done.
import type { SmokeCheck } from '../model/smoke.ts';
import { smokeDefaults } from '../model/smoke.ts';
import type { Wanted } from '../model/unit.ts';

const span = { file: '', start: 0, end: 0 };
const shared = { withinMs: smokeDefaults.withinMs, retry: smokeDefaults.retry, derived: true, span } as const;

/** `wanted` by service, as the release has it; `skipped` are services that were left out of it, or scaled to none. */
export function derivedChecks(
  wanted: Readonly<Record<string, Wanted>>,
  skipped: ReadonlySet<string>,
): readonly SmokeCheck[] {
  const there = Object.values(wanted).filter(({ unit }) => !skipped.has(unit.service));
  return [
    ...there.flatMap(completed),
    ...there.flatMap(health),
    ...there.flatMap((one) => edges(one, wanted, skipped)),
  ];
}

function completed({ unit }: Wanted): readonly SmokeCheck[] {
  if (!unit.oneShot) return [];
  return [{ kind: 'completed', name: `${unit.service} completed`, service: unit.service, ...shared }];
}

/** The gate's own endpoint, asked the way callers do and no longer on the instance itself; else that the port is open. */
function health({ unit, gate }: Wanted): readonly SmokeCheck[] {
  const { service } = unit;
  const published = unit.ports.filter((port) => port.published !== undefined && port.protocol === 'tcp');
  if (unit.oneShot || published.length === 0) return [];
  const { probe } = gate;
  if (probe.kind === 'http') {
    const path = probe.path.startsWith('/') ? probe.path : `/${probe.path}`;
    const url = `${probe.scheme ?? 'http'}://${service}:${probe.port}${path}`;
    const status = probe.status ?? ('2xx or 3xx' as const);
    const name = `health of ${service}`;
    return [
      {
        kind: 'http',
        name,
        url,
        method: 'GET',
        status,
        headers: {},
        json: {},
        bodyMatch: probe.match,
        ...shared,
      },
    ];
  }
  return [...new Set(published.map((port) => port.target))].map((target) => ({
    kind: 'tcp',
    name: `port ${target} of ${service}`,
    address: `${service}:${target}`,
    ...shared,
  }));
}

/** On every port that the client may call, as the engine resolves the name for it. */
function edges(
  { unit, dependsOn }: Wanted,
  wanted: Readonly<Record<string, Wanted>>,
  skipped: ReadonlySet<string>,
): readonly SmokeCheck[] {
  return dependsOn.flatMap(({ service, condition }) => {
    const target = wanted[service];
    const isOver = condition === 'service_completed_successfully' || target?.unit.oneShot === true;
    if (target === undefined || isOver || skipped.has(service)) return [];
    return (unit.peers[service] ?? []).map((port) => ({
      kind: 'tcp' as const,
      name: `${unit.service} reaches ${service}:${port}`,
      address: `${service}:${port}`,
      ...shared,
    }));
  });
}
