// May a phase start? Requests gate; limits only warn. Peaks are counted with old and new side by side.
import { formatBytes, formatCpus } from '../base/units.ts';
import type { Admission, PlannedService } from '../model/plan.ts';
import type { BudgetSetting } from '../model/settings.ts';
import type { Capacity, Observed, Wanted } from '../model/unit.ts';
import type { PhaseGroup } from './phases.ts';

/** Kept free on the host for the system itself, as a share of its memory. */
const hostReserve = 0.05;

/** CPU has no measured use at a moment that would mean much, so requests stand for it throughout. */
export interface PhaseLoad {
  readonly group: PhaseGroup;
  readonly services: readonly PlannedService[];
}

interface Sum {
  inUse: number;
  requests: number;
  surge: number;
}

export interface AdmissionInput {
  readonly phases: readonly PhaseLoad[];
  readonly wanted: ReadonlyMap<string, Wanted>;
  readonly observed: readonly Observed[];
  readonly total: BudgetSetting;
  readonly capacity: Capacity;
}

/** Admissions of the phase at `index`: against its budget, the stack's budget and the host. */
export function admit(input: AdmissionInput, index: number): readonly Admission[] {
  const phase = input.phases[index];
  if (phase === undefined) return [];
  const own = phase.group.scope === 'phase' ? [phase] : input.phases.slice(0, index + 1);
  const memory = sumOf(input, own, phase, 'memory');
  const cpus = sumOf(input, own, phase, 'cpus');
  const everything = input.phases.slice(0, index + 1);
  const hostFree = Math.max(0, input.capacity.memory - input.capacity.memoryTotal * hostReserve);
  const host = sumOf(input, everything, phase, 'memory');
  // What runs already has been taken from the host's free memory, so only what is still to come counts here.
  const toCome = { ...host, inUse: plannedBefore(input, everything, phase, 'memory') };
  return [
    judge('memory', memory, phase.group.budget.memory ?? input.total.memory, formatBytes),
    judge('cpus', cpus, phase.group.budget.cpus ?? input.total.cpus, formatCpus),
    judge('host-memory', toCome, hostFree, formatBytes),
  ];
}

function sumOf(
  input: AdmissionInput,
  counted: readonly PhaseLoad[],
  now: PhaseLoad,
  resource: 'memory' | 'cpus',
): Sum {
  const sum: Sum = { inUse: plannedBefore(input, counted, now, resource), requests: 0, surge: 0 };
  for (const { services } of counted) {
    for (const service of services) sum.inUse += running(input, service, resource, services === now.services);
  }
  for (const service of now.services) {
    const request = input.wanted.get(service.service)?.requests[resource] ?? 0;
    if (service.change === 'create') sum.requests += request;
    else if (service.change === 'replace' && service.replace === 'stop-first') sum.requests += request;
    else if (service.change === 'replace') sum.surge += request;
  }
  return sum;
}

/** Requests of what earlier phases of this plan will have started by then. */
function plannedBefore(
  input: AdmissionInput,
  counted: readonly PhaseLoad[],
  now: PhaseLoad,
  resource: 'memory' | 'cpus',
): number {
  let total = 0;
  for (const phase of counted) {
    if (phase === now) continue;
    for (const service of phase.services) {
      if (service.change !== 'create' && service.change !== 'replace') continue;
      total += input.wanted.get(service.service)?.requests[resource] ?? 0;
    }
  }
  return total;
}

/** What runs of a service now and goes on running while the phase starts. */
function running(
  input: AdmissionInput,
  service: PlannedService,
  resource: 'memory' | 'cpus',
  inThisPhase: boolean,
): number {
  if (service.change === 'replace' && (!inThisPhase || service.replace === 'stop-first')) return 0;
  let total = 0;
  for (const one of input.observed) {
    if (one.service !== service.service || one.state === 'exited') continue;
    const request = input.wanted.get(one.service)?.requests[resource] ?? 0;
    total += resource === 'memory' ? (one.memory ?? request) : request;
  }
  return total;
}

function judge(
  resource: Admission['resource'],
  { inUse, requests, surge }: Sum,
  limit: number | undefined,
  format: (amount: number) => string,
): Admission {
  const total = inUse + requests + surge;
  const admitted = limit === undefined || total <= limit + 1e-9;
  const parts = [`${format(inUse)} in use`, `${format(requests)} requested`];
  if (surge > 0) parts.push(`${format(surge)} surge`);
  const of = limit === undefined ? 'no budget' : `of ${format(limit)}`;
  return {
    resource,
    inUse,
    requests,
    surge,
    limit,
    admitted,
    sum: `${parts.join(' + ')} = ${format(total)} ${of}`,
  };
}

/** Ways out of a refusal, the least intrusive first. */
export function adviceFor(
  input: AdmissionInput,
  index: number,
  refused: readonly Admission[],
): readonly string[] {
  const phase = input.phases[index];
  const memory =
    refused.find((one) => one.resource === 'memory' || one.resource === 'host-memory') ?? refused[0];
  if (phase === undefined || memory?.limit === undefined) return [];
  const over = memory.inUse + memory.requests + memory.surge - memory.limit;
  const format = memory.resource === 'cpus' ? formatCpus : formatBytes;
  const key = memory.resource === 'cpus' ? 'cpus' : 'memory';
  const needed = format(memory.limit + over);
  const advice = [
    memory.resource === 'host-memory'
      ? `free ${format(over)} on the host`
      : `raise the budget of ${phase.group.name} to ${needed}`,
  ];
  const largest = phase.services
    .filter((one) => one.change === 'create' || one.change === 'replace')
    .map((one) => ({ name: one.service, request: input.wanted.get(one.service)?.requests[key] ?? 0 }))
    .sort((a, b) => b.request - a.request)[0];
  if (largest !== undefined && largest.request > over) {
    advice.unshift(
      `lower ${largest.name}'s request from ${format(largest.request)} to ${format(largest.request - over)}`,
    );
  }
  const movable = movableFrom(input, phase, over, key);
  if (movable !== undefined) advice.push(`move ${movable} to a later phase`);
  return advice;
}

/** A service that nobody else of the phase needs and whose absence is enough. */
function movableFrom(
  input: AdmissionInput,
  phase: PhaseLoad,
  over: number,
  key: 'memory' | 'cpus',
): string | undefined {
  const needed = new Set(
    phase.services.flatMap((one) => input.wanted.get(one.service)?.dependsOn.map((on) => on.service) ?? []),
  );
  return phase.services.find(
    (one) =>
      one.change === 'create' &&
      !needed.has(one.service) &&
      (input.wanted.get(one.service)?.requests[key] ?? 0) >= over,
  )?.service;
}
