// Admission where requests are reserved: a scheduler counts CPUs that pods ask for, and quotas count what a namespace asks
// for. https://kubernetes.io/docs/concepts/policy/resource-quotas/
import { formatCpus, formatMebibytes, parseBytes, parseCpus } from '../base/units.ts';
import type { Json } from '../model/container.ts';
import type { Admission } from '../model/plan.ts';
import type { QuotaRoom, Wanted } from '../model/unit.ts';
import { type AdmissionInput, judge, stillToCome } from './admission.ts';
import { containersOf, replicasOf } from './kubernetes.ts';
import { entry, textOf } from './plain.ts';

export function admitReserved(input: AdmissionInput, index: number): readonly Admission[] {
  const { cpus, isReserved, quotas = [] } = input.capacity;
  const toCome = (amount: (one: Wanted) => number) => stillToCome(input, index, amount);
  const own = isReserved === true;
  return [
    ...(own
      ? [
          judge(
            'host-cpus',
            toCome(({ requests }) => requests.cpus),
            cpus,
            formatCpus,
          ),
        ]
      : []),
    ...quotas.map((quota) => {
      const admission = judge(
        'quota',
        toCome((one) => amountOf(one, quota)),
        quota.left,
        formats[quota.counts],
      );
      return { ...admission, sum: `${quota.name} ${admission.sum} left` };
    }),
  ];
}

const formats: Readonly<Record<QuotaRoom['counts'], (amount: number) => string>> = {
  'requests.memory': formatMebibytes,
  'limits.memory': formatMebibytes,
  'requests.cpu': formatCpus,
  'limits.cpu': formatCpus,
  pods: String,
};

/** Of all pods of a service. */
function amountOf({ requests, unit }: Wanted, { counts }: QuotaRoom): number {
  if (counts === 'requests.memory') return requests.memory;
  if (counts === 'requests.cpu') return requests.cpus;
  const { objects = [] } = unit.kubernetes ?? {};
  const replicas = replicasOf({ objects });
  if (counts === 'pods') return replicas;
  const [name, parse] =
    counts === 'limits.memory' ? (['memory', parseBytes] as const) : (['cpu', parseCpus] as const);
  return (
    containersOf({ objects }).reduce<number>((sum, one) => sum + limitOf(one, name, parse), 0) * replicas
  );
}

function limitOf(container: Json, name: string, parse: (text: string) => number | undefined): number {
  const text = textOf(entry(entry(entry(container, 'resources'), 'limits'), name));
  return text === undefined ? 0 : (parse(text) ?? 0);
}
