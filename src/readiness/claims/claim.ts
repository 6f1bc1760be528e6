// What a hand-written report says, and what becomes of it.
import type { EvidenceLink } from '../../model/readiness.ts';

export type ClaimWord = 'true' | 'partly' | 'false' | 'not-checkable';

export interface Claim {
  /** From 1. */
  readonly line: number;
  /** The line as it reads without markup. */
  readonly text: string;
  readonly word: ClaimWord;
  /** Why, with the arithmetic or what was found. */
  readonly because: string;
  readonly evidence: readonly EvidenceLink[];
}

/** A service as far as claims ask. */
export interface ClaimedService {
  readonly name: string;
  readonly image: string | undefined;
  /** Published and container ports. */
  readonly ports: readonly number[];
  /** What it has: `health check`, `memory limit`, `cpu limit`, `non-root user`, `restart policy`, `read-only`. */
  readonly has: ReadonlySet<string>;
  readonly place: EvidenceLink;
}

/** The repository, as claims see it; undefined parts cannot be asked. */
export interface ClaimFacts {
  readonly services: readonly ClaimedService[];
  /** Undefined where it cannot be told: outside of the project. */
  readonly exists: (path: string) => boolean | undefined;
  /** Lines of the checklist, for ticked boxes and statements. */
  readonly checks: readonly {
    readonly id: string;
    readonly outcome: string;
    readonly detail: string;
    readonly evidence: readonly EvidenceLink[];
  }[];
}

/** What a part of the reader finds: a place in the text, a word and a reason. */
export interface Found {
  readonly line: number;
  readonly word: ClaimWord;
  readonly because: string;
  readonly evidence?: readonly EvidenceLink[];
}
