// A smoke check: one functional question to the running stack. Times are ms.
import type { Span } from '../base/span.ts';

/** One smoke check. Hosts may be services by their compose names; the engine's addresses are put in. */
export type SmokeCheck = SmokeBase &
  (
    | {
        readonly kind: 'http';
        readonly url: string;
        readonly method: string;
        readonly status: number | '2xx or 3xx';
        readonly headers: Readonly<Record<string, string>>;
        readonly body?: string;
        /** By the header's name: a pattern that its value must match. */
        readonly answerHeaders?: Readonly<Record<string, string>>;
        readonly json: Readonly<Record<string, JsonExpectation>>;
        readonly bodyMatch: string | undefined;
      }
    | { readonly kind: 'tcp'; readonly address: string }
    | {
        readonly kind: 'postgres' | 'mysql';
        readonly url: string;
        readonly query: string;
        readonly rows: number | undefined;
        /** First column of the first row. */
        readonly value?: Plain;
      }
    /** The health service of gRPC, for the server as a whole or one of its services. */
    | { readonly kind: 'grpc'; readonly address: string; readonly service: string }
    /** Opens; with `send` the next message must match. */
    | {
        readonly kind: 'websocket';
        readonly url: string;
        readonly send: string | undefined;
        readonly reply: string | undefined;
      }
    | {
        readonly kind: 'redis';
        readonly url: string;
        readonly command: readonly string[];
        readonly reply: string | undefined;
      }
    /** A command inside of a service's instance. */
    | {
        readonly kind: 'exec';
        readonly service: string;
        readonly argv: readonly string[];
        readonly exit: number;
        readonly output: string | undefined;
      }
    /** Lines of a service's log that match, among the newest so many. */
    | {
        readonly kind: 'log';
        readonly service: string;
        readonly pattern: string;
        readonly expect: 'absent' | 'present';
        readonly lines: number;
      }
    /** A one-shot service (a migration, a seed) that has ended with 0. */
    | { readonly kind: 'completed'; readonly service: string }
  );

interface SmokeBase {
  readonly name: string;
  readonly withinMs: number;
  /** Once where it is not said. */
  readonly retry?: RetryPolicy;
  /** From the settings, or worked out from the stack. */
  readonly derived?: boolean;
  readonly span: Span;
}

/** A check that fails is asked again until one attempt passes. */
export interface RetryPolicy {
  readonly attempts: number;
  readonly everyMs: number;
}

export type Plain = string | number | boolean | null;

/** `exists`, or the value that the JSON path must have. */
export type JsonExpectation = { readonly exists: true } | { readonly equals: Plain };

export const smokeDefaults = {
  withinMs: 5000,
  retry: { attempts: 3, everyMs: 1000 },
  logLines: 1000,
} as const;
