// Expected failures carry a stable code, and each code has one exit code. Bugs are a class of their own.
import type { Span } from './span.ts';

/** Exit codes that scripts rely on. */
export const exitCodes = {
  ok: 0,
  internal: 1,
  pending: 2,
  refused: 3,
  budget: 4,
  gate: 5,
  partial: 6,
  interrupted: 7,
  locked: 8,
  unreachable: 9,
  notReady: 10,
  unknown: 11,
  backup: 12,
  usage: 64,
  threshold: 99,
  sigint: 130,
  sigterm: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Code of an expected failure, its exit code, and what it means. `docs/errors.md` is made from this table. */
export const errorCodes = {
  USAGE: [exitCodes.usage, 'The command line is not one that seaworthy knows.'],
  NO_PROJECT: [exitCodes.refused, 'No compose file was found where one is needed.'],
  CONFIG_INVALID: [exitCodes.refused, 'A configuration file could not be understood.'],
  PREFLIGHT: [exitCodes.refused, 'Something the rollout needs is missing; nothing was touched.'],
  FOREIGN_OBJECT: [exitCodes.refused, 'An object with our name exists that seaworthy did not make.'],
  BUDGET_EXCEEDED: [exitCodes.budget, 'A phase needs more than its budget or the host has.'],
  PLAN_STALE: [exitCodes.pending, 'The world has changed since the plan was saved.'],
  GATE_FAILED: [exitCodes.gate, 'A service did not pass its gate; the phase was rolled back.'],
  ROLLBACK_FAILED: [exitCodes.partial, 'A rollout failed and could not be undone whole.'],
  RUN_INTERRUPTED: [exitCodes.interrupted, 'An interrupted run exists; resume it or roll it back.'],
  NOTHING_TO_RESUME: [exitCodes.refused, 'No interrupted run was found.'],
  NO_RELEASE: [exitCodes.refused, 'The release asked for is not known.'],
  LOCKED: [exitCodes.locked, 'Another deployer holds the stack.'],
  ENGINE_UNREACHABLE: [exitCodes.unreachable, 'The engine did not answer within its limit.'],
  ENGINE_REFUSED: [exitCodes.internal, 'The engine refused an action.'],
  ENGINE_UNSUPPORTED: [exitCodes.refused, 'The engine asked for is not available in this version.'],
  REGISTRY_UNREACHABLE: [exitCodes.unreachable, 'A registry did not answer, or stalled, within its limit.'],
  IMAGE_REFUSED: [exitCodes.refused, 'A registry refused an image; nothing was stopped.'],
  BUILD_FAILED: [exitCodes.refused, 'An image could not be built; nothing was stopped.'],
  JOURNAL_DAMAGED: [exitCodes.internal, 'The journal is damaged before its last line.'],
  STATE_VERSION: [exitCodes.internal, 'The state was written by a newer version of seaworthy.'],
  NOT_READY: [exitCodes.notReady, 'The readiness verdict is NOT READY.'],
  UNKNOWN: [exitCodes.unknown, 'The readiness verdict is UNKNOWN.'],
  SMOKE_FAILED: [exitCodes.threshold, 'A smoke check failed.'],
  CANCELLED: [exitCodes.sigterm, 'The run was cancelled from outside.'],
  FILE_SYSTEM: [exitCodes.internal, 'A file could not be read or written.'],
} as const satisfies Record<string, readonly [ExitCode, string]>;

export type ErrorCode = keyof typeof errorCodes;

export interface ErrorDetail {
  /** What to do next. */
  readonly hint?: string;
  /** The text that is to blame, when a file is. */
  readonly at?: Span;
  readonly cause?: unknown;
  /** Further lines for a person: the arithmetic, the list of what is missing. */
  readonly detail?: readonly string[];
}

/** An expected failure: what failed, and what to do next. Only `cli/` prints it and exits. */
export class SeaworthyError extends Error {
  override readonly name = 'SeaworthyError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly at: Span | undefined;
  readonly detail: readonly string[];

  constructor(code: ErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    this.hint = detail.hint;
    this.at = detail.at;
    this.detail = detail.detail ?? [];
  }

  get exitCode(): ExitCode {
    return errorCodes[this.code][0];
  }
}

/** A state that the code holds impossible: ours to mend, never the user's. */
export class BugError extends Error {
  override readonly name = 'BugError';
}

/** For the end of an exhaustive `switch`. */
export function unreachable(value: never): never {
  throw new BugError(`unexpected value ${JSON.stringify(value)}`);
}

/** The system's error code (`ENOENT`, …) of a thrown value, if it has one. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
