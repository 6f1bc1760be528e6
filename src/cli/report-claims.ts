// `report --check-claims FILE`: a hand-written report against itself, the files, and the checklist where there is one.
import { resolve } from 'node:path';
import { type ExitCode, exitCodes, SeaworthyError } from '../base/errors.ts';
import { lineStarts, positionAt } from '../base/span.ts';
import { jsonText } from '../base/text.ts';
import { readText } from '../journal/files.ts';
import type { Project } from '../model/project.ts';
import type { Service } from '../model/service.ts';
import { claimsText } from '../output/report/claims.ts';
import { readProject } from '../read/project.ts';
import { checkClaimText } from '../readiness/claims/check.ts';
import type { ClaimedService, ClaimFacts } from '../readiness/claims/claim.ts';
import { projectFolder } from './project.ts';
import { makeReport } from './report-facts.ts';
import type { VerbContext } from './verb.ts';

export async function checkClaims(context: VerbContext, file: string): Promise<ExitCode> {
  const path = resolve(context.cwd, file);
  const text = readText(path);
  if (text === undefined)
    throw new SeaworthyError('USAGE', `there is no file ${file}`, { hint: 'Name a Markdown file.' });
  const claims = checkClaimText(text, await claimFacts(context));
  const { stdout, paint } = context.terminal;
  stdout.write(
    context.flags.text('format') === 'json'
      ? `${jsonText({ schema: 'seaworthy.claims/1', file, claims }, 2)}\n`
      : claimsText(file, claims, paint),
  );
  return claims.some(({ word }) => word === 'false') ? exitCodes.notReady : exitCodes.ok;
}

/** What has been rolled out can be asked for more: its checklist. */
async function claimFacts(context: VerbContext): Promise<ClaimFacts> {
  const made = await makeReport(context).catch((error: unknown) => {
    if (error instanceof SeaworthyError) return undefined;
    throw error;
  });
  const root = made?.folder ?? projectFolder(context);
  const project = made?.facts.project ?? (await readProject({ root, scope: 'review', processEnv: {} }));
  return claimFactsOf(project, made?.report.lines ?? []);
}

export function claimFactsOf(project: Project, checks: ClaimFacts['checks']): ClaimFacts {
  const services = [...(project.stacks[0]?.services.values() ?? [])].filter(({ enabled }) => enabled);
  const names = new Set(project.files.below('').map((path) => path.slice(path.lastIndexOf('/') + 1)));
  return {
    services: services.map((service) => claimed(service, project)),
    exists: (path) => project.files.kind(path) !== undefined || (!path.includes('/') && names.has(path)),
    checks,
  };
}

function claimed(service: Service, project: Project): ClaimedService {
  const link = project.builds.find((one) => one.service.name === service.name);
  const stage = link?.dockerfile?.stages[link.stage ?? -1];
  const instructions = stage?.instructions ?? [];
  const user = service.user?.value ?? instructions.findLast(({ keyword }) => keyword === 'USER')?.raw.value;
  const isUser = user !== undefined && !/^\s*(?:root|0)(?::|\s|$)/.test(user);
  const has = [
    [
      'health check',
      service.healthcheck?.disabled === false ||
        instructions.some(({ keyword }) => keyword === 'HEALTHCHECK'),
    ],
    ['memory limit', service.resources.memoryLimit !== undefined],
    ['cpu limit', service.resources.cpuLimit !== undefined],
    ['non-root user', isUser],
    ['restart policy', service.restart !== undefined && service.restart.value !== 'no'],
    ['read-only', service.readOnly?.value === true],
  ] as const;
  const { file, start } = service.nameSpan;
  const { line } = positionAt(lineStarts(project.texts.get(file)?.text ?? ''), start);
  const ports = [
    ...service.ports.flatMap(({ published, target }) => [published?.value, target.value]),
    ...service.expose.map(({ value }) => Number(value)),
    ...instructions
      .filter(({ keyword }) => keyword === 'EXPOSE')
      .flatMap(({ args }) => args.map(({ value }) => Number.parseInt(value, 10))),
  ];
  return {
    name: service.name,
    image: service.image?.value,
    ports: [...new Set(ports.filter((port) => port !== undefined).filter(Number.isInteger))],
    has: new Set(has.filter(([, is]) => is).map(([name]) => name)),
    place: { text: `${file}:${line}`, path: file },
  };
}
