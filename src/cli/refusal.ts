// A plan that does not fit into its budget or the host.
import { SeaworthyError } from '../base/errors.ts';
import type { Plan } from '../model/plan.ts';

/** @throws SeaworthyError BUDGET_EXCEEDED with the sum of each phase that does not fit, and ways out. */
export function refuseUnadmitted(plan: Plan): void {
  const refused = plan.phases.filter((phase) => !phase.admitted);
  if (refused.length === 0) return;
  const detail = refused.flatMap((phase) => [
    ...phase.admissions
      .filter((one) => !one.admitted)
      .map((one) => `phase ${phase.name}: ${one.resource.replace('-', ' ')} ${one.sum}`),
    ...phase.advice.map((way) => `  way out: ${way}`),
  ]);
  const names = refused.map((phase) => phase.name).join(', ');
  throw new SeaworthyError('BUDGET_EXCEEDED', `phase ${names} does not fit; nothing was touched`, {
    detail,
    hint: 'seaworthy plan shows the whole arithmetic.',
  });
}
