// What docker compose refuses because one part of the files names another that is not there. Review has rules for
// each of these; a deploying verb must not start anything while one of them holds.
import { lineStarts, positionAt, type Span } from '../base/span.ts';
import type { Finding } from '../model/finding.ts';
import type { Project } from '../model/project.ts';
import { undefinedReferences } from '../read/compose/undefined.ts';
import { reviewWith } from '../review/with-rules.ts';
import buildContextMissing from '../rules/compose/build-context-missing.ts';
import buildTargetMissing from '../rules/compose/build-target-missing.ts';
import configUndefined from '../rules/compose/config-undefined.ts';
import containerNameDuplicate from '../rules/compose/container-name-duplicate.ts';
import dependencyCycle from '../rules/compose/dependency-cycle.ts';
import dependencyMissing from '../rules/compose/dependency-missing.ts';
import dockerfileMissing from '../rules/compose/dockerfile-missing.ts';
import envFileMissing from '../rules/compose/env-file-missing.ts';
import imageOrBuildMissing from '../rules/compose/image-or-build-missing.ts';
import networkUndefined from '../rules/compose/network-undefined.ts';
import secretUndefined from '../rules/compose/secret-undefined.ts';
import volumeUndefined from '../rules/compose/volume-undefined.ts';
import { ruleName } from '../rules/rule.ts';

const composeRules = [
  configUndefined,
  containerNameDuplicate,
  dependencyCycle,
  dependencyMissing,
  envFileMissing,
  imageOrBuildMissing,
  networkUndefined,
  secretUndefined,
  volumeUndefined,
];

/** Only these are loaded: a rollout does not wait for all the others. */
const catalogue = [...composeRules, buildContextMissing, buildTargetMissing, dockerfileMissing];

/** What `docker compose config` refuses as well. */
export const refusedByCompose: readonly string[] = composeRules.map(ruleName);

const refusing: readonly string[] = catalogue.map(ruleName);

/** One line each, with place and advice. */
export function brokenReferences(
  project: Project,
  rulesAsked: readonly string[] = refusing,
): readonly string[] {
  const { findings, rules } = reviewWith(catalogue, project, { rules: rulesAsked });
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
