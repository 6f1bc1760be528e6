// Rules of style on each entry of an env file.

import type { Span } from '../../base/span.ts';
import type { EnvFile } from '../../model/env-file.ts';
import type { FixOffer } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import { defineRule, type Rule } from '../rule.ts';
import { writtenAt } from './source-text.ts';

export type EnvFileEntry = EnvFile['entries'][number];

interface Fault {
  readonly at: Span;
  readonly message: string;
  readonly fix?: FixOffer;
}

type EnvEntryRule = Omit<Rule<'env-file'>, 'on' | 'check' | 'area' | 'preset' | 'references'> & {
  /** What is wrong with the entry; `written` gives a span's text as it stands in the file. */
  readonly faultsOf: (
    entry: EnvFileEntry,
    written: (span: Span) => string,
    project: Project,
  ) => readonly Fault[];
};

export const envFileSyntax =
  'https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax';

export function envEntryRule({ faultsOf, ...rule }: EnvEntryRule): Rule<'env-file'> {
  return defineRule({
    ...rule,
    area: 'env',
    preset: 'strict',
    references: [envFileSyntax],
    on: 'env-file',
    *check(file, { project }) {
      const written = (span: Span) => writtenAt(project, span);
      for (const entry of file.entries) {
        for (const fault of faultsOf(entry, written, project)) yield { ...fault, object: entry.name.value };
      }
    },
  });
}

/** The text between the end of the name and the beginning of the value. */
export function separatorOf({ name, value }: EnvFileEntry): Span | undefined {
  return value === undefined
    ? undefined
    : { file: name.span.file, start: name.span.end, end: value.span.start };
}

/** True for a value that stands in quotes. */
export function isQuoted(written: string): boolean {
  return /^["']/.test(written);
}
