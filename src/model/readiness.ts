// The readiness verdict: a checklist in which every line names what it rests on.

export const groups = [
  'Build',
  'Configuration',
  'Security',
  'Reliability',
  'Data',
  'Observability',
  'Delivery',
  'Performance',
] as const;
export type Group = (typeof groups)[number];

export const profiles = ['dev', 'staging', 'production'] as const;
export type Profile = (typeof profiles)[number];

export type Outcome = 'pass' | 'fail' | 'unknown' | 'waived' | 'not-applicable';
export type VerdictWord = 'READY' | 'NOT READY' | 'UNKNOWN';

/** Parsed: it stands in a file. Resolved: it follows from several files together. Executed: it was measured. */
export type KnownBy = 'parsed' | 'resolved' | 'executed';

/** What a line rests on. */
export interface EvidenceLink {
  /** `compose.yaml:12`, or the id of a stored record: `3f9a01c2/12`. */
  readonly text: string;
  /** Relative to the project folder for files, to the state folder for what was measured. */
  readonly path: string;
  /** Checksum of a stored record, which a signature covers. */
  readonly sum?: string;
}

export interface CheckWaiver {
  readonly check: string;
  readonly owner: string;
  readonly reason: string;
  /** The last day on which it counts, `2026-12-31`. */
  readonly expires: string;
}

export interface ReportLine {
  /** `security/secrets`. */
  readonly id: string;
  readonly group: Group;
  readonly title: string;
  readonly outcome: Outcome;
  /** Whether it counts in the report's profile. */
  readonly counts: boolean;
  readonly known: KnownBy;
  /** What is the case, in words. */
  readonly detail: string;
  readonly value: string | undefined;
  readonly limit: string | undefined;
  /** ISO time of the measurement; that of the report for what was read from files. */
  readonly at: string | undefined;
  readonly ageMs: number | undefined;
  readonly evidence: readonly EvidenceLink[];
  /** What would make it pass; undefined where it does. */
  readonly remedy: string | undefined;
  readonly waiver: CheckWaiver | undefined;
}

export interface Report {
  readonly schema: 'seaworthy.report/1';
  readonly version: string;
  readonly stack: string;
  readonly profile: Profile;
  readonly release: string | undefined;
  /** ISO time. */
  readonly at: string;
  readonly verdict: VerdictWord;
  readonly lines: readonly ReportLine[];
  /** What is wrong with the evidence as a whole, or with the clock. */
  readonly warnings: readonly string[];
  /** Hash of verdict, release, outcomes and evidence sums, not of times: equal facts, equal hash. */
  readonly verdictHash: string;
}

/** A person's word under a verdict. */
export interface SignOff {
  readonly schema: 'seaworthy.sign-off/1';
  readonly stack: string;
  readonly release: string;
  readonly profile: Profile;
  readonly verdict: VerdictWord;
  readonly verdictHash: string;
  /** Hash of the whole report as it was printed when it was signed. */
  readonly reportHash: string;
  readonly by: string;
  readonly role: string;
  readonly at: string;
  /** Raw ed25519 key, base64. */
  readonly key: string;
  /** Over the canonical JSON of everything above, base64. */
  readonly signature: string;
}
