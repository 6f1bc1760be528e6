// A first seaworthy.yaml: what was found, written down with the reasons, for a person to correct.
import { formatBytes, formatCpus } from '../base/units.ts';
import { gateWords } from '../model/gate-words.ts';
import type { Phase, Plan } from '../model/plan.ts';
import { replicasWanted, type Wanted } from '../model/unit.ts';

/** The text of the file for a derived plan. Every line is what would be done without the file. */
export function settingsFile(plan: Plan): string {
  const lines = [
    '# How seaworthy rolls this stack out. Nothing here is required: what is written was derived from the files.',
    `stack: ${plan.stack}`,
    'engine: local',
    '',
    ...budgetLines(plan),
    '',
    '# Budgets of phases are cumulative unless `scope: phase`.',
    'phases:',
    ...plan.phases.filter((phase) => phase.services.length > 0).flatMap((phase) => phaseLines(phase, plan)),
    '',
    'services:',
    ...Object.values(plan.wanted).flatMap(serviceLines),
    '',
    ...smokeLines(plan),
  ];
  return `${lines.join('\n')}\n`;
}

function sumOf(services: readonly Wanted[]): { memory: number; cpus: number } {
  const sum = { memory: 0, cpus: 0 };
  for (const one of services) {
    sum.memory += one.requests.memory * replicasWanted(one);
    sum.cpus += one.requests.cpus * replicasWanted(one);
  }
  return sum;
}

function budgetLines(plan: Plan): readonly string[] {
  const { memory, cpus } = sumOf(Object.values(plan.wanted));
  return [
    `# The services request ${formatBytes(memory)} and ${formatCpus(cpus)} CPUs together; a replace needs room for one more beside.`,
    '# budget: { memory: 4GiB, cpus: 4 }',
  ];
}

function phaseLines(phase: Phase, plan: Plan): readonly string[] {
  const { memory, cpus } = sumOf(phase.services.flatMap((one) => plan.wanted[one.service] ?? []));
  return [
    `  - name: ${phase.name}`,
    `    services: [${phase.services.map((one) => one.service).join(', ')}]`,
    `    # budget: { memory: 512MiB }   # requests here: ${formatBytes(memory)}, ${formatCpus(cpus)} CPUs`,
  ];
}

function serviceLines({ unit, gate, requests, replace }: Wanted): readonly string[] {
  const lines = [`  ${unit.service}:`, `    # gate: ${gateWords(gate)}`];
  const port = unit.ports[0]?.target;
  if (gate.weak && port !== undefined)
    lines.push(`    # gate: { http: /health, port: ${port} }   # a health check says more than an open port`);
  if (requests.memoryFrom === 'default')
    lines.push(`    # no memory request in the files: counted as ${formatBytes(requests.memory)}`);
  const stores = unit.mounts.some((mount) => mount.kind === 'volume' && !mount.readOnly);
  lines.push(
    '    priority: normal',
    `    replace: ${stores ? 'stop-first   # it writes to a volume' : replace}`,
  );
  return lines;
}

function smokeLines(plan: Plan): readonly string[] {
  const first = Object.values(plan.wanted).find((one) =>
    one.unit.ports.some((port) => port.published !== undefined),
  );
  const port = first?.unit.ports.find((one) => one.published !== undefined)?.target;
  if (first === undefined || port === undefined) return ['# smoke: []'];
  return [
    '# smoke:',
    `#   - http: http://${first.unit.service}:${port}/`,
    '#     expect: { status: 200, within: 500ms }',
  ];
}
