// What docker compose refuses because one part of the files names another that is not there. Review has rules for
// each of these; a deploying verb must not start anything while one of them holds.
import { lineStarts, positionAt } from '../base/span.ts';
import type { Project } from '../model/project.ts';
import { review } from '../review/run.ts';

/** What `docker compose config` refuses as well. */
export const refusedByCompose: readonly string[] = [
  'compose/config-undefined',
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
  return findings.flatMap((finding) => {
    const { rule, at, message } = finding;
    if (!rulesAsked.includes(rule)) return [];
    const { line, column } = positionAt(lineStarts(project.texts.get(at.file)?.text ?? ''), at.start);
    return [`${at.file}:${line}:${column}: ${message}; ${rules.get(rule)?.fix ?? ''}`];
  });
}
