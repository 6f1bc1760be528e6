// What docker compose refuses because one part of the files names another that is not there. Review has rules for
// each of these; a deploying verb must not start anything while one of them holds.
import { lineStarts, positionAt, type Span } from '../base/span.ts';
import type { Finding } from '../model/finding.ts';
import type { Project } from '../model/project.ts';
import { undefinedReferences } from '../read/compose/undefined.ts';
import { review } from '../review/run.ts';

/** What `docker compose config` refuses as well. */
export const refusedByCompose: readonly string[] = [
  'compose/config-undefined',
  'compose/container-name-duplicate',
  'compose/dependency-cycle',
  'compose/dependency-missing',
  'compose/env-file-missing',
  'compose/image-or-build-missing',
  'compose/network-undefined',
  'compose/secret-undefined',
  'compose/volume-undefined',
];

const refusing: readonly string[] = [
  ...refusedByCompose,
  'compose/build-context-missing',
  'compose/build-target-missing',
  'compose/dockerfile-missing',
];

/** One line each, with place and advice. */
export function brokenReferences(
  project: Project,
  rulesAsked: readonly string[] = refusing,
): readonly string[] {
  const { findings, rules } = review(project, { rules: rulesAsked });
  const lineAt = ({ file, start }: Span, message: string, hint: string) => {
    const { line, column } = positionAt(lineStarts(project.texts.get(file)?.text ?? ''), start);
    return `${file}:${line}:${column}: ${message}; ${hint}`;
  };
  const found = findings.filter(
    (finding) => rulesAsked.includes(finding.rule) && !isOfInactive(project, finding),
  );
  const told = new Set(found.map(({ at }) => `${at.file} ${at.start}`));
  const more = project.stacks
    .flatMap(undefinedReferences)
    .filter(({ span }) => !told.has(`${span.file} ${span.start}`));
  return [
    ...found.map(({ rule, at, message }) => lineAt(at, message, rules.get(rule)?.fix ?? '')),
    ...more.map(({ span, message, hint }) => lineAt(span, message, hint)),
  ];
}

/** Docker compose does not look at services of profiles that are not selected. */
function isOfInactive({ stacks }: Project, { object }: Finding): boolean {
  const inactive = stacks.flatMap((stack) => [...stack.services.values()].filter(({ enabled }) => !enabled));
  const inCycle = object.startsWith('cycle ') ? object.slice('cycle '.length).split(', ') : [];
  return inactive.some(
    ({ name }) =>
      object.startsWith(`services.${name}.`) || object === `services.${name}` || inCycle.includes(name),
  );
}
