import type { Located, Span } from '../base/span.ts';
import type { ReadProblem } from './artifact.ts';

/** An env file of the repository. */
export interface EnvFile {
  readonly file: string;
  readonly entries: readonly {
    readonly name: Located<string>;
    readonly value: Located<string> | undefined;
    readonly span: Span;
  }[];
  /** `.env.example`, `.env.sample`, `.env.template`, `*.dist`: a form to fill in, not values. */
  readonly isExample: boolean;
  readonly ignoredByGit: boolean;
  readonly problems: readonly ReadProblem[];
}
