// Which services start in which phase: as declared, or derived with the data stores first.
import { SeaworthyError } from '../base/errors.ts';
import { dataStoreOf } from '../model/data-store.ts';
import type { BudgetSetting, PhaseSetting } from '../model/settings.ts';
import type { Wanted } from '../model/unit.ts';
import { closureOf, dependencyEdges, type Edges, findCycle, pathTo } from './graph.ts';

export interface PhaseGroup {
  readonly name: string;
  readonly services: readonly string[];
  readonly budget: BudgetSetting;
  readonly scope: 'cumulative' | 'phase';
  readonly soakMs: number;
}

/**
 * Groups services into phases. Declared phases keep their order and services that none names come last in `rest`;
 * without a declaration there is `data` (data stores and what they need) before `app`.
 *
 * @throws SeaworthyError PREFLIGHT for a dependency cycle, or for a phase that needs a later one's service.
 */
export function groupPhases(
  wanted: readonly Wanted[],
  declared: readonly PhaseSetting[],
  total: BudgetSetting,
): readonly PhaseGroup[] {
  const edges = dependencyEdges(wanted);
  const cycle = findCycle(edges);
  if (cycle !== undefined) {
    throw new SeaworthyError(
      'PREFLIGHT',
      `the services depend on each other in a circle: ${cycle.join(' → ')}`,
      {
        hint: 'Take one of these depends_on entries out.',
      },
    );
  }
  if (declared.length === 0) return derive(wanted, edges, total);
  const groups = asDeclared(wanted, declared, total);
  checkClosure(groups, wanted);
  return groups;
}

function derive(wanted: readonly Wanted[], edges: Edges, budget: BudgetSetting): readonly PhaseGroup[] {
  const stores = wanted
    .filter((one) => dataStoreOf(one.unit.image) !== undefined)
    .map((one) => one.unit.service);
  const first = closureOf(stores, edges);
  const names = wanted.map((one) => one.unit.service);
  const group = (name: string, services: readonly string[]): PhaseGroup[] =>
    services.length === 0 ? [] : [{ name, services, budget, scope: 'cumulative', soakMs: 0 }];
  return [
    ...group(
      'data',
      names.filter((name) => first.has(name)),
    ),
    ...group(
      'app',
      names.filter((name) => !first.has(name)),
    ),
  ];
}

function asDeclared(
  wanted: readonly Wanted[],
  declared: readonly PhaseSetting[],
  total: BudgetSetting,
): readonly PhaseGroup[] {
  const known = new Set(wanted.map((one) => one.unit.service));
  const taken = new Set<string>();
  const groups = declared.map((phase): PhaseGroup => {
    const services = phase.services
      .map((service) => service.value)
      .filter((name) => known.has(name) && !taken.has(name));
    for (const name of services) taken.add(name);
    return {
      name: phase.name,
      services,
      budget: phase.budget,
      scope: phase.scope,
      soakMs: phase.gate.soakMs ?? 0,
    };
  });
  const rest = [...known].filter((name) => !taken.has(name));
  if (rest.length > 0)
    groups.push({ name: 'rest', services: rest, budget: total, scope: 'cumulative', soakMs: 0 });
  return groups;
}

/** The dependency closure of a phase must lie within it or earlier. */
function checkClosure(groups: readonly PhaseGroup[], wanted: readonly Wanted[]): void {
  const rank = new Map(
    groups.flatMap((group, index) => group.services.map((name) => [name, index] as const)),
  );
  const required = wanted.map((one) => ({ ...one, dependsOn: one.dependsOn.filter((on) => on.required) }));
  const edges = dependencyEdges(required);
  for (const [index, group] of groups.entries()) {
    for (const name of group.services) {
      const path = pathTo(name, (other) => (rank.get(other) ?? 0) > index, edges);
      if (path === undefined) continue;
      const pulled = path.at(-1) ?? '';
      throw new SeaworthyError(
        'PREFLIGHT',
        `phase ${group.name} needs ${pulled} of the later phase ${groups[rank.get(pulled) ?? 0]?.name}: ${path.join(' → ')}`,
        { hint: `Move ${pulled} into phase ${group.name} or an earlier one, or ${name} into a later one.` },
      );
    }
  }
}
