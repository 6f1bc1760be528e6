// A measured fact. A readiness verdict rests on these and on nothing else.

export interface Evidence {
  /** `smoke/policies`, `gate/api`, `load/browse/p95`, `lost-requests/api`. */
  readonly name: string;
  readonly outcome: 'pass' | 'fail' | 'unknown';
  /** What was measured, in words. */
  readonly what: string;
  readonly value: number | string | undefined;
  readonly unit: string | undefined;
  /** What the value was held against, in words: `< 200ms`. */
  readonly limit?: string | undefined;
  /** ISO time. */
  readonly at: string;
  /** Tool and version, or the probe. */
  readonly by: string;
  readonly release: string | undefined;
  /** Path of the raw data relative to the state folder. */
  readonly raw: string | undefined;
}

/** Evidence as it was read back, with whether it can still be believed. */
export interface StoredEvidence extends Evidence {
  /** `3f9a01c2/12`: release and place in its chain. */
  readonly id: string;
  /** Place in the chain, from 1. */
  readonly seq: number;
  /** SHA-256 of the record and, through the one before, of all before it; cut to 32 hex digits. */
  readonly sum: string;
  /** SHA-256 of the raw data when it was stored. */
  readonly rawHash: string | undefined;
  readonly rawBytes: number | undefined;
  /** Why it is not believed: edited, moved, or its raw data is not what it was. */
  readonly doubt: string | undefined;
}

export interface EvidenceRead {
  /** Oldest first within a release. */
  readonly records: readonly StoredEvidence[];
  /** Lines that cannot be read: counted, not believed. */
  readonly unreadable: number;
  /** What is wrong with a chain as a whole, one sentence each: records missing at its end. */
  readonly problems: readonly string[];
}
