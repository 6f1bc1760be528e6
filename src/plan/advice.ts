// What may be done about a phase that does not fit.
import { formatCpus, formatMebibytes } from '../base/units.ts';
import type { Admission } from '../model/plan.ts';
import { type AdmissionInput, type PhaseLoad, startedOf, startsOf } from './admission.ts';

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
  if (memory.resource === 'quota') return ['have the quota raised', 'lower what its services ask for'];
  const over = memory.inUse + memory.requests + memory.surge - memory.limit;
  const key = memory.resource.endsWith('cpus') ? 'cpus' : 'memory';
  const format = key === 'cpus' ? formatCpus : formatMebibytes;
  const needed = format(memory.limit + over);
  const advice = [
    memory.resource.startsWith('host')
      ? `free ${format(over)} on the host`
      : `raise the budget of ${phase.group.name} to ${needed}`,
  ];
  const largest = largestRequests(input, phase, key);
  const [first] = largest;
  if (first !== undefined && first.request > over) {
    const each = first.request / first.starts;
    advice.unshift(
      `lower ${first.name}'s request from ${format(each)} to ${format(each - over / first.starts)}`,
    );
  } else if (largest.length > 1) {
    const names = largest.slice(0, 3).map((one) => `${one.name} ${format(one.request)}`);
    advice.unshift(`lower requests by ${format(over)} in all; the largest are ${names.join(', ')}`);
  }
  const movable = movableFrom(input, phase, over, key);
  if (movable !== undefined) advice.push(`move ${movable} to a later phase`);
  return advice;
}

function largestRequests(input: AdmissionInput, phase: PhaseLoad, key: 'memory' | 'cpus') {
  return phase.services
    .filter((one) => startsOf(one) > 0)
    .map((one) => ({ name: one.service, starts: startsOf(one), request: startedOf(input, one, key) }))
    .sort((a, b) => b.request - a.request);
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
    (one) => one.change === 'create' && !needed.has(one.service) && startedOf(input, one, key) >= over,
  )?.service;
}
