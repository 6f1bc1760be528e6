// What the artifacts of a repository have to do with each other, as one graph.
import type { Span } from '../base/span.ts';
import type { Confidence } from './finding.ts';

export type LinkEndKind =
  | 'service'
  | 'build'
  | 'Dockerfile'
  | 'image'
  | 'workload'
  | 'object'
  | 'job'
  | 'script'
  | 'target'
  | 'npm script'
  | 'chart'
  | 'variable'
  | 'file'
  | 'code';

export interface LinkEnd {
  readonly kind: LinkEndKind;
  /** Unique among all ends. */
  readonly id: string;
  /** For people: `api`, `ghcr.io/acme/api`, `Deployment api`. */
  readonly name: string;
  /** Where it is defined; undefined for what no file of the repository defines, as an image. */
  readonly at: Span | undefined;
}

/** What the first end does with the second, as one would say it. */
export type LinkKind =
  | 'is built by'
  | 'builds'
  | 'makes'
  | 'pushes'
  | 'runs'
  | 'starts'
  | 'holds'
  | 'is given'
  | 'sets'
  | 'reads'
  | 'calls'
  | 'waits for'
  | 'selects'
  | 'deploys';

/**
 * `declared`: a file says it, by path or name. `resolved`: it follows from files by the rules of the program that
 * reads them (a default, a selector, a command). `by name`: only the names are alike.
 */
export type LinkSource = 'declared' | 'resolved' | 'by name';

export interface Link {
  readonly from: LinkEnd;
  readonly kind: LinkKind;
  readonly to: LinkEnd;
  readonly how: LinkSource;
  readonly confidence: Confidence;
  /** The places that say so. */
  readonly spans: readonly Span[];
}

export interface LinkGraph {
  /** Each pair of ends once for each kind. */
  readonly links: readonly Link[];
  from(end: LinkEnd): readonly Link[];
  to(end: LinkEnd): readonly Link[];
}
