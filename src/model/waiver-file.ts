// `seaworthy.waivers.yaml`: findings that a team has looked at and lives with, for a while. Ignore lists of other tools.
import type { Located, Span } from '../base/span.ts';
import type { ReadProblem } from './artifact.ts';

export interface FileWaiver {
  /** Name or alias of the rule. */
  readonly rule: Located<string>;
  /** Files that it reaches, relative to the waiver file's folder; `*` and `**` as in .gitignore. All when absent. */
  readonly path: string | undefined;
  /** The object as findings name it: `service api`. */
  readonly object: string | undefined;
  readonly owner: string | undefined;
  readonly reason: string;
  /** The last day on which it counts, `2026-12-31`. */
  readonly expires: string | undefined;
  readonly span: Span;
  /** The only line (from 1) that it reaches, where the list says one. */
  readonly line?: number;
}

export interface WaiverFile {
  readonly file: string;
  /** Whose list it is; only our own are asked for sense, and told when they end or do nothing. */
  readonly tool?: string;
  readonly waivers: readonly FileWaiver[];
  readonly problems: readonly ReadProblem[];
}
