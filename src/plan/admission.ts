// May a phase start? Requests gate; limits only warn. Peaks are counted with old and new side by side.
import { formatCpus, formatMebibytes } from '../base/units.ts';
import type { Admission, PlannedService } from '../model/plan.ts';
import type { BudgetSetting } from '../model/settings.ts';
import { type Capacity, type Observed, replicasWanted, type Wanted } from '../model/unit.ts';
import type { PhaseGroup } from './phases.ts';

/** Kept free on the host for the system itself, as a share of its memory. */
const hostReserve = 0.05;

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

type Resource = 'memory' | 'cpus';

/** Admissions of the phase at `index`: against its budget, the stack's budget and the host. */
export function admit(input: AdmissionInput, index: number): readonly Admission[] {
  const phase = input.phases[index];
  if (phase === undefined) return [];
  const { budget, scope } = phase.group;
  const own = (at: number) => (scope === 'phase' ? at === index : at <= index);
  const admissions: Admission[] = [];
  for (const [resource, format] of [['memory', formatMebibytes] as const, ['cpus', formatCpus] as const]) {
    const whole = judge(
      resource,
      sumOf(input, index, () => true, resource),
      input.total[resource],
      format,
    );
    const limit = budget[resource];
    if (limit === undefined) admissions.push(whole);
    else {
      admissions.push(judge(resource, sumOf(input, index, own, resource), limit, format));
      // The stack's own budget holds beside the phase's; it is worth a line when it says no.
      if (!whole.admitted) admissions.push({ ...whole, sum: `${whole.sum} for the stack` });
    }
  }
  const hostFree = freeOnHost(input.capacity);
  const used = (service: PlannedService) => usedNow(input, service, 'memory');
  const toCome = stillToCome(input, index, ({ requests }) => requests.memory, used);
  admissions.push(judge('host-memory', toCome, hostFree, formatMebibytes));
  return admissions;
}

/** Bytes of the host that services may take: the system keeps a part for itself. */
export function freeOnHost({ memory, memoryTotal, isReserved }: Capacity): number {
  return Math.max(0, memory - (isReserved === true ? 0 : memoryTotal * hostReserve));
}

/** The most that the phases which `counts` accepts use at once while the phase at `index` is under way. */
function sumOf(
  input: AdmissionInput,
  index: number,
  counts: (at: number) => boolean,
  resource: Resource,
): Sum {
  const sum: Sum = { inUse: 0, requests: 0, surge: 0 };
  for (const [at, { services }] of input.phases.entries()) {
    if (!counts(at)) continue;
    for (const service of services) {
      if (at < index) sum.inUse += usedAfter(input, service, resource);
      else if (at > index) sum.inUse += usedNow(input, service, resource);
      else
        addOwn(sum, service, startedOf(input, service, resource), usedNow(input, service, resource), input);
    }
  }
  return sum;
}

/** A service of the phase that starts: what it has stays until the new ones are good, or goes before (stop-first). */
function addOwn(
  sum: Sum,
  service: PlannedService,
  request: number,
  used: number,
  input: AdmissionInput,
): void {
  if (service.change === 'create' || service.change === 'scale') {
    sum.inUse += used;
    sum.requests += request;
  } else if (service.change !== 'replace') sum.inUse += used;
  else if (service.replace === 'stop-first') {
    // Never both, but the larger of the two, beside those that stay.
    const stays = used * stayingShare(input, service);
    sum.inUse += stays + Math.max(0, used - stays - request);
    sum.requests += request;
  } else {
    sum.inUse += used;
    sum.surge += request;
  }
}

/** How many instances of a planned service are started. */
export function startsOf({ change, starts }: PlannedService): number {
  const isStarted = change === 'create' || change === 'replace' || change === 'scale';
  return isStarted ? (starts ?? 1) : 0;
}

/** Which part of what runs of a service is there afterwards, too. */
function stayingShare(input: AdmissionInput, service: PlannedService): number {
  const running = living(input, service).length;
  return running === 0 ? 0 : ((service.replicas ?? 1) - startsOf(service)) / running;
}

/** What the plan takes of what the host has free by then: what runs already has been taken from it. */
export function stillToCome(
  input: AdmissionInput,
  index: number,
  amount: (wanted: Wanted) => number,
  used: (service: PlannedService, request: number) => number = (service, request) =>
    living(input, service).length * request,
): Sum {
  const sum: Sum = { inUse: 0, requests: 0, surge: 0 };
  for (const [at, { services }] of input.phases.entries()) {
    if (at > index) break;
    for (const service of services) {
      const wanted = input.wanted.get(service.service);
      const each = wanted === undefined ? 0 : amount(wanted);
      const request = each * startsOf(service);
      const leaving = used(service, each) * (1 - stayingShare(input, service));
      const freed = Math.max(0, request - leaving);
      if (at < index) sum.inUse += service.change === 'replace' ? freed : request;
      else if (service.change !== 'replace') sum.requests += request;
      else if (service.replace === 'stop-first') sum.requests += freed;
      else sum.surge += request;
    }
  }
  return sum;
}

function requestOf({ wanted }: AdmissionInput, { service }: PlannedService, resource: Resource): number {
  return wanted.get(service)?.requests[resource] ?? 0;
}

/** What is started of a service asks for so much in all. */
export function startedOf(input: AdmissionInput, service: PlannedService, resource: Resource): number {
  return requestOf(input, service, resource) * startsOf(service);
}

/** Use of a service in an earlier phase, which is then as the plan wants it. */
function usedAfter(input: AdmissionInput, service: PlannedService, resource: Resource): number {
  switch (service.change) {
    case 'create':
    case 'replace':
    case 'scale':
      return requestOf(input, service, resource) * wantedCount(input, service);
    case 'keep':
      return usedNow(input, service, resource);
    case 'remove':
    case 'skip':
      return 0;
  }
}

function wantedCount({ wanted }: AdmissionInput, { service }: PlannedService): number {
  const found = wanted.get(service);
  return found === undefined ? 1 : replicasWanted(found);
}

function living({ observed }: AdmissionInput, { service }: PlannedService): readonly Observed[] {
  return observed.filter((one) => one.service === service && one.state !== 'exited');
}

/** Measured where there is a measure; CPU has none that would mean much at a moment. */
function usedNow(input: AdmissionInput, service: PlannedService, resource: Resource): number {
  let total = 0;
  for (const one of living(input, service)) {
    const request = requestOf(input, service, resource);
    total += resource === 'memory' ? (one.memory ?? request) : request;
  }
  return total;
}

export function judge(
  resource: Admission['resource'],
  { inUse, requests, surge }: Sum,
  limit: number | undefined,
  format: (amount: number) => string,
): Admission {
  const total = inUse + requests + surge;
  const admitted = limit === undefined || total <= limit + 1e-9;
  const parts = [`${format(inUse)} in use by then`, `${format(requests)} requested`];
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
