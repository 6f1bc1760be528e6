// The repository as claims see it.
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { lineStarts, positionAt } from '../base/span.ts';
import { readText } from '../journal/files.ts';
import type { Project } from '../model/project.ts';
import type { Service } from '../model/service.ts';
import type { ClaimedFile } from '../readiness/check.ts';
import { checkClaimText } from '../readiness/claims/check.ts';
import type { ClaimedService, ClaimFacts } from '../readiness/claims/claim.ts';

/** What the settings list under `claims:`, checked: files of Markdown, or sentences. */
export function settingClaims(
  listed: readonly string[],
  folder: string,
  facts: ClaimFacts,
): readonly ClaimedFile[] {
  return listed.map((entry) => {
    const path = resolve(folder, entry);
    const isFile = /\.(?:md|markdown)$/i.test(entry) && existsSync(path) && statSync(path).isFile();
    const text = isFile ? (readText(path) ?? '') : entry;
    return { file: isFile ? entry : 'seaworthy.yaml', claims: checkClaimText(text, facts) };
  });
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
