// Files of the repository and how much of each was understood.
import type { Span } from '../base/span.ts';

export type ArtifactKind =
  | 'compose'
  | 'dockerfile'
  | 'env'
  | 'dockerignore'
  | 'kubernetes'
  | 'workflow'
  | 'action'
  | 'gitlab-ci'
  | 'dependabot'
  | 'pre-commit'
  | 'helm'
  | 'terraform'
  | 'script'
  | 'server-config'
  | 'source'
  | 'settings'
  | 'waivers'
  | 'other';

/** A file that review looked at. Unknown is said aloud: `no` and `partly` come with a reason. */
export interface Artifact {
  readonly file: string;
  readonly kind: ArtifactKind;
  readonly understood: 'yes' | 'partly' | 'no';
  readonly why: string | undefined;
}

/** A text file as read. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
}

/** A comment of any format: where waivers stand. */
export interface FileComment {
  readonly span: Span;
  readonly text: string;
}

/** A mistake in a file that a reader met; rules in `compose/`, `dockerfile/`, `env/` turn it into a finding. */
export interface ReadProblem {
  /** `syntax`, `unknown-key`, `wrong-type`, `undefined-variable`, … the rule of that area picks its own. */
  readonly code: string;
  readonly message: string;
  readonly span: Span;
  /** What to do next. */
  readonly hint: string;
  /** A replacement text for the span, where it is certain (a mistyped key). */
  readonly replacement?: string;
  readonly related?: readonly { readonly at: Span; readonly message: string }[];
  /** True where docker compose takes the file all the same: review tells of it, deploying goes on. */
  readonly accepted?: boolean;
}

/** Something discovery left out, and why. */
export interface Skipped {
  readonly path: string;
  readonly why: string;
}
