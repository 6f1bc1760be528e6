// What docker compose refuses because one part of the files names another that is not there. Review has rules for
// each of these; a deploying verb must not start anything while one of them holds.
import { lineStarts, positionAt } from '../base/span.ts';
import type { Project } from '../model/project.ts';
import { review } from '../review/run.ts';

const refusing = [
  'compose/build-context-missing',
  'compose/build-target-missing',
  'compose/config-undefined',
  'compose/dependency-cycle',
  'compose/dependency-missing',
  'compose/dockerfile-missing',
  'compose/env-file-missing',
  'compose/image-or-build-missing',
  'compose/network-undefined',
  'compose/secret-undefined',
  'compose/volume-undefined',
];

/** Of these, what docker compose finds without looking at what a service is built from: `config` asks for no more. */
const ofTheModel = refusing.filter(
  (rule) => !/^compose\/(?:build-context|build-target|dockerfile)-missing$/.test(rule),
);

/** One line each, with place and advice. */
export function brokenReferences(project: Project, among: 'all' | 'model' = 'all'): readonly string[] {
  const wanted = among === 'all' ? refusing : ofTheModel;
  const { findings, rules } = review(project, { rules: wanted });
  return findings.flatMap((finding) => {
    const { rule, at, message } = finding;
    if (!wanted.includes(rule)) return [];
    const { line, column } = positionAt(lineStarts(project.texts.get(at.file)?.text ?? ''), at.start);
    return [`${at.file}:${line}:${column}: ${message}; ${rules.get(rule)?.fix ?? ''}`];
  });
}
