// What a check is, and what it may ask. A check is a pure function; a table per group lists them.
import type { Span } from '../base/span.ts';
import type { Artifact } from '../model/artifact.ts';
import type { EvidenceRead } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import type { Plan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { EvidenceLink, Group, KnownBy, Outcome, Profile } from '../model/readiness.ts';
import type { JournalRecord, RunState } from '../model/record.ts';
import type { Service, Stack } from '../model/service.ts';
import type { Claim } from './claims/claim.ts';
import type { RehearsedRun } from './runs.ts';

export interface ServiceState {
  readonly service: string;
  readonly state: 'up' | 'down' | 'skipped' | 'completed';
  readonly detail: string;
  /** No health check is declared: that it runs is all that is known. */
  readonly weak: boolean;
}

export interface RunSummary {
  readonly run: string;
  /** Path of the journal relative to the state folder. */
  readonly path: string;
  readonly records: readonly JournalRecord[];
  readonly state: RunState | undefined;
  /** Why the journal cannot be believed. */
  readonly problem: string | undefined;
}

/** A text that the settings list under `claims:`, and what became of what it says. */
export interface ClaimedFile {
  readonly file: string;
  readonly claims: readonly Claim[];
}

export interface Facts {
  readonly stack: string;
  readonly now: Date;
  /** The release that serves, if one does. */
  readonly release: string | undefined;
  readonly plan: Plan | undefined;
  readonly services: readonly ServiceState[];
  readonly findings: readonly Finding[];
  readonly artifacts: readonly Artifact[];
  readonly project: Project;
  readonly compose: Stack | undefined;
  readonly evidence: EvidenceRead;
  /** Names of declared smoke checks: each must have evidence for this release. */
  readonly smoke: readonly string[];
  /** Names of declared load tests. */
  readonly load: readonly string[];
  /** Undefined until the other checks are done, which claims may speak of. */
  readonly claims: readonly ClaimedFile[] | undefined;
  readonly runs: readonly RunSummary[];
  /** Evidence older than this is unknown. */
  readonly maxAgeMs: number;
  /** Set when the clock is before something that was written already: ages mean nothing then. */
  readonly clockProblem: string | undefined;
  /** `compose.yaml:12`. */
  readonly place: (at: Span) => string;
}

export interface Judgement {
  readonly outcome: Exclude<Outcome, 'waived'>;
  readonly detail: string;
  readonly value?: string | undefined;
  readonly limit?: string | undefined;
  readonly at?: string | undefined;
  readonly evidence: readonly EvidenceLink[];
}

export interface Check {
  readonly id: string;
  readonly group: Group;
  readonly title: string;
  readonly known: KnownBy;
  /** The first profile in which it counts; it counts in those after it, too. */
  readonly from: Profile;
  /** What would make it pass. */
  readonly remedy: string;
  readonly judge: (facts: Facts) => Judgement;
}

export function composeServices({ compose }: Facts): readonly Service[] {
  return [...(compose?.services.values() ?? [])].filter(({ enabled }) => enabled);
}

export function fileLinks(files: readonly string[]): readonly EvidenceLink[] {
  return [...new Set(files)].slice(0, 5).map((file) => ({ text: file, path: file }));
}

export function placeLink(facts: Facts, at: Span): EvidenceLink {
  return { text: facts.place(at), path: at.file };
}

export function absent(detail: string, files: readonly string[] = []): Judgement {
  return { outcome: 'not-applicable', detail, evidence: fileLinks(files) };
}

/** The runs that could be read, newest last. */
export function readableRuns(facts: Facts): readonly RehearsedRun[] {
  return facts.runs.flatMap(({ run, path, state, problem, records }) =>
    state === undefined || problem !== undefined ? [] : [{ run, path, state, records }],
  );
}
