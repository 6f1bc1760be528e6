// A plan for people, and as JSON.
import { count, printableLine } from '../base/text.ts';
import { formatBytes, formatCpus } from '../base/units.ts';
import { gateWords } from '../model/gate-words.ts';
import type { Admission, Phase, Plan, PlannedService } from '../model/plan.ts';
import { imagesPhase, imagesWords } from '../plan/images.ts';
import type { Paint } from './paint.ts';

const marks: Readonly<Record<PlannedService['change'], string>> = {
  create: '+',
  replace: '~',
  scale: '±',
  keep: '=',
  remove: '-',
  skip: '!',
};

export function planText(plan: Plan, engine: string, paint: Paint): string {
  const was = plan.previousRelease === undefined ? '' : ` (was ${plan.previousRelease})`;
  const environment = plan.environment === undefined ? '' : `  environment ${plan.environment}`;
  const lines = [
    `stack ${paint.bold(plan.stack)}  engine ${engine}  release ${plan.release}${was}${environment}`,
  ];
  const common = commonNotes(plan);
  for (const [index, phase] of plan.phases.entries())
    lines.push(
      ...(phase.name === imagesPhase
        ? imagesPhaseLines(phase, index, paint)
        : phaseLines(plan, phase, index, common, paint)),
    );
  if (plan.images !== undefined && plan.images.images.length > 0)
    lines.push(`${paint.bold('images')}  ${printableLine(imagesWords(plan.images))}${budgetWords(plan)}`);
  for (const [note, services] of common)
    lines.push(paint.dim(`${printableLine(note)}: ${services.map(printableLine).join(', ')}`));
  for (const warning of plan.warnings) lines.push(`${paint.yellow('warning')} ${printableLine(warning)}`);
  const irreversible = plan.phases.flatMap((phase) => phase.steps).filter((step) => step.irreversible);
  for (const step of irreversible)
    lines.push(`${paint.yellow('point of no return')}: ${printableLine(step.id)}`);
  lines.push(summaryLine(plan));
  return `${lines.join('\n')}\n`;
}

function imagesPhaseLines(phase: Phase, index: number, paint: Paint): readonly string[] {
  const verdict = phase.admitted ? paint.green('admits') : paint.red('REFUSED');
  const steps = phase.steps.filter(({ action }) => 'image' in action);
  const rows = steps.map(
    ({ action, because }) =>
      `  + ${printableLine('image' in action ? action.image : '').padEnd(40)} ${action.kind.padEnd(6)} ${paint.dim(printableLine(because))}`,
  );
  const refused = phase.admissions
    .filter((one) => !one.admitted)
    .map((one) => `    ${paint.red(admissionText(one))}`);
  const advice =
    phase.advice.length === 0 ? [] : [`    ways out: ${printableLine(phase.advice.join('; or '))}`];
  const head = `${paint.bold(`phase ${index + 1} ${phase.name}`)}  ${count(steps.length, 'image')} before anything is stopped  ${verdict}`;
  return [head, ...rows, ...refused, ...advice];
}

/** `budget 1 GiB: over by 0.3 GiB`, of all images of the stack. */
function budgetWords({ images, phases }: Plan): string {
  const admission = phases.flatMap((phase) => phase.admissions).find((one) => one.resource === 'images');
  if (admission?.limit === undefined || images === undefined) return '';
  const over = images.whole.unpacked - admission.limit;
  return `   budget ${formatBytes(admission.limit)}${over > 0 ? `: over by ${formatBytes(over)}` : ''}`;
}

function phaseLines(
  plan: Plan,
  phase: Phase,
  index: number,
  common: Common,
  paint: Paint,
): readonly string[] {
  const requests = { memory: 0, cpus: 0 };
  for (const { change, requests: own, replicas = 1 } of phase.services) {
    if (change === 'remove' || change === 'skip' || own === undefined) continue;
    requests.memory += own.memory * replicas;
    requests.cpus += own.cpus * replicas;
  }
  const verdict =
    phase.steps.length === 0
      ? 'nothing to do'
      : phase.admitted
        ? paint.green('admits')
        : paint.red('REFUSED');
  const size = `requests ${formatBytes(requests.memory)} / ${formatCpus(requests.cpus)} CPU`;
  const head = `${paint.bold(`phase ${index + 1} ${printableLine(phase.name)}`)}  ${phase.services.length} services  ${size}  ${verdict}`;
  const refused = phase.admitted
    ? []
    : phase.admissions.filter((one) => !one.admitted).map((one) => `    ${paint.red(admissionText(one))}`);
  const advice =
    phase.advice.length === 0 ? [] : [`    ways out: ${printableLine(phase.advice.join('; or '))}`];
  const sums =
    phase.admitted && phase.steps.length > 0
      ? phase.admissions
          .filter((one) => one.limit !== undefined && !one.resource.startsWith('host'))
          .map((one) => `    ${paint.dim(admissionText(one))}`)
      : [];
  return [
    head,
    ...phase.services.flatMap((service) => serviceLines(plan, service, common, paint)),
    ...sums,
    ...refused,
    ...advice,
  ];
}

function admissionText({ resource, sum }: Admission): string {
  return printableLine(`${resource.replace('-', ' ')}: ${sum}`);
}

function serviceLines(plan: Plan, service: PlannedService, common: Common, paint: Paint): readonly string[] {
  const gate = plan.wanted[service.service]?.gate;
  const active = service.change === 'create' || service.change === 'replace' || service.change === 'scale';
  const mode = service.replace === undefined ? '' : `  ${service.replace}`;
  const by = gate === undefined || !active ? '' : `  gate ${printableLine(gateWords(gate))}`;
  const request = service.change === 'skip' ? '' : requestWords(service);
  const name = `${marks[service.change]} ${printableLine(service.service).padEnd(14)} ${service.change.padEnd(8)}`;
  const first = `  ${name} ${request.padEnd(20)}${mode}${by}  ${paint.dim(printableLine(service.because))}`;
  const own = service.notes.filter((note) => !common.has(note));
  return [first.trimEnd(), ...own.map((note) => `      ${paint.dim(printableLine(note))}`)];
}

function requestWords({ requests, replicas = 1 }: PlannedService): string {
  if (requests === undefined) return '';
  const { memory, memoryFrom, cpus } = requests;
  const times = replicas === 1 ? '' : `${replicas} × `;
  return `${times}${formatBytes(memory)}${memoryFrom === 'default' ? '?' : ''} / ${formatCpus(cpus)} CPU`;
}

type Common = ReadonlyMap<string, readonly string[]>;

/** Notes that several services share are said once, at the end. */
function commonNotes(plan: Plan): Common {
  const by = new Map<string, string[]>();
  for (const { service, notes } of plan.phases.flatMap((phase) => phase.services)) {
    for (const note of notes) by.set(note, [...(by.get(note) ?? []), service]);
  }
  return new Map([...by].filter(([, services]) => services.length > 2));
}

function summaryLine(plan: Plan): string {
  const of = (change: PlannedService['change']) =>
    plan.phases.flatMap((phase) => phase.services).filter((one) => one.change === change).length;
  const skipped = of('skip') === 0 ? '' : `, ${of('skip')} left out`;
  const scaled = of('scale') === 0 ? '' : ` ${of('scale')} to scale,`;
  return `Plan: ${of('create')} to create, ${of('replace')} to replace,${scaled} ${of('remove')} to remove, ${of('keep')} unchanged${skipped}.`;
}
